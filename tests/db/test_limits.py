"""Limits: every connection is told how long a statement may take."""

import asyncio

import pytest

from db.connections import Access, Database, TenantSetting
from db.conversation import Conversation
from db.reads import Reads
from db.sealed import Reader
from db.tags import tag_count
from tests.servers import Server
from tests.tenant import Tenant


@pytest.mark.parametrize(
    ("seconds", "limit"), [(0.5, "450ms"), (1, "900ms"), (5, "4500ms"), (60, "59500ms")]
)
def test_a_statement_has_a_little_less_time_than_its_operation(seconds: float, limit: str) -> None:
    assert Access("", seconds=seconds).statement_timeout == limit


@pytest.mark.parametrize(
    ("setting", "elsewhere"), [(TenantSetting.SESSION, "4500ms"), (TenantSetting.LOCAL, "2700ms")]
)
async def test_postgresql_knows_the_limit_behind_a_pooler_too(
    tenant: Tenant, postgres: Server, database: str, setting: TenantSetting, elsewhere: str
) -> None:
    pool = Database(Access(postgres.app(database), 1, setting, seconds=3))
    await pool.open()
    limits = []
    for _ in range(2):
        talk = Conversation(pool, Reader(tenant.id))
        await Reads(talk).number(tag_count())
        limits.append(await talk._line.connection.fetchval("show statement_timeout"))
        await talk.end()
        async with pool.global_rows() as connection:  # as if it were another one of the pooler
            await connection.execute("reset statement_timeout")
    await pool.close()

    assert limits == ["2700ms", elsewhere]


async def test_who_has_waited_for_a_connection_is_not_passed_by_newcomers(
    postgres: Server, database: str
) -> None:
    pool = Database(Access(postgres.app(database), 1, patience=5))
    await pool.open()
    served: list[int] = []

    async def visit(number: int) -> None:
        connection = await pool.take()
        served.append(number)
        await pool.give_back(connection)

    held = await pool.take()
    waiting = [asyncio.create_task(visit(number)) for number in range(5)]
    await asyncio.sleep(0.01)
    await pool.give_back(held)
    await visit(5)
    await asyncio.gather(*waiting)
    await pool.close()

    assert served == [0, 1, 2, 3, 4, 5]


async def test_a_connection_that_is_given_back_in_a_transaction_is_thrown_away(
    postgres: Server, database: str
) -> None:
    pool = Database(Access(postgres.app(database), 1))
    await pool.open()
    backends = set()
    for _ in range(2):
        connection = await pool.take()
        backends.add(connection.get_server_pid())
        await connection.execute("begin")
        await pool.give_back(connection)
    await pool.close()

    assert len(backends) == 2
