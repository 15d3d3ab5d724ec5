"""Conversations: one connection an operation, and what happens when it fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import Integer, Select, Text, cast, select

from db import conversation
from db.connections import Access, Database, DatabaseUnavailable, Load, Overloaded, TenantSetting
from db.conversation import MOST_INTRODUCED, Conversation, TooLate
from db.reads import Reads
from db.sealed import Reader, statement, word
from db.tags import TagRow, tag_count, tags_by_id
from tests.servers import Server
from tests.tenant import Tenant

BOTH = pytest.mark.parametrize("setting", list(TenantSetting))


@statement
def unreadable() -> Select[int]:
    """A number that is none, as soon as there is a tag."""
    return select(cast(cast(TagRow.label, Text()), Integer())).where(TagRow.label == word("label"))


@asynccontextmanager
async def opened(
    postgres: Server, name: str, setting: TenantSetting, size: int = 1
) -> AsyncIterator[Database]:
    database = Database(Access(postgres.app(name), size, setting))
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@BOTH
async def test_a_statement_that_fails_leaves_the_next_one_a_sound_connection(
    tenant: Tenant, postgres: Server, database: str, setting: TenantSetting
) -> None:
    await tenant.tag("VIP")
    async with opened(postgres, database, setting) as pool:
        conversation = Conversation(pool, Reader(tenant.id))
        reads = Reads(conversation)

        with pytest.raises(asyncpg.DataError):
            await reads.number(unreadable(), label="VIP")
        count = await reads.number(tag_count())
        await conversation.end()

        assert count == 1


@BOTH
async def test_a_connection_that_is_cut_is_said_so_and_the_next_is_sound(
    tenant: Tenant,
    postgres: Server,
    database: str,
    owner: asyncpg.Pool,
    setting: TenantSetting,
) -> None:
    async with opened(postgres, database, setting) as pool:
        cut = Conversation(pool, Reader(tenant.id))
        await Reads(cut).number(tag_count())
        backend = cut._line.connection.get_server_pid()
        await owner.execute("select pg_terminate_backend($1, 5000)", backend)

        with pytest.raises(DatabaseUnavailable):
            await Reads(cut).number(tag_count())
        await cut.end()
        sound = Conversation(pool, Reader(tenant.id))
        count = await Reads(sound).number(tag_count())
        await sound.end()

        assert count == 0


async def test_whoever_finds_no_connection_is_told_so_soon(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    async with opened(postgres, database, TenantSetting.SESSION) as pool:
        first = Conversation(pool, Reader(tenant.id))
        second = Conversation(pool, Reader(tenant.id))
        await Reads(first).number(tag_count())

        with pytest.raises(Overloaded):
            await Reads(second).number(tag_count())
        await first.end()

        assert await Reads(second).number(tag_count()) == 0
        await second.end()


async def test_nothing_is_said_after_the_end(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    async with opened(postgres, database, TenantSetting.SESSION) as pool:
        conversation = Conversation(pool, Reader(tenant.id))
        await conversation.end()

        with pytest.raises(TooLate):
            await Reads(conversation).number(tag_count())


async def test_who_is_given_a_connection_after_the_end_gives_it_back(
    tenant: Tenant, postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "LEAVING_SECONDS", 0.05)
    access = Access(postgres.app(database), 1, patience=9)
    pool = Database(access)
    await pool.open()
    held = await pool.take()
    late = Conversation(pool, Reader(tenant.id))
    asking = asyncio.create_task(Reads(late).number(tag_count()))
    await asyncio.sleep(0.05)

    await late.end()
    await pool.give_back(held)

    with pytest.raises(TooLate):
        await asking
    assert pool.load().used == 0
    await pool.close()


async def test_a_cancelled_statement_lets_its_connection_be_told_anew(
    tenant: Tenant, other_tenant: Tenant, postgres: Server, database: str
) -> None:
    await tenant.tag()
    async with opened(postgres, database, TenantSetting.SESSION) as pool:
        cancelled = Conversation(pool, Reader(tenant.id))
        reading = asyncio.create_task(Reads(cancelled).all(tags_by_id(), ids=[tenant.id] * 5000))
        await asyncio.sleep(0.001)

        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await cancelled.end()

        other = Conversation(pool, Reader(other_tenant.id))
        assert await Reads(other).number(tag_count()) == 0
        await other.end()


async def test_what_a_row_does_not_have_it_does_not_have(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    made = await tenant.tag("VIP")
    async with opened(postgres, database, TenantSetting.SESSION) as pool:
        conversation = Conversation(pool, Reader(tenant.id))
        row = await Reads(conversation).first(
            tags_by_id(), ids=[bytes.fromhex(made.partition("_")[2]).hex()]
        )
        await conversation.end()

    assert row is not None
    assert row.label == "VIP"
    assert not hasattr(row, "colour")


async def test_a_process_does_not_remember_actors_without_end(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    async with opened(postgres, database, TenantSetting.SESSION) as pool:
        conversation = Conversation(pool, Reader(tenant.id))
        for number in range(MOST_INTRODUCED + 1):
            conversation.remember(tenant.id, str(number))

        assert conversation.knows(tenant.id, str(MOST_INTRODUCED))
        assert not conversation.knows(tenant.id, "0")


def test_a_pool_that_was_never_opened_is_empty_and_can_be_closed() -> None:
    pool = Database(Access("postgresql://nobody@127.0.0.1:1/nothing", 7))

    assert pool.load() == Load(used=0, idle=0, waiting=0, most=7)
    asyncio.run(pool.close())


async def test_a_server_that_went_away_is_said_so(tenant: Tenant, postgres: Server) -> None:
    name = await postgres.fresh()
    async with opened(postgres, name, TenantSetting.SESSION, size=2) as pool:
        held = await pool.take()

        await postgres.drop(name)
        with pytest.raises(DatabaseUnavailable):
            await pool.take()

        await pool.give_back(held)


async def test_a_change_begins_a_transaction_of_its_own_after_a_read(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    async with opened(postgres, database, TenantSetting.LOCAL) as pool:
        conversation = Conversation(pool, Reader(tenant.id))
        reads = Reads(conversation)
        before = await reads.number(tag_count())

        await tenant.tag("VIP")
        async with conversation.transaction():
            after = await reads.number(tag_count())
        await conversation.end()

        assert (before, after) == (0, 1)
