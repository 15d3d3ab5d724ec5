"""The wire: odd bytes are answered once, briefly, and nothing that follows them is taken up."""

import asyncio
import time
from collections.abc import AsyncIterator

import orjson
import pytest

from app.door.heads import HeadBounds
from app.house import House, built
from app.settings import load_settings
from auth.scopes import Role
from tests.servers import Server
from tests.tenant import Tenant
from tests.wires import Listening, listening

HOST = b"Host: clientela\r\n"
LAST = HOST + b"Connection: close\r\n\r\n"
SMUGGLED = b"GET /live HTTP/1.1\r\n" + LAST
POST = b"POST /graphql HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
BOUNDS = HeadBounds(seconds=0.3)
UNREADABLE = "This is not well-formed HTTP."
ONE_HOST = "Send one Host header."
ONLY_CHUNKED = "The only Transfer-Encoding is chunked, in HTTP/1.1."
OLDER = "Speak HTTP/1.1."

ODD = {
    "two lengths": (POST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n", UNREADABLE),
    "one length twice": (POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n", UNREADABLE),
    "a list of lengths": (POST + b"Content-Length: 0, 0\r\n\r\n", UNREADABLE),
    "a signed length": (POST + b"Content-Length: +0\r\n\r\n", UNREADABLE),
    "a negative length": (POST + b"Content-Length: -1\r\n\r\n", UNREADABLE),
    "a length in hex": (POST + b"Content-Length: 0x0\r\n\r\n", UNREADABLE),
    "an empty length": (POST + b"Content-Length: \r\n\r\n", UNREADABLE),
    "an endless length": (POST + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n", UNREADABLE),
    "a length and chunks": (
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        UNREADABLE,
    ),
    "chunks and a length": (
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        UNREADABLE,
    ),
    "another coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n", ONLY_CHUNKED),
    "two codings": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", ONLY_CHUNKED),
    "chunks at last but one": (POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n", UNREADABLE),
    "chunks of old": (
        b"POST /graphql HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ONLY_CHUNKED,
    ),
    "a space before the colon": (POST + b"Content-Length : 0\r\n\r\n", UNREADABLE),
    "a folded header": (POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", UNREADABLE),
    "bare line feeds": (b"GET /live HTTP/1.1\nHost: clientela\n\n", UNREADABLE),
    "a bare carriage return": (b"GET /live HTTP/1.1\r\nHost: a\rb: c\r\n\r\n", UNREADABLE),
    "a NUL": (b"GET /live HTTP/1.1\r\nHost: a\0\r\n\r\n", UNREADABLE),
    "a header without a name": (b"GET /live HTTP/1.1\r\n: a\r\n" + HOST + b"\r\n", UNREADABLE),
    "no host": (b"GET /live HTTP/1.1\r\n\r\n", ONE_HOST),
    "two hosts": (b"GET /live HTTP/1.1\r\n" + HOST + HOST + b"\r\n", ONE_HOST),
    "a space in the address": (b"GET /li ve HTTP/1.1\r\n" + HOST + b"\r\n", UNREADABLE),
    "an address not in ASCII": (b"GET /\xc3\xa9 HTTP/1.1\r\n" + HOST + b"\r\n", UNREADABLE),
    "an unheard of method": (b"FROB /live HTTP/1.1\r\n" + HOST + b"\r\n", UNREADABLE),
    "a proxy": (b"CONNECT a:443 HTTP/1.1\r\n" + HOST + b"\r\n", "This is no proxy."),
    "no version": (b"GET /live\r\n\r\n", OLDER),
    "a later version": (b"GET /live HTTP/2.0\r\n" + HOST + b"\r\n", OLDER),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", UNREADABLE),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", UNREADABLE),
    "chunks with bare line feeds": (CHUNKED + b"2\n{}\n0\n\n", UNREADABLE),
    "a chunk in no hex": (CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n", UNREADABLE),
    "a chunk with 0x": (CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n", UNREADABLE),
    "an endless chunk": (CHUNKED + b"f" * 17 + b"\r\n{}\r\n0\r\n\r\n", UNREADABLE),
    "a chunk that is longer": (CHUNKED + b"2\r\n{}}}0\r\n\r\n", UNREADABLE),
    "a chunk with a split extension": (CHUNKED + b"2;a\n{}\r\n0\r\n\r\n", UNREADABLE),
}
LARGE = {
    "headers": (b"GET /live HTTP/1.1\r\n" + HOST + b"a: b\r\n" * 100 + b"\r\n", 431),
    "a header": (b"GET /live HTTP/1.1\r\n" + HOST + b"a: " + b"b" * 16_384 + b"\r\n\r\n", 431),
    "a header without end": (b"GET /live HTTP/1.1\r\n" + HOST + b"a: " + b"b" * 400_000, 431),
    "an address": (b"GET /" + b"a" * 8_192 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    "an address without end": (b"GET /" + b"a" * 400_000, 414),
}


@pytest.fixture(scope="module")
async def wire(house: House) -> AsyncIterator[Listening]:
    async with listening(house.app, BOUNDS) as wire:
        yield wire


def _read(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the one answer that there is."""
    assert answer.count(b"HTTP/1.1 ") == 1, answer
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.decode().split("\r\n")
    return int(status.split()[1]), dict(each.split(": ", 1) for each in headers), body


def _refused(answer: bytes) -> tuple[int, str, str]:
    status, headers, body = _read(answer)
    assert headers["connection"] == "close"
    assert headers["content-type"] == "application/json; charset=utf-8"
    (error,) = orjson.loads(body)["errors"]
    return status, error["extensions"]["code"], error["message"]


async def _innocent(wire: Listening) -> float:
    """How long somebody waits who has done nothing."""
    began = time.perf_counter()
    status, _, body = _read(await wire.say(SMUGGLED))
    assert (status, orjson.loads(body)["status"]) == (200, "ok")
    return time.perf_counter() - began


@pytest.mark.parametrize("name", ODD)
async def test_what_can_be_read_in_two_ways_is_refused_with_all_that_follows(
    wire: Listening, name: str
) -> None:
    data, message = ODD[name]

    answer = await wire.say(data + SMUGGLED)

    assert _refused(answer) == (400, "BAD_REQUEST", message)


@pytest.mark.parametrize("name", LARGE)
async def test_a_head_that_is_too_large_is_refused_while_it_arrives(
    wire: Listening, name: str
) -> None:
    data, expected = LARGE[name]
    half = len(data) // 2

    answers = [await wire.say(data), await wire.say(data[:half], data[half:])]

    codes = {431: "HEADERS_TOO_LARGE", 414: "URI_TOO_LONG"}
    assert [_refused(answer)[:2] for answer in answers] == [(expected, codes[expected])] * 2


async def test_what_stands_behind_a_body_is_bounded_too_and_is_no_header(wire: Listening) -> None:
    body = CHUNKED + b"2\r\n{}\r\n0\r\n"

    few = await wire.say(body + b"Content-Type: application/json\r\nConnection: close\r\n\r\n")
    many = await wire.say(body + b"a: b\r\n" * 100)

    assert _read(few)[0] == 415
    assert _refused(many)[0] == 431


async def test_the_largest_head_that_is_not_too_large_is_read(wire: Listening) -> None:
    many = b"GET /live HTTP/1.1\r\n" + b"a: b\r\n" * 98 + LAST
    room = 16_384 - len(LAST) + len(b"\r\n") - len(b"a: \r\n")
    long = b"GET /live HTTP/1.1\r\na: " + b"b" * room + b"\r\n" + LAST

    assert [_read(await wire.say(each))[0] for each in (many, long)] == [200, 200]
    longer = long.replace(b"a: ", b"a: b")
    assert _refused(await wire.say(longer))[0] == 431


async def test_slow_heads_are_not_waited_for_and_hold_nobody_up(wire: Listening) -> None:
    slow = [asyncio.create_task(wire.say(b"GET /live HTTP/1.1\r\nHost:")) for _ in range(200)]
    silent = [asyncio.create_task(wire.say()) for _ in range(20)]
    dripping = asyncio.create_task(wire.say(b"\r\n"))
    await asyncio.sleep(0.1)
    waited = await _innocent(wire)

    answers = await asyncio.gather(*slow)

    late = (408, "REQUEST_TIMEOUT", "The headers took too long to arrive.")
    assert [_refused(answer) for answer in answers] == [late] * 200
    assert await asyncio.gather(*silent) == [b""] * 20
    assert await dripping == b""
    assert waited < 1


async def test_an_open_connection_waits_no_longer_for_a_further_head(wire: Listening) -> None:
    sound = b"GET /live HTTP/1.1\r\n" + HOST + b"\r\n"

    slow = await wire.say(sound, b"GET /li")
    reader, writer = await wire.connect()
    writer.write(sound)
    answer = await reader.readuntil(b"}")
    for _ in range(4):
        await asyncio.sleep(0.05)
        writer.write(b"\r\n")
    async with asyncio.timeout(2):
        rest = await reader.read()
    writer.close()

    first, second, third = slow.split(b"HTTP/1.1 ")
    assert (first, second[:6], third[:3]) == (b"", b"200 OK", b"408")
    assert (_read(answer)[0], rest) == (200, b"")


async def test_slow_bodies_are_not_waited_for_and_hold_nobody_up(
    postgres: Server, database: str
) -> None:
    house = built(load_settings({"MAX_BODY_SECONDS": "0.5"}), postgres.app(database))
    named = b"Authorization: Bearer me\r\nContent-Type: application/json\r\n"
    slow = POST + named + b"Content-Length: 9\r\n\r\n{"
    async with house.app.router.lifespan_context(house.app), listening(house.app) as wire:
        asking = [asyncio.create_task(wire.say(slow)) for _ in range(100)]
        await asyncio.sleep(0.1)
        waited = await _innocent(wire)
        answers = await asyncio.gather(*asking)

    late = (408, "REQUEST_TIMEOUT", "The request took longer than 0.5 s to arrive.")
    assert [_refused(answer) for answer in answers] == [late] * 100
    assert waited < 1


async def test_what_comes_after_a_sound_request_does_not_spoil_its_answer(wire: Listening) -> None:
    sound = b"GET /live HTTP/1.1\r\n" + HOST + b"\r\n"

    answer = await wire.say(sound + b"GARBAGE\r\n\r\n")

    status, headers, body = _read(answer)
    assert (status, headers["connection"], orjson.loads(body)["status"]) == (200, "close", "ok")


async def test_who_asks_on_before_the_answer_is_answered_in_order_but_not_without_end(
    wire: Listening,
) -> None:
    sound = b"GET /live HTTP/1.1\r\n" + HOST + b"\r\n"

    two = await wire.say(sound + SMUGGLED)
    many = await wire.say(sound * 40)

    assert two.count(b'{"status":"ok"') == 2
    assert _read(many)[0] == 200


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c"])
async def test_who_asks_for_another_protocol_is_answered_in_this_one(
    wire: Listening, tenant: Tenant, protocol: bytes
) -> None:
    body = b'{"query": "{ viewer { subject } }"}'
    token = tenant.token(Role.ADMIN).encode()
    head = POST + b"Authorization: Bearer " + token + b"\r\nContent-Type: application/json\r\n"
    asks = head + b"Upgrade: " + protocol + b"\r\nConnection: Upgrade\r\nContent-Length: %d\r\n\r\n"

    answer = await wire.say(asks % len(body), body + SMUGGLED)

    assert answer.count(b"HTTP/1.1 200") == 2
    assert b'{"data":{"viewer":{"subject":"admin"}}}' in answer
    assert b'{"status":"ok"' in answer


async def test_a_body_that_nobody_reads_is_no_further_request(wire: Listening) -> None:
    head = b"GET /live HTTP/1.1\r\n" + HOST + b"Content-Length: 9999\r\n\r\n"

    answer = await wire.say(head, SMUGGLED)

    assert _read(answer)[0] == 200


async def test_who_sends_too_much_can_read_that_it_was_too_much(wire: Listening) -> None:
    large = POST + b"Content-Type: application/json\r\nContent-Length: 5000000\r\n\r\n"

    answer = await wire.say(large, *[b" " * 65_536] * 40)

    status, headers, body = _read(answer)
    assert (status, headers["connection"]) == (413, "close")
    assert orjson.loads(body)["errors"][0]["extensions"]["code"] == "PAYLOAD_TOO_LARGE"
