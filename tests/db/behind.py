"""Databases that are behind: they have not taken the newest steps, and somebody is at them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final

import asyncpg
import pytest
from alembic import command
from sqlalchemy import Engine, event
from sqlalchemy.util import await_only

from db.migrate import migrate
from tests.servers import Server

ACME: Final = "00000000-0000-7000-8000-000000000001"
NEW_TENANT: Final = "insert into tenants (id, slug, name) values ($1, 'acme', 'Acme')"
STEP: Final = "select version_num from alembic_version"
_BUILDS: Final = """
select pid from pg_stat_activity where datname = current_database()
and query like 'create %index concurrently%' and wait_event_type = 'Lock'"""
_VALID: Final = """
select relname, indisvalid from pg_index join pg_class on pg_class.oid = indexrelid
where relname = any($1)"""


class Behind:
    """A database that has not taken the newest steps, and two who are connected to it."""

    def __init__(self, url: str, one: asyncpg.Connection, other: asyncpg.Connection) -> None:
        self.url, self.one, self.other = url, one, other

    async def name(self) -> str:
        """What the database is called."""
        return str(await self.other.fetchval("select current_database()"))

    async def indexes(self, *names: str) -> dict[str, bool]:
        """Which of these indexes are there, and whether they are valid."""
        found = await self.other.fetch(_VALID, sorted(names))
        return {row["relname"]: row["indisvalid"] for row in found}

    async def builder(self, migrating: asyncio.Task[None]) -> int:
        """Who builds an index, and waits for somebody."""
        while not (pid := await self.other.fetchval(_BUILDS)):
            assert not migrating.done(), migrating.result()
            await asyncio.sleep(0.01)
        return int(pid)


async def back_to(step: str, url: str) -> None:
    """Let a database have taken no step after this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: command.downgrade(config, step))
        await migrate(url)


@asynccontextmanager
async def standing_at(postgres: Server, template: str, step: str) -> AsyncIterator[Behind]:
    """A database of its own that has taken no step after this one; it has one tenant."""
    name = await postgres.fresh(template)
    url = postgres.owner(name)
    await back_to(step, url)
    connections = [await asyncpg.connect(url) for _ in range(2)]
    await connections[0].execute(NEW_TENANT, ACME)
    try:
        yield Behind(url, *connections)
    finally:
        for each in connections:
            await each.close()
        await postgres.drop(name)


@contextmanager
def overhearing(name: str, heard: Any) -> Iterator[None]:
    """Hear what happens on any connection of those who migrate."""
    event.listen(Engine, name, heard)
    try:
        yield
    finally:
        event.remove(Engine, name, heard)


@asynccontextmanager
async def pausing_after(said: str, url: str) -> AsyncIterator[asyncio.Task[None]]:
    """Somebody who migrates, and does nothing more for a while once this was said and done."""
    there, go_on = asyncio.Event(), asyncio.Event()

    def pause(_: Any, __: Any, statement: str, *___: Any) -> None:
        if said in statement:
            there.set()
            await_only(go_on.wait())

    with overhearing("after_cursor_execute", pause):
        migrating = asyncio.create_task(migrate(url))
        waiting = asyncio.create_task(there.wait())
        await asyncio.wait({waiting, migrating}, return_when=asyncio.FIRST_COMPLETED)
        assert there.is_set(), migrating.result()
        try:
            yield migrating
        finally:
            go_on.set()
            with suppress(Exception):
                await migrating
