"""An outage: while the database is away, answers say so, and nothing has to be restarted."""

import asyncpg
import httpx2

from app.house import built
from app.settings import load_settings
from auth.scopes import Role
from tests.servers import Server
from tests.tenant import Tenant


async def test_a_cut_connection_costs_one_request_and_no_restart(
    tenant: Tenant, postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    house = built(load_settings({"DATABASE_POOL_SIZE": "1"}), postgres.app(database))
    transport = httpx2.ASGITransport(app=house.app)
    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}"}
    body = {"query": "{ tags { totalCount { value } } }"}

    async with (
        house.app.router.lifespan_context(house.app),
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        first = await client.post("/graphql", json=body, headers=headers)
        async with house.database.global_rows() as connection:
            backend = await connection.fetchval("select pg_backend_pid()")
        await owner.execute("select pg_terminate_backend($1, 5000)", backend)
        after = [await client.post("/graphql", json=body, headers=headers) for _ in range(2)]

    assert first.status_code == 200
    assert [answer.status_code for answer in after] == [200, 200]
    assert after[-1].json() == first.json()
