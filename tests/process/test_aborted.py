"""The real process, left by its clients again and again: nothing is held, nothing runs on."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx2
import orjson
import pytest

from tests.process.serving import Serving, token
from tests.servers import Server
from tests.tenant import Tenant

TIMES = int(os.environ.get("DRILL_LEAVES") or 200)
# As many as there are connections, so that each of them has a statement under way.
AT_ONCE = POOL = 20
COUNT = "{ tags(first: 1) { totalCount { value } } }"
STATES = """
select count(*) filter (where wait_event_type = 'Lock') as waiting,
  count(*) filter (where state <> 'idle') as busy
from pg_stat_activity where datname = current_database() and usename = 'clientela_app'"""


@pytest.fixture(scope="module")
async def serving(
    postgres: Server,
    own_database: str,
    own_owner: asyncpg.Pool,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Serving]:
    # Here a statement waits as long as it takes: nothing but its client can end it.
    patient = "alter role clientela_app in database {} set lock_timeout = 0"
    await own_owner.execute(patient.format(own_database))
    folder: Path = tmp_path_factory.mktemp("aborted")
    told = {
        "DATABASE_POOL_SIZE": str(POOL),
        "DATABASE_TENANT_SHARE": "1",
        "DATABASE_WAIT_SECONDS": "10",
        "OPERATION_SECONDS": "26",
    }
    serving = Serving(folder, postgres.app(own_database), **told)
    try:
        await serving.start()
        yield serving
    finally:
        serving.end()


@asynccontextmanager
async def locked(owner: asyncpg.Pool) -> AsyncIterator[None]:
    """Nobody can read tags meanwhile."""
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("lock table tags in access exclusive mode")
        yield


async def _until(owner: asyncpg.Pool, name: str, count: int) -> None:
    found = None
    for _ in range(250):
        (states,) = await owner.fetch(STATES)
        found = states[name]
        if found == count:
            break
        await asyncio.sleep(0.02)
    assert found == count


def _request(bearer: str) -> bytes:
    body = orjson.dumps({"query": COUNT})
    return (
        b"POST /graphql HTTP/1.1\r\nHost: clientela\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
    ) % (bearer.encode(), len(body), body)


async def _ask_and_leave(serving: Serving, owner: asyncpg.Pool, request: bytes) -> None:
    """Many ask what they will not be told for a while, and go when the pool is full of it."""
    writers = []
    for _ in range(AT_ONCE):
        _, writer = await asyncio.open_connection("127.0.0.1", serving.port)
        writer.write(request)
        writers.append(writer)
    await _until(owner, "waiting", POOL)
    for writer in writers:
        writer.transport.abort()


async def test_aborted_queries_leave_the_pool_full_and_nothing_running(
    serving: Serving, own_owner: asyncpg.Pool
) -> None:
    async with httpx2.AsyncClient(base_url=serving.base_url, timeout=10) as client:
        acme = Tenant(client, own_owner, "acme")
        await acme.open()
        bearer = token("acme")
        assert (await acme.send(COUNT, bearer)).status == 200

        async with locked(own_owner):
            for _ in range(TIMES // AT_ONCE):
                await _ask_and_leave(serving, own_owner, _request(bearer))
                await _until(own_owner, "busy", 0)
            asking = [asyncio.create_task(acme.send(COUNT, bearer)) for _ in range(POOL)]
            await _until(own_owner, "waiting", POOL)

        answers = await asyncio.gather(*asking)
        assert [answer.data for answer in answers] == [
            {"tags": {"totalCount": {"value": 0}}}
        ] * POOL
        await _until(own_owner, "busy", 0)
    assert '"level":"error"' not in serving.log
