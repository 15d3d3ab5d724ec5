"""Silence: a PostgreSQL that says nothing any more holds an operation up for seconds only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest

from db import connections, conversation
from db.connections import Access, Database, TenantSetting
from db.conversation import Conversation
from db.reads import Reads
from db.sealed import Reader
from db.tags import tag_count
from tests.servers import Server
from tests.tenant import Tenant

BOTH = pytest.mark.parametrize("setting", list(TenantSetting))
SHORT_SECONDS = 0.3
SOCKET = ".s.PGSQL.5432"


class Muffled:
    """A way to PostgreSQL that can be stuffed up: what is said stays in it, in both directions."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.open = asyncio.Event()
        self.open.set()
        self._ways: set[asyncio.Task[None]] = set()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Somebody comes in."""
        there, back = await self._reached()
        for one, other in ((reader, back), (there, writer)):
            way = asyncio.create_task(self._carry(one, other))
            self._ways.add(way)
            way.add_done_callback(self._ways.discard)

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
        way.open.set()
        server.close()


async def _ask(on: Conversation) -> int:
    return await Reads(on).number(tag_count())


@BOTH
async def test_who_is_left_without_an_answer_gives_up_and_cuts_the_connection(
    tenant: Tenant,
    postgres: Server,
    database: str,
    setting: TenantSetting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (connections, conversation):
        monkeypatch.setattr(module, "LEAVING_SECONDS", SHORT_SECONDS)
    async with muffled(postgres.app(database)) as (url, way):
        pool = Database(Access(url, 1, setting))
        await pool.open()
        talk = Conversation(pool, Reader(tenant.id))
        assert await _ask(talk) == 0

        way.open.clear()
        asking = asyncio.create_task(_ask(talk))
        await asyncio.sleep(0.05)
        asking.cancel()
        async with asyncio.timeout(4 * SHORT_SECONDS):
            await talk.end()
        way.open.set()

        again = Conversation(pool, Reader(tenant.id))
        assert await _ask(again) == 0
        await again.end()
        await pool.close()
