"""The time limit: an operation that takes too long is broken off, down to its statement."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from app.house import House, built
from app.identity import Admitted, Doorkeeper
from app.settings import load_settings
from tests.servers import Server
from tests.tenant import Tenant, doing, kept

UPDATE = doing("tagUpdate", "tag { label }")
UPDATES = """
mutation ($a: TagUpdateInput!, $b: TagUpdateInput!) {
  a: tagUpdate(input: $a) { tag { label } }
  b: tagUpdate(input: $b) { tag { label } }
}"""
COUNT = "{ tags(first: 1) { totalCount { value } } }"
BUSY = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and state <> 'idle'"""


@dataclass(frozen=True, slots=True)
class World:
    """A house with one connection, and a tenant in it."""

    house: House
    tenant: Tenant
    owner: asyncpg.Pool

    async def is_clean(self) -> bool:
        """Whether the only connection is free, does nothing, and serves."""
        busy = await self.owner.fetchval(BUSY)
        free = self.house.database.load().used == 0
        return free and not busy and (await self.tenant.ask(COUNT)).status == 200


Opened = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture(params=["session", "local"])
def limited(
    request: pytest.FixtureRequest, postgres: Server, database: str, owner: asyncpg.Pool
) -> Opened:
    """Opens a house with a limit, either way of telling the tenant."""

    @asynccontextmanager
    async def opened(seconds: str, **told: str) -> AsyncIterator[World]:
        told |= {"DATABASE_POOL_SIZE": "1", "TENANT_SETTING": request.param}
        settings = load_settings({"OPERATION_SECONDS": seconds, **told})
        house = built(settings, postgres.app(database))
        transport = httpx2.ASGITransport(app=house.app)
        async with (
            house.app.router.lifespan_context(house.app),
            httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
        ):
            tenant = Tenant(client, owner, f"late-{uuid4().hex[:12]}")
            await tenant.open()
            yield World(house, tenant, owner)

    return opened


@asynccontextmanager
async def held(owner: asyncpg.Pool, tag: str) -> AsyncIterator[None]:
    """A tag that somebody else is changing."""
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("select from tags where id = $1 for update", kept(tag))
        yield


def _late(seconds: str, also: str = "") -> dict[str, Any]:
    message = f"This took longer than {seconds} s. Ask for less.{also}"
    error = {"message": message, "extensions": {"code": "OPERATION_TIMEOUT"}}
    return {"errors": [error], "data": None}


async def test_a_slow_statement_is_broken_off_before_its_operation(limited: Opened) -> None:
    async with limited("0.5") as world:
        await world.tenant.tag()
        async with world.owner.acquire() as connection, connection.transaction():
            await connection.execute("lock table tags in access exclusive mode")
            began = time.perf_counter()
            answer = await world.tenant.ask(COUNT)

        assert answer.codes == {"tags": "OPERATION_TIMEOUT"}
        assert 0.45 <= time.perf_counter() - began < 1.9
        assert await world.is_clean()


async def test_waiting_for_a_connection_counts(limited: Opened) -> None:
    async with limited("1.5", DATABASE_WAIT_SECONDS="9") as world:
        await world.tenant.tag()  # the caller is known from here on
        taken = await world.house.database.take()
        answer = await world.tenant.ask(COUNT)
        await world.house.database.give_back(taken)

        assert answer.body == _late("1.5")
        assert await world.is_clean()


async def test_being_let_in_counts(limited: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    admit = Doorkeeper.admit

    async def hesitates(*who: Any) -> Admitted:
        await asyncio.sleep(0.4)
        return await admit(*who)

    async with limited("0.8") as world:
        await world.tenant.tag()
        async with world.owner.acquire() as connection, connection.transaction():
            await connection.execute("lock table tags in access exclusive mode")
            with monkeypatch.context() as patch:
                patch.setattr(Doorkeeper, "recalled", lambda *_: None)
                patch.setattr(Doorkeeper, "admit", hesitates)
                began = time.perf_counter()
                answer = await world.tenant.ask(COUNT)

        assert answer.body == _late("0.8")
        assert 0.8 <= time.perf_counter() - began < 1.3
        assert await world.is_clean()


async def test_what_is_tried_again_is_not_tried_beyond_the_limit(limited: Opened) -> None:
    async with limited("2.5") as world:
        vip = await world.tenant.tag("VIP")
        before = await world.tenant.contents()
        async with held(world.owner, vip):
            began = time.perf_counter()
            answer = await world.tenant.ask(UPDATE, input={"id": vip, "label": "Late"})
            assert await world.owner.fetchval(BUSY) == 0

        assert answer.body == _late("2.5")
        assert 2.5 <= time.perf_counter() - began < 3.9
        assert await world.tenant.contents() == before
        assert await world.is_clean()


async def test_what_was_changed_before_the_limit_is_said_to_be_changed(limited: Opened) -> None:
    async with limited("0.8") as world:
        a, b = await world.tenant.tag("A"), await world.tenant.tag("B")
        first, second = {"id": a, "label": "Changed"}, {"id": b, "label": "Changed too"}
        async with held(world.owner, b):
            async with held(world.owner, a):
                asking = asyncio.create_task(world.tenant.ask(UPDATES, a=first, b=second))
                await asyncio.sleep(0.4)
            answer = await asking

        assert answer.body == _late("0.8", " What it had changed stays changed.")
        labels = "select label from tags where tenant_id = $1 order by id"
        assert await world.tenant.rows(labels) == [{"label": "Changed"}, {"label": "B"}]
        assert await world.is_clean()
