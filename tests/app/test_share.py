"""Shares: a tenant that asks for everything at once takes no connection from the others."""

import asyncio

import asyncpg
import pytest

from app.house import House
from tests.app.houses import opened
from tests.servers import Server
from tests.tenant import Tenant

COUNT = "{ tags(first: 1) { totalCount { value } } }"
PEOPLE = "{ customers(first: 1) { nodes { id } } }"
FEW = {"DATABASE_POOL_SIZE": "4", "DATABASE_WAIT_SECONDS": "0.3"}


async def _until_busy(house: House, used: int) -> None:
    for _ in range(500):
        if house.database.load().used == used:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("They never came.")


@pytest.mark.breaks
async def test_others_are_served_while_one_tenant_waits(
    postgres: Server, database: str, owner: asyncpg.Pool, tenant: Tenant, other_tenant: Tenant
) -> None:
    async with opened(postgres.app(database), **FEW) as (house, client):
        loud = Tenant(client, owner, tenant.slug)
        quiet = Tenant(client, owner, other_tenant.slug)
        for each in (loud, quiet):
            assert (await each.ask(PEOPLE)).status == 200
        async with owner.acquire() as connection, connection.transaction():
            await connection.execute("lock table tags in access exclusive mode")
            asking = [asyncio.create_task(loud.ask(COUNT)) for _ in range(8)]
            await _until_busy(house, 2)
            served = [await quiet.ask(PEOPLE) for _ in range(10)]
            await asyncio.sleep(0.4)

    answers = await asyncio.gather(*asking)
    assert [answer.status for answer in served] == [200] * 10
    assert sorted(answer.status for answer in answers) == [200] * 2 + [503] * 6
