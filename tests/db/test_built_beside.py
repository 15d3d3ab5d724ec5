"""Indexes of full tables are built while others write, and anew if that was broken off."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest
from sqlalchemy.exc import SQLAlchemyError

from db.migrate import head, migrate
from tests.db.behind import ACME, STEP, Behind, back_to, standing_at
from tests.db.test_migrations import COLUMNS, INDEXES, lines
from tests.servers import Server

MARKED: Final = "2026_11_22_0500"
UNMARKED: Final = "2026_11_22_0100"
OLD: Final = {"ix_customer_tokens_token"}
NEW: Final = {"ix_customer_tokens_word", "ix_customers_id"}
# How far it comes while somebody writes a customer.
HALF: Final = {
    "ix_customer_tokens_token": True,
    "ix_customer_tokens_word": True,
    "ix_customers_id": False,
}
# Who asked for the turn, did not get it, and is in the middle of nothing.
IN_LINE: Final = """
select count(*) from pg_stat_activity where datname = current_database()
and query ilike 'rollback%' and state = 'idle' and backend_xmin is null"""
NEW_CUSTOMER: Final = """
insert into customers (tenant_id, id, display_name, display_name_norm, created_by)
values ($1, gen_random_uuid(), 'Ana', 'ana', $1)"""


@pytest.fixture
async def behind(postgres: Server, template: str) -> AsyncIterator[Behind]:
    async with standing_at(postgres, template, MARKED) as behind:
        yield behind


async def test_whoever_goes_back_and_forth_is_where_they_were(behind: Behind) -> None:
    began = await _told(behind), await behind.indexes(*OLD, *NEW)

    await migrate(behind.url)
    newest = await _told(behind), await behind.indexes(*OLD, *NEW)
    await back_to(UNMARKED, behind.url)
    oldest = await behind.indexes(*OLD, *NEW)
    await migrate(behind.url)
    again = await _told(behind), await behind.indexes(*OLD, *NEW)
    await back_to(MARKED, behind.url)

    assert began[1] == oldest == dict.fromkeys(OLD, True)
    assert newest[1] == dict.fromkeys(NEW, True)
    assert again == newest
    assert (await _told(behind), await behind.indexes(*OLD, *NEW)) == began


async def test_nobody_waits_for_an_index_that_is_built(behind: Behind) -> None:
    writing = behind.one.transaction()
    await writing.start()
    await behind.one.execute(NEW_CUSTOMER, ACME)

    migrating = asyncio.create_task(migrate(behind.url))
    await behind.builder(migrating)
    await behind.other.execute("set lock_timeout = '1s'")
    await behind.other.execute(NEW_CUSTOMER, ACME)
    meanwhile = await behind.other.fetchval(STEP), await behind.indexes(*OLD, *NEW)
    await writing.commit()
    await migrating

    assert meanwhile == (MARKED, HALF)
    assert await behind.other.fetchval(STEP) == head()
    assert await behind.indexes(*OLD, *NEW) == dict.fromkeys(NEW, True)


async def test_nobody_waits_for_who_waits_for_a_turn_to_migrate(behind: Behind) -> None:
    writing = behind.one.transaction()
    await writing.start()
    await behind.one.execute(NEW_CUSTOMER, ACME)

    first = asyncio.create_task(migrate(behind.url))
    await behind.builder(first)
    second = asyncio.create_task(migrate(behind.url))
    while not await behind.other.fetchval(IN_LINE):
        assert not second.done(), second.result()
        await asyncio.sleep(0.01)
    await writing.commit()
    await asyncio.gather(first, second)

    assert await behind.other.fetchval(STEP) == head()
    assert await behind.indexes(*OLD, *NEW) == dict.fromkeys(NEW, True)


@pytest.mark.parametrize("broken_off", ["pg_cancel_backend", "pg_terminate_backend"])
async def test_an_index_that_was_broken_off_is_built_anew(behind: Behind, broken_off: str) -> None:
    writing = behind.one.transaction()
    await writing.start()
    await behind.one.execute(NEW_CUSTOMER, ACME)
    migrating = asyncio.create_task(migrate(behind.url))
    builder = await behind.builder(migrating)
    await behind.other.execute(f"select {broken_off}($1)", builder)
    with pytest.raises(SQLAlchemyError):
        await migrating
    left = await behind.other.fetchval(STEP), await behind.indexes(*OLD, *NEW)
    await writing.commit()

    await migrate(behind.url)

    assert left == (MARKED, HALF)
    assert await behind.other.fetchval(STEP) == head()
    assert await behind.indexes(*OLD, *NEW) == dict.fromkeys(NEW, True)


async def _told(behind: Behind) -> list[set[str]]:
    """Everything about its columns and indexes."""
    return [await lines(behind.other, asked) for asked in (COLUMNS, INDEXES)]
