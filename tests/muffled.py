"""Muffled: a PostgreSQL that says nothing any more, for tests of what comes of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

SOCKET: Final = ".s.PGSQL.5432"


class Muffled:
    """A way to PostgreSQL that can be stuffed up: what is said stays in it, in both directions."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.open = asyncio.Event()
        self.open.set()
        self.shut_at: bytes | None = None
        """What is the last that comes through, if it is said."""
        self._ways: set[asyncio.Task[None]] = set()
        self._ends: list[asyncio.StreamWriter] = []

    def speak(self) -> None:
        """Say what was not said so far, and all that follows."""
        self.shut_at = None
        self.open.set()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Somebody comes in."""
        there, back = await self._reached()
        self._ends += (writer, back)
        for one, other in ((reader, back), (there, writer)):
            way = asyncio.create_task(self._carry(one, other))
            self._ways.add(way)
            way.add_done_callback(self._ways.discard)

    async def close(self) -> None:
        """Let nothing through any more."""
        for end in self._ends:
            end.close()
        if self._ways:
            await asyncio.wait(self._ways)

    async def _reached(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        parts = urlsplit(self._url)
        if parts.hostname:
            return await asyncio.open_connection(parts.hostname, parts.port or 5432)
        (folder,) = parse_qs(parts.query)["host"]
        return await asyncio.open_unix_connection(Path(folder) / SOCKET)

    async def _carry(self, one: asyncio.StreamReader, other: asyncio.StreamWriter) -> None:
        while said := await one.read(65_536):
            await self.open.wait()
            other.write(said)
            if self.shut_at and self.shut_at in said:
                self.open.clear()
        other.close()


@asynccontextmanager
async def muffled(url: str) -> AsyncIterator[tuple[str, Muffled]]:
    """The address of a way that can be stuffed up."""
    parts = urlsplit(url)
    who = parts.netloc.rpartition("@")[0]
    with TemporaryDirectory(prefix="clientela-muffled-") as shorter:
        way = Muffled(url)
        server = await asyncio.start_unix_server(way.take, Path(shorter) / SOCKET)
        here = parts._replace(netloc=f"{who}@", query=urlencode({"host": shorter}))
        yield urlunsplit(here), way
        way.speak()
        server.close()
        await way.close()
