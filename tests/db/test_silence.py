"""Silence: a PostgreSQL that says nothing any more holds an operation up for seconds only."""

import asyncio
from time import monotonic

import asyncpg
import pytest

from db import connections, conversation
from db.connections import (
    Access,
    Database,
    DatabaseUnavailable,
    Held,
    Overloaded,
    Reached,
    TenantSetting,
)
from db.conversation import Conversation
from db.reads import Reads
from db.sealed import Reader
from db.tags import tag_count
from tests.muffled import muffled
from tests.servers import Server
from tests.tenant import Tenant

BOTH = pytest.mark.parametrize("setting", list(TenantSetting))
SHORT_SECONDS = 0.3
MIDDLE = """
    select count(*) from pg_stat_activity
    where state = 'active' and query like '%left in the middle%' and pid <> pg_backend_pid()
"""


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
    monkeypatch.setattr(connections, "ENDING_SECONDS", 9)
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


async def test_an_answer_does_not_wait_long_for_what_is_broken_off(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    async with muffled(postgres.app(database)) as (url, way):
        pool = Database(Access(url, 1))
        await pool.open()
        talk = Conversation(pool, Reader(tenant.id))
        assert await _ask(talk) == 0

        way.open.clear()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await _ask(talk)
        began = monotonic()
        await talk.end()
        waited = monotonic() - began
        still_used = pool.load().used
        way.open.set()
        await pool.close()

    assert (0.3 <= waited < 1, still_used) == (True, 1)


async def test_a_connection_that_takes_long_is_not_taken_for_a_full_pool(
    postgres: Server, database: str
) -> None:
    async with muffled(postgres.app(database)) as (url, way):
        pool = Database(Access(url, 2, patience=0.05))
        await pool.open()
        first = await pool.take()
        way.open.clear()
        asking = asyncio.create_task(pool.take())
        await asyncio.sleep(0.2)
        with pytest.raises(Overloaded, match="Every connection to the database is taken"):
            await pool.take()
        way.open.set()
        second = await asking
        for each in (first, second):
            await pool.give_back(each)
        await pool.close()


@pytest.mark.parametrize(
    "last", [b"clientela_app", b"statement_timeout"], ids=["greeting", "preparing"]
)
async def test_a_connection_that_is_never_made_is_the_databases_fault(
    postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch, last: bytes
) -> None:
    async with muffled(postgres.app(database)) as (url, way):
        pool = Database(Access(url, 2))
        await pool.open()
        monkeypatch.setattr(connections, "CONNECTING_SECONDS", SHORT_SECONDS)
        first = await pool.take()
        way.shut_at = last
        began = monotonic()
        with pytest.raises(DatabaseUnavailable, match="PostgreSQL cannot be reached") as away:
            await pool.take()
        waited = monotonic() - began
        way.speak()
        second = await pool.take()
        for each in (first, second):
            await pool.give_back(each)
        await pool.close()

    assert type(away.value) is DatabaseUnavailable
    assert SHORT_SECONDS <= waited < 2


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (TimeoutError(), DatabaseUnavailable),
        (OSError(), DatabaseUnavailable),
        (asyncpg.InterfaceError("cut"), DatabaseUnavailable),
        (asyncpg.LockNotAvailableError(), Held),
        (asyncpg.DeadlockDetectedError(), Held),
        (asyncpg.SerializationError(), Held),
        (asyncpg.QueryCanceledError(), asyncpg.QueryCanceledError),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else type(each).__name__,
)
def test_what_may_succeed_later_is_told_from_what_may_not(
    wrong: Exception, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as told, Reached():
        raise wrong

    assert type(told.value) is kind


async def test_a_pool_is_closed_although_nobody_answers(
    postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with muffled(postgres.app(database)) as (url, way):
        pool = Database(Access(url, 2))
        await pool.open()
        monkeypatch.setattr(connections, "LEAVING_SECONDS", SHORT_SECONDS)
        await pool.take()  # and keep it
        way.open.clear()
        began = monotonic()
        await pool.close()
        waited = monotonic() - began
        way.open.set()

    assert SHORT_SECONDS <= waited < 1


async def test_who_gives_up_while_connecting_leaves_the_place_to_others(
    postgres: Server, database: str
) -> None:
    async with muffled(postgres.app(database)) as (url, way):
        pool = Database(Access(url, 2))
        await pool.open()
        first = await pool.take()
        way.open.clear()
        asking = asyncio.create_task(pool.take())
        await asyncio.sleep(0.1)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        way.open.set()
        second = await pool.take()
        for each in (first, second):
            await pool.give_back(each)
        await pool.close()

    assert asking.cancelled()


async def test_postgresql_is_not_left_in_the_middle_of_a_statement(
    postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    pool = Database(Access(postgres.app(database), 1))
    await pool.open()
    held = await pool.take()
    await held.prepare("select 'left in the middle'")
    held.disturbed = True  # as it is when somebody is broken off

    begun = await owner.fetchval(MIDDLE)
    await pool.give_back(held)
    left = await owner.fetchval(MIDDLE)
    await pool.close()

    assert (begun, left) == (1, 0)
