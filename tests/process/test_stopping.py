"""The real process, told to stop: it says so, answers whom it let in, and ends in good order."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx2
import pytest

from tests.process.serving import Serving, token
from tests.servers import Server
from tests.tenant import CREATE_CUSTOMER, Tenant, doing, kept

ROUNDS = int(os.environ.get("DRILL_STOPS") or 2)
CLIENTS = 8
WATCH_SECONDS = 0.1
log = logging.getLogger(__name__)
COUNT = "{ tags(first: 1) { totalCount { value } } }"
UPDATE = doing("tagUpdate", "tag { label }")


class Balancer:
    """Sends requests to a server as long as that says that it is ready, and notes what failed."""

    def __init__(self, serving: Serving, bearer: str) -> None:
        self._headers = {"Authorization": f"Bearer {bearer}"}
        self._client = httpx2.AsyncClient(base_url=serving.base_url, timeout=10)
        self._ready = True
        self.answered = 0
        self.failed: list[str] = []

    async def run(self) -> None:
        """Send until the server says that it is not ready any more."""
        async with self._client, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            for number in range(CLIENTS):
                tasks.create_task(self._send(number))

    async def _watch(self) -> None:
        while self._ready:
            self._ready = (await self._client.get("/ready")).status_code == httpx2.codes.OK
            await asyncio.sleep(WATCH_SECONDS)

    async def _send(self, number: int) -> None:
        """One in two makes customers, and one in two reads."""
        made = {"query": CREATE_CUSTOMER, "variables": {"input": {"firstName": "Ana"}}}
        body = made if number % 2 else {"query": COUNT}
        while self._ready:
            try:
                answer = await self._client.post("/graphql", json=body, headers=self._headers)
            except httpx2.TransportError as error:
                self.failed.append(repr(error))
                continue
            if answer.status_code != httpx2.codes.OK or "errors" in answer.json():
                self.failed.append(answer.text)
            self.answered += 1


@pytest.fixture
async def serving(
    postgres: Server, own_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Serving]:
    drain = str(getattr(request, "param", 0))
    serving = Serving(tmp_path, postgres.app(own_database), DRAIN_SECONDS=drain)
    try:
        await serving.start()
        yield serving
    finally:
        serving.end()


@asynccontextmanager
async def _asked(serving: Serving, owner: asyncpg.Pool) -> AsyncIterator[asyncio.Task[bool]]:
    """A change that is under way as long as this lasts; whether it is well answered."""
    slug = f"stopped-{serving.port}"
    async with httpx2.AsyncClient(base_url=serving.base_url, timeout=10) as client:
        tenant = Tenant(client, owner, slug)
        await tenant.open()
        tag = await tenant.tag("VIP")

        async def change() -> bool:
            answer = await tenant.ask(UPDATE, input={"id": tag, "label": "Kept"})
            assert answer.headers["connection"] == "close"
            return bool(answer.payload()["tag"] == {"label": "Kept"})

        async with owner.acquire() as connection, connection.transaction():
            await connection.execute("select from tags where id = $1 for update", kept(tag))
            asking = asyncio.create_task(change())
            await asyncio.sleep(0.3)
            yield asking
        await asyncio.wait({asking})


async def _closed(serving: Serving) -> None:
    """Wait until nobody is let in any more."""
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", serving.port)
        except ConnectionError:
            return
        writer.close()
        await asyncio.sleep(0.02)
    raise AssertionError("The port is still open.")


@pytest.mark.parametrize("serving", [0.8], indirect=True)
async def test_stopped_under_load_it_fails_no_request(
    serving: Serving, own_owner: asyncpg.Pool
) -> None:
    async with httpx2.AsyncClient(base_url=serving.base_url) as client:
        await Tenant(client, own_owner, "balanced").open()
    bearer = token("balanced")

    for number in range(ROUNDS):
        if number:
            await serving.start()
        balancer = Balancer(serving, bearer)
        running = asyncio.create_task(balancer.run())
        await asyncio.sleep(0.5)
        began = time.monotonic()
        serving.tell(signal.SIGTERM)
        await running
        assert await serving.ended(30) == 0
        log.info("%d: %d answered, %.2f s", number, balancer.answered, time.monotonic() - began)
        assert balancer.failed == []
        assert balancer.answered >= CLIENTS
    assert '"level":"error"' not in serving.log


@pytest.mark.parametrize("serving", [1], indirect=True)
async def test_before_it_closes_it_says_so_and_still_answers(serving: Serving) -> None:
    async with httpx2.AsyncClient(base_url=serving.base_url) as client:
        before = await client.get("/live")
        serving.tell(signal.SIGTERM)
        await asyncio.sleep(0.1)
        ready = await client.get("/ready")
        live = await client.get("/live")

    assert "connection" not in before.headers
    assert (ready.status_code, ready.headers["connection"]) == (503, "close")
    assert ready.json()["wrong"] == ["The server is stopping."]
    assert (live.status_code, live.headers["connection"]) == (200, "close")
    assert await serving.ended(5) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_under_way_is_answered_after_the_port_has_closed(
    serving: Serving, own_owner: asyncpg.Pool, number: signal.Signals
) -> None:
    async with _asked(serving, own_owner) as asking:
        serving.tell(number)
        await _closed(serving)
        assert not asking.done()

    assert await serving.ended(5) == 0
    assert asking.result()


@pytest.mark.parametrize("serving", [20], indirect=True)
async def test_who_says_it_twice_is_not_kept_waiting(
    serving: Serving, own_owner: asyncpg.Pool
) -> None:
    async with _asked(serving, own_owner) as asking:
        serving.tell(signal.SIGTERM)
        await asyncio.sleep(0.2)
        serving.tell(signal.SIGINT)
        assert await serving.ended(5) == 0

    assert isinstance(asking.exception(), httpx2.TransportError)
    labels = "select label from tags join tenants t on t.id = tenant_id where t.slug = $1"
    assert await own_owner.fetchval(labels, f"stopped-{serving.port}") == "VIP"
