"""Health: what a load balancer is told."""

import asyncpg
import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from db.connections import DatabaseUnavailable
from tests.servers import Server


async def test_a_house_in_order_is_healthy_ready_and_alive(client: httpx2.AsyncClient) -> None:
    answers = [await client.get(path) for path in ("/health", "/ready", "/live")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[1].json() == {"status": "ok", "wrong": []}


async def test_a_database_that_was_never_migrated_is_not_ready(postgres: Server) -> None:
    empty = await postgres.fresh()
    house = built(load_settings({}), postgres.app(empty))
    transport = httpx2.ASGITransport(app=house.app)

    async with (
        house.app.router.lifespan_context(house.app),
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        health, ready = await client.get("/health"), await client.get("/ready")
    await postgres.drop(empty)

    assert health.status_code == 200
    assert (ready.status_code, ready.json()["wrong"]) == (
        503,
        ["The database is not at the newest migration."],
    )


async def test_a_database_that_goes_away_is_said_so_and_comes_back(
    postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    house = built(load_settings({"DATABASE_POOL_SIZE": "1"}), postgres.app(database))
    transport = httpx2.ASGITransport(app=house.app)

    async with (
        house.app.router.lifespan_context(house.app),
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        async with house.database.global_rows() as connection:
            backend = await connection.fetchval("select pg_backend_pid()")
        await owner.execute("select pg_terminate_backend($1, 5000)", backend)
        states = [(await client.get("/health")).status_code for _ in range(3)]

    assert states[-1] == 200


async def test_a_server_that_nobody_runs_is_unavailable() -> None:
    house = built(load_settings({}), "postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(DatabaseUnavailable, match="PostgreSQL did not answer"):
        await house.database.open()
