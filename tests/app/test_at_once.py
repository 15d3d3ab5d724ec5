"""At once: what leaves in one piece is what uvicorn would have sent in two."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.door import wire as wires
from app.door.at_once import at_once
from app.house import House
from tests.slow import posted, told
from tests.tenant import Tenant
from tests.wires import Listening, listening

VIEWER = "{ viewer { subject } }"
NAMES = (b"x-request-id", b"x-trace-id", b"date")


@pytest.fixture(scope="module")
async def wire(house: House) -> AsyncIterator[Listening]:
    async with listening(house.app) as wire:
        yield wire


async def _heard(wire: Listening, sent: bytes, times: int = 1) -> list[tuple[int, set[bytes], Any]]:
    """Every answer on one connection: its status, its headers without names, what it says."""
    reader, writer = await wire.connect()
    writer.write(sent * times)
    heard = [await told(reader) for _ in range(times)]
    writer.close()
    return [
        (status, {line for line in head.split(b"\r\n") if not line.startswith(NAMES)}, said)
        for status, head, said in heard
    ]


@pytest.mark.parametrize("query", [VIEWER, "{ nothing }", "{"])
async def test_both_ways_say_the_same(
    wire: Listening, tenant: Tenant, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    sent, ways = b"".join(posted(tenant, query)), list[bool]()

    def seen(*each: Any) -> bool:
        ways.append(at_once(*each))
        return ways[-1]

    monkeypatch.setattr(wires, "at_once", seen)
    (quick,) = await _heard(wire, sent)

    monkeypatch.setattr(wires, "at_once", lambda *_: False)
    (usual,) = await _heard(wire, sent)

    assert quick == usual
    assert ways == [True]


async def test_requests_that_come_together_are_answered_in_turn(
    wire: Listening, tenant: Tenant
) -> None:
    heard = await _heard(wire, b"".join(posted(tenant, VIEWER)), times=3)

    assert [said for _, _, said in heard] == [{"data": {"viewer": {"subject": "admin"}}}] * 3


@pytest.mark.parametrize("by", ["client", "server"])
async def test_the_last_answer_says_that_it_is_the_last(
    wire: Listening, tenant: Tenant, by: str
) -> None:
    head, body = posted(tenant, VIEWER)
    close = (b"connection", b"close")
    if by == "client":
        head = head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    else:
        wire.state.default_headers.append(close)
    try:
        answered = await wire.say(head + body)
    finally:
        if by == "server":
            wire.state.default_headers.remove(close)

    assert answered.startswith(b"HTTP/1.1 200")
    assert answered.count(b"connection: close") == 1
