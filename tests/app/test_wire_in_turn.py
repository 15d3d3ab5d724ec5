"""The wire in turn: what comes before an answer is there does not spoil it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from app.door.heads import HeadBounds
from app.house import House
from tests.slow import changing, posted, told
from tests.tenant import Tenant
from tests.wires import Listening, listening

SOUND = b"GET /live HTTP/1.1\r\nHost: clientela\r\n\r\n"
SECONDS = 0.3


@pytest.fixture(scope="module")
async def wire(house: House) -> AsyncIterator[Listening]:
    async with listening(house.app, HeadBounds(seconds=SECONDS)) as wire:
        yield wire


async def test_a_request_that_has_half_arrived_before_an_answer_is_answered_next(
    wire: Listening, tenant: Tenant
) -> None:
    head, body = posted(tenant, "{ viewer { subject } }")
    reader, writer = await wire.connect()

    writer.write(SOUND + head + body[:9])
    first = await told(reader)
    writer.write(body[9:])
    second = await told(reader)
    writer.write(SOUND)
    third = await told(reader)
    writer.close()

    assert (first[0], first[2]["status"]) == (200, "ok")
    assert (second[0], second[2]) == (200, {"data": {"viewer": {"subject": "admin"}}})
    assert (third[0], third[2]["status"]) == (200, "ok")
    assert b"connection: close" not in first[1] + second[1] + third[1]


@pytest.mark.parametrize("more", [b"\r\n", b"\r\n\r\n"])
async def test_an_empty_line_behind_a_request_does_not_cut_it_off(
    wire: Listening, tenant: Tenant, owner: asyncpg.Pool, more: bytes
) -> None:
    async with changing(wire.port, tenant, owner) as change:
        change.writer.write(more)
        await asyncio.sleep(2 * SECONDS)
    status, _, said = await told(change.reader)
    change.writer.close()

    assert (status, said["data"]["tagUpdate"]["tag"]) == (200, {"label": "Kept"})


async def test_a_head_that_does_not_arrive_does_not_cut_off_the_request_before_it(
    wire: Listening, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    async with changing(wire.port, tenant, owner, b"GET /li") as change:
        await asyncio.sleep(2 * SECONDS)
    status, _, said = await told(change.reader)
    rest = await change.reader.read()
    change.writer.close()

    assert (status, said["data"]["tagUpdate"]["tag"]) == (200, {"label": "Kept"})
    assert rest == b""
