"""Load: answers are read to their ends, whichever way a server says where that is."""

import asyncio

import pytest

from bench.load import Task, asked

pytestmark = pytest.mark.once

WITH_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + b'{"data":{}}'
IN_CHUNKS = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b'b\r\n{"data":{}}\r\n0\r\n\r\n'
)
WRONG = b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}"


async def served(answer: bytes) -> tuple[asyncio.Server, list[bytes]]:
    """A server that always answers the same, in two pieces, and what it was asked."""
    came: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            came.append(await reader.readexactly(length))
            writer.write(answer[:30])
            await writer.drain()
            await asyncio.sleep(0.001)
            writer.write(answer[30:])

    async def quietly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except asyncio.IncompleteReadError:
            writer.close()

    return await asyncio.start_server(quietly, "127.0.0.1", 0), came


@pytest.mark.parametrize("answer", [WITH_LENGTH, IN_CHUNKS])
async def test_every_answer_counts_once(answer: bytes) -> None:
    server, came = await served(answer)
    task = Task(server.sockets[0].getsockname()[1], "@n@ @id@", most=9, begin=3, ids=["a", "b"])

    outcome = await asked(task)
    server.close()

    assert (outcome.requests, outcome.wrong) == (9, "")
    assert min(came) == b"10 a"
    assert len(set(came)) == 9


async def test_what_is_no_answer_ends_it() -> None:
    server, _ = await served(WRONG)

    outcome = await asked(Task(server.sockets[0].getsockname()[1], "{}", seconds=5.0))
    server.close()

    assert outcome.wrong.startswith("HTTP/1.1 500")
    assert outcome.seconds < 5.0
