"""Leaving: who goes away ends the operation, down to its statement; who stays is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson
import pytest
from starlette.types import Message

from app.door.leaving import attended
from app.house import House
from app.left import Left
from app.watchman import Watchman
from auth.scopes import Role
from tests.tenant import Tenant, doing, kept
from tests.wires import listening

TAGS = "{ tags(first: 1) { nodes { customers(first: 1) { totalCount { value } } } } }"
WAITING = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and wait_event_type = 'Lock'"""
BUSY = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and state <> 'idle'"""
KEEPING = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and wait_event = 'PgSleep'"""
SLOW = """
create function slow() returns trigger language plpgsql as
$$ begin perform pg_sleep(0.5); return null; end $$;
create constraint trigger slow after update on tags
deferrable initially deferred for each row execute function slow()"""


@asynccontextmanager
async def slow_to_keep(owner: asyncpg.Pool) -> AsyncIterator[None]:
    """Changes of tags take a while at their very end."""
    await owner.execute(SLOW)
    try:
        yield
    finally:
        await owner.execute("drop function slow cascade")


class Visitor:
    """Somebody who sends one request and may leave before the answer."""

    def __init__(self, tenant: Tenant, query: str, **variables: Any) -> None:
        body = orjson.dumps({"query": query, "variables": variables})
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        self._messages.put_nowait({"type": "http.request", "body": body, "more_body": False})
        self._token = tenant.token(Role.ADMIN)
        self.told: list[Message] = []

    def leave(self) -> None:
        self._messages.put_nowait({"type": "http.disconnect"})

    async def visit(self, house: House) -> int:
        """Be served to the end; the status of the answer."""
        await house.app(self._scope(), self._messages.get, self._hear)
        return int(self.told[0]["status"])

    async def _hear(self, message: Message) -> None:
        self.told.append(message)

    def _scope(self) -> dict[str, Any]:
        authorization = f"Bearer {self._token}".encode()
        return {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "client": ("198.51.100.7", 4711),
            "headers": [
                (b"authorization", authorization),
                (b"content-type", b"application/json"),
            ],
        }


async def _until(owner: asyncpg.Pool, query: str, count: int) -> None:
    """Wait until PostgreSQL counts so many."""
    for _ in range(250):
        if await owner.fetchval(query) == count:
            return
        await asyncio.sleep(0.02)
    assert await owner.fetchval(query) == count


async def test_who_leaves_while_a_change_waits_has_changed_nothing(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    vip = await tenant.tag("VIP")
    before = await tenant.contents()
    visitor = Visitor(tenant, doing("tagUpdate"), input={"id": vip, "label": "Gone"})

    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("select from tags where id = $1 for update", kept(vip))
        visiting = asyncio.create_task(visitor.visit(house))
        await _until(owner, WAITING, 1)
        visitor.leave()
        status = await asyncio.wait_for(visiting, 1)
        await _until(owner, BUSY, 0)

    assert status == 499
    assert await tenant.contents() == before
    assert await tenant.rows("select label from tags where tenant_id = $1") == [{"label": "VIP"}]
    assert house.database.load().used == 0


async def test_who_leaves_while_rows_are_read_is_read_to_no_longer(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    await tenant.wear(await tenant.customer(), await tenant.tag("VIP"))
    visitor = Visitor(tenant, TAGS)

    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("lock table customer_tags in access exclusive mode")
        visiting = asyncio.create_task(visitor.visit(house))
        await _until(owner, WAITING, 1)
        visitor.leave()
        status = await asyncio.wait_for(visiting, 1)
        await _until(owner, BUSY, 0)

    assert status == 499
    assert house.database.load().used == 0
    assert (await tenant.ask(TAGS)).status == 200


async def test_who_leaves_while_a_change_is_being_kept_has_changed_it(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    vip = await tenant.tag("VIP")
    visitor = Visitor(tenant, doing("tagUpdate"), input={"id": vip, "label": "Kept"})

    async with slow_to_keep(owner):
        visiting = asyncio.create_task(visitor.visit(house))
        await _until(owner, KEEPING, 1)
        visitor.leave()
        status = await asyncio.wait_for(visiting, 2)

    assert status == 499
    assert await tenant.rows("select label from tags where tenant_id = $1") == [{"label": "Kept"}]
    assert len(await tenant.recorded("v1.tag.updated")) == 1
    assert house.database.load().used == 0


async def test_who_leaves_with_more_in_the_line_ends_what_is_being_answered(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    body = orjson.dumps({"query": "{ tags(first: 1) { totalCount { value } } }"})
    request = (
        "POST /graphql HTTP/1.1\r\nHost: clientela\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {tenant.token(Role.ADMIN)}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body

    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("lock table tags in access exclusive mode")
        async with listening(house.app) as wire:
            _, writer = await wire.connect()
            writer.write(request * 3)
            await _until(owner, WAITING, 1)
            writer.transport.abort()
            async with asyncio.timeout(1):
                await _until(owner, BUSY, 0)

    assert house.database.load().used == 0


async def test_who_stays_is_answered(tenant: Tenant, house: House) -> None:
    visitor = Visitor(tenant, "{ viewer { subject } }")

    status = await visitor.visit(house)

    assert status == 200
    assert orjson.loads(visitor.told[1]["body"]) == {"data": {"viewer": {"subject": "admin"}}}


async def test_a_stop_from_outside_is_not_taken_for_leaving() -> None:
    asking: asyncio.Queue[Message] = asyncio.Queue()
    task = asyncio.create_task(attended(asking.get, asyncio.sleep(10), Watchman()))
    await asyncio.sleep(0)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_leaving_is_one_thing_and_being_late_another() -> None:
    asking: asyncio.Queue[Message] = asyncio.Queue()
    task = asyncio.create_task(attended(asking.get, asyncio.sleep(10), Watchman()))
    await asyncio.sleep(0)

    asking.put_nowait({"type": "http.disconnect"})

    with pytest.raises(Left):
        await task
    assert task.cancelling() == 0
