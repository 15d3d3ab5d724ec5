"""Held: who only looks, while somebody else holds the tables, is asked to come again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest

from tests.app.houses import opened
from tests.servers import Server
from tests.tenant import Tenant

LOOK = "{ customers(first: 1) { nodes { id } } }"
ADD = """
mutation ($input: NoteCreateInput!) {
  noteCreate(input: $input) { note { body customer { tags { id } } } userErrors { code } }
}"""
HELD = "Somebody else holds the same data now."


@asynccontextmanager
async def held(owner: asyncpg.Pool, table: str) -> AsyncIterator[None]:
    """Nobody can read this table meanwhile, as during a migration."""
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute(f"lock table {table} in access exclusive mode")
        yield


@pytest.fixture(params=["session", "local"])
async def tenant(
    request: pytest.FixtureRequest, postgres: Server, database: str, owner: asyncpg.Pool
) -> AsyncIterator[Tenant]:
    """A tenant of a house that waits a tenth of a second for others."""
    url = postgres.app(database)
    hasty = f"{url}{'&' if '?' in url else '?'}lock_timeout=100ms"
    told = {"DATABASE_POOL_SIZE": "1", "TENANT_SETTING": request.param}
    async with opened(hasty, **told) as (_, client):
        tenant = Tenant(client, owner, f"held-{uuid4().hex[:12]}")
        await tenant.open()
        yield tenant


@pytest.mark.breaks
@pytest.mark.parametrize("table", ["customers", "tenants", "actors"])
async def test_who_cannot_look_is_asked_to_come_again(
    tenant: Tenant, owner: asyncpg.Pool, table: str
) -> None:
    async with held(owner, table):
        answer = await tenant.ask(LOOK)
    after = await tenant.ask(LOOK)

    assert (answer.status, answer.codes) == (503, {"": "OVERLOADED"})
    assert (answer.body["errors"][0]["message"], answer.headers["retry-after"]) == (HELD, "1")
    assert (after.status, after.body) == (200, {"data": {"customers": {"nodes": []}}})


async def test_who_has_changed_something_is_not_asked_to_do_it_again(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await tenant.customer()
    async with held(owner, "customer_tags"):
        answer = await tenant.ask(ADD, input={"customerId": ana, "body": "Hello"})

    assert (answer.status, answer.codes) == (200, {"noteCreate.note.customer.tags": "OVERLOADED"})
    assert answer.body["errors"][0]["message"] == HELD
    assert await tenant.rows("select body from notes where tenant_id = $1") == [{"body": "Hello"}]
