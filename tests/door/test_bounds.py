"""Bounds: what is too large or too slow is turned away, and nobody else waits for it."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import httpx2
import pytest
from starlette.types import Message

from app.house import House
from tests.door.asking import MAKE, SEEN, VIEWER, code, signed
from tests.door.conftest import Speak
from tests.tenant import Tenant

JSON = {"Content-Type": "application/json"}
MOST = 1_000


class Sent:
    """A body that is sent piece by piece, and knows how much of it was taken."""

    def __init__(self, *pieces: bytes, pause: float = 0) -> None:
        self.taken = 0
        self._pieces = pieces
        self._pause = pause

    async def pieces(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            self.taken += 1
            yield piece
            await asyncio.sleep(self._pause)


def _filled(query: str, length: int) -> bytes:
    """A request of so many bytes."""
    body = f'{{"query": "{query}"'.encode()
    return body.ljust(length - 1) + b"}"


@pytest.fixture
async def narrow(speak: Speak) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who speaks with a house that takes little."""
    told = {"MAX_BODY_BYTES": str(MOST), "MAX_BODY_SECONDS": "0.3"}
    async with speak(**told) as client:
        yield client


async def test_a_body_may_be_as_large_as_is_said_and_no_larger(
    narrow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    make = MAKE.replace('"', '\\"')
    headers = signed(tenant, **JSON)
    before = await tenant.contents()

    refused = await narrow.post("/graphql", content=_filled(make, MOST + 1), headers=headers)
    after = await tenant.contents()
    taken = await narrow.post("/graphql", content=_filled(make, MOST), headers=headers)

    assert (refused.status_code, code(refused)) == (413, "PAYLOAD_TOO_LARGE")
    assert refused.headers["connection"] == "close"
    assert after == before
    assert taken.json()["data"]["tagCreate"]["tag"]


async def test_a_body_that_says_it_is_too_large_is_not_even_received(
    narrow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    sent = Sent(b"{}")
    lengths = [str(MOST + 1), "9" * 400, "9" * 5_000]

    for length in lengths:
        headers = signed(tenant, **JSON, **{"Content-Length": length})
        refused = await narrow.post("/graphql", content=sent.pieces(), headers=headers)
        assert (refused.status_code, code(refused)) == (413, "PAYLOAD_TOO_LARGE")

    assert sent.taken == 0


async def test_a_body_of_unknown_length_is_received_only_so_far(
    narrow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    sent = Sent(*[b" " * 400] * 50)

    refused = await narrow.post("/graphql", content=sent.pieces(), headers=signed(tenant, **JSON))

    assert (refused.status_code, code(refused)) == (413, "PAYLOAD_TOO_LARGE")
    assert refused.headers["connection"] == "close"
    assert sent.taken == 3


async def test_a_slow_body_is_given_up_and_nobody_waits_for_it(
    narrow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    dripping = Sent(*[b" "] * 100, pause=0.05)
    headers = signed(tenant, **JSON)
    begun = monotonic()

    slow = asyncio.create_task(narrow.post("/graphql", content=dripping.pieces(), headers=headers))
    await asyncio.sleep(0.05)
    innocent = await narrow.post("/graphql", json={"query": VIEWER}, headers=signed(tenant))
    waited = monotonic() - begun
    refused = await slow

    assert (refused.status_code, code(refused)) == (408, "REQUEST_TIMEOUT")
    assert refused.headers["connection"] == "close"
    assert 0.3 <= monotonic() - begun < 1.5
    assert dripping.taken < 10
    assert (innocent.json(), waited < 0.3) == (SEEN, True)


@pytest.mark.parametrize("length", [300_000, 3_000_000])
async def test_somebody_who_sends_far_too_much_reads_why(port: int, length: int) -> None:
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    writer.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + b" " * length)
    told = await asyncio.wait_for(reader.read(), 5)
    writer.close()

    begin, _, body = told.partition(b"\r\n\r\n")
    assert begin.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in begin
    assert b"PAYLOAD_TOO_LARGE" in body


async def test_a_body_in_pieces_that_arrives_in_time_is_answered(
    narrow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    whole = _filled(VIEWER, 60)
    sent = Sent(whole[:10], b"", whole[10:30], whole[30:], pause=0.01)

    answer = await narrow.post("/graphql", content=sent.pieces(), headers=signed(tenant, **JSON))

    assert (answer.status_code, answer.json()) == (200, SEEN)


async def test_nothing_is_run_for_somebody_who_left_before_all_was_said(
    house: House, tenant: Tenant
) -> None:
    make = MAKE.replace('"', '\\"').encode()
    said: list[Message] = [
        {"type": "http.request", "body": b'{"query": "' + make + b'"}', "more_body": True},
        {"type": "http.disconnect"},
    ]
    told: list[Message] = []
    before = await tenant.contents()

    async def receive() -> Message:
        return said.pop(0)

    async def send(message: Message) -> None:
        told.append(message)

    known = f"Bearer {tenant.token('admin')}".encode()
    headers = [(b"content-type", b"application/json"), (b"authorization", known)]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers}
    await house.app(scope | {"raw_path": b"/graphql", "query_string": b""}, receive, send)

    assert [message.get("status") for message in told] == [499, None]
    assert await tenant.contents() == before


async def test_the_body_of_somebody_without_a_token_is_not_read(client: httpx2.AsyncClient) -> None:
    body = Sent(b'{"query": ', b'"{ viewer { subject } }"}')

    refused = await client.post("/graphql", content=body.pieces(), headers=JSON)

    assert (refused.status_code, code(refused)) == (401, "UNAUTHENTICATED")
    assert refused.headers["www-authenticate"] == "Bearer"
    assert body.taken == 0
