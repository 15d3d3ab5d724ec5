"""Health: what a load balancer is told."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import httpx2
import pytest
from starlette.applications import Starlette

from app.house import House, built
from app.lookout import health
from app.lookout.health import OUTDATED, Health
from app.settings import load_settings
from db.connections import DatabaseUnavailable
from db.migrate import earlier, head
from tests.app.clocks import Clock
from tests.app.houses import opened
from tests.conftest import Statements
from tests.house.sources import ROOT
from tests.servers import Server

EVERY: tuple[str, ...] = ("/health", "/healthcheck", "/ready", "/live")
LOOK = "select version_num from alembic_version"


@pytest.fixture
async def probed(house: House) -> AsyncIterator[tuple[Clock, httpx2.AsyncClient]]:
    """Only the addresses of health, and the clock by which they look."""
    clock = Clock()
    app = Starlette(routes=Health(house.database, clock).routes())
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client:
        yield clock, client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_house_in_order_is_healthy_ready_and_alive(
    client: httpx2.AsyncClient, method: str
) -> None:
    answers = [await client.request(method, path) for path in EVERY]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]


async def test_what_is_in_order_is_said_so(client: httpx2.AsyncClient) -> None:
    answers = [await client.get(path) for path in EVERY]

    assert [answer.json() for answer in answers] == [{"status": "ok", "wrong": []}] * 4
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


@pytest.mark.breaks
async def test_a_database_that_was_never_migrated_is_not_ready(postgres: Server) -> None:
    empty = await postgres.fresh()
    async with opened(postgres.app(empty)) as (_, client):
        answers = [await client.get(path) for path in EVERY]
    await postgres.drop(empty)

    assert [answer.status_code for answer in answers] == [200, 200, 503, 200]
    assert answers[2].json() == {
        "status": "unavailable",
        "wrong": ["The database is not at the newest migration."],
    }


@pytest.mark.breaks
@pytest.mark.parametrize(
    ("step", "ready"),
    [("2099_01_01_0000", 200), ("2026_11_22_0700", 503), ("2026_11_20_2200", 503), (None, 503)],
)
async def test_who_is_behind_the_database_is_ready_and_who_is_ahead_of_it_is_not(
    postgres: Server, template: str, step: str | None, ready: int
) -> None:
    name = await postgres.fresh(template)
    connection = await asyncpg.connect(postgres.owner(name))
    await connection.execute("delete from alembic_version")
    if step:
        await connection.execute("insert into alembic_version values ($1)", step)

    async with opened(postgres.app(name)) as (_, client):
        answers = [await client.get(path) for path in EVERY]
    await connection.close()
    await postgres.drop(name)

    assert [answer.status_code for answer in answers] == [200, 200, ready, 200]
    assert answers[2].json()["wrong"] == ([] if ready == 200 else [OUTDATED])


def test_every_step_but_the_newest_is_earlier() -> None:
    steps = (ROOT / "db" / "migrations" / "versions").glob("*.py")

    named = {step.name[:15].replace("-", "_") for step in steps}

    assert earlier() == named - {head()}
    assert head() == max(named)


async def test_however_often_it_is_asked_it_looks_once_a_second(
    probed: tuple[Clock, httpx2.AsyncClient], statements: Statements
) -> None:
    clock, client = probed

    await asyncio.gather(*(client.get(path) for path in EVERY * 5))
    assert statements == [LOOK]
    clock.now = 0.99
    await client.get("/ready")
    assert statements == [LOOK]
    clock.now = 1
    await client.get("/ready")
    assert statements == [LOOK, LOOK]


async def test_life_is_shown_without_the_database(
    probed: tuple[Clock, httpx2.AsyncClient], statements: Statements
) -> None:
    _, client = probed

    assert (await client.get("/live")).status_code == 200
    assert statements == []


@pytest.mark.breaks
async def test_a_database_that_is_stuck_holds_nobody_up(
    probed: tuple[Clock, httpx2.AsyncClient],
    statements: Statements,
    owner: asyncpg.Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, client = probed
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.1)
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("lock table alembic_version in access exclusive mode")
        stuck = await client.get("/ready")
        clock.now = 5
        still, live = await client.get("/health"), await client.get("/live")
    clock.now = 10
    await asyncio.sleep(0.2)
    after = await client.get("/ready")

    silent = {"status": "unavailable", "wrong": ["PostgreSQL does not answer."]}
    assert (stuck.status_code, stuck.json(), still.json()) == (503, silent, silent)
    assert (live.status_code, after.status_code) == (200, 200)
    assert statements == [LOOK, LOOK]  # while one look is under way there is no other


@pytest.mark.breaks
async def test_a_pool_that_is_taken_is_not_ready_and_alive(postgres: Server, database: str) -> None:
    told = {"DATABASE_POOL_SIZE": "1", "DATABASE_WAIT_SECONDS": "0.05"}
    async with (
        opened(postgres.app(database), **told) as (house, client),
        house.database.global_rows(),
    ):
        answers = [await client.get(path) for path in EVERY]

    assert [answer.status_code for answer in answers] == [503, 503, 503, 200]
    assert answers[0].json()["wrong"] == ["Every connection to the database is taken."]


@pytest.mark.breaks
async def test_nobody_is_sent_to_a_server_that_is_stopping(postgres: Server, database: str) -> None:
    async with opened(postgres.app(database)) as (house, client):
        house.health.stopping = True
        answers = [await client.get(path) for path in EVERY]

    assert [answer.status_code for answer in answers] == [200, 200, 503, 200]
    assert answers[2].json()["wrong"] == ["The server is stopping."]


@pytest.mark.breaks
async def test_a_database_that_refuses_is_said_so(
    probed: tuple[Clock, httpx2.AsyncClient], owner: asyncpg.Pool
) -> None:
    _, client = probed
    await owner.execute("revoke select on alembic_version from clientela_app")
    try:
        answer = await client.get("/health")
    finally:
        await owner.execute("grant select on alembic_version to clientela_app")

    assert (answer.status_code, answer.json()["wrong"]) == (
        503,
        ["PostgreSQL answers with an error."],
    )


async def test_a_database_that_goes_away_comes_back(
    postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    async with opened(postgres.app(database), DATABASE_POOL_SIZE="1") as (house, client):
        async with house.database.global_rows() as connection:
            backend = await connection.fetchval("select pg_backend_pid()")
        await owner.execute("select pg_terminate_backend($1, 5000)", backend)
        await asyncio.sleep(0.05)  # until the end of the connection was heard
        state = (await client.get("/health")).status_code

    assert state == 200


async def test_a_server_that_nobody_runs_is_unavailable() -> None:
    house = built(load_settings({}), "postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(DatabaseUnavailable, match="PostgreSQL did not answer"):
        await house.database.open()
