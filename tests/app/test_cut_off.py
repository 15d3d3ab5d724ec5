"""Cut off: whoever waits for longer than a stopping server has is told so, and nothing is kept."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
import uvicorn

from app.door.heads import HeadBounds
from app.door.wire import CUT_OFF, Wire, bounded
from app.house import House
from app.lookout.health import Health
from app.stopping import Server
from tests.slow import changing, posted, told
from tests.tenant import Tenant
from tests.wires import Listening, listening

SOUND = b"GET /live HTTP/1.1\r\nHost: clientela\r\n\r\n"
LABELS = "select label from tags where tenant_id = $1"
REFUSED = {"errors": [{"message": CUT_OFF, "extensions": {"code": "OVERLOADED"}}]}
DRAIN_SECONDS = 0.4


@pytest.fixture
async def wire(house: House) -> AsyncIterator[Listening]:
    async with listening(house.app) as wire:
        yield wire


def _cut_off(wire: Listening) -> None:
    for connection in list(wire.state.connections):
        assert isinstance(connection, Wire)
        connection.cut_off()


async def _until(over: Callable[[], bool]) -> None:
    for _ in range(200):
        if over():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("It goes on.")


async def test_who_is_cut_off_is_told_so_and_what_was_begun_is_undone(
    wire: Listening, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    async with changing(wire.port, tenant, owner, SOUND) as change:
        _cut_off(wire)
        _cut_off(wire)
        status, head, said = await told(change.reader)
        rest = await change.reader.read()
        await _until(lambda: not wire.state.tasks)
    change.writer.close()

    assert (status, said, rest) == (503, REFUSED, b"")
    assert b"\r\nretry-after: 1\r\n" in head
    assert b"\r\nconnection: close\r\n" in head
    assert await owner.fetchval(LABELS, tenant.id) == "VIP"


async def test_who_has_said_half_of_it_is_told_so_too_and_nobody_else(
    wire: Listening, tenant: Tenant
) -> None:
    head, body = posted(tenant, "{ viewer { subject } }")
    said = [head[:20], head + body[:9], SOUND, b""]
    asking = [asyncio.create_task(wire.say(each)) for each in said]
    await asyncio.sleep(0.1)
    _cut_off(wire)

    in_head, in_body, answered, silent = await asyncio.gather(*asking)

    assert [heard[:12] for heard in (in_head, in_body)] == [b"HTTP/1.1 503"] * 2
    assert (answered.count(b"HTTP/1.1"), answered[:12]) == (1, b"HTTP/1.1 200")
    assert silent == b""


@pytest.fixture
def server(house: House, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that has a second to stop, and then two more."""
    monkeypatch.setattr("app.stopping.ANSWERING_SECONDS", 1.0)
    config = uvicorn.Config(
        house.app, http=bounded(HeadBounds()), lifespan="off", log_config=None, access_log=False
    )
    return Server(config, Health(house.database), DRAIN_SECONDS)


@pytest.mark.parametrize(
    ("number", "seconds"), [(signal.SIGTERM, 3 - DRAIN_SECONDS), (signal.SIGINT, 3)]
)
async def test_a_server_cuts_off_when_its_time_is_up_and_not_before(
    server: Server,
    tenant: Tenant,
    owner: asyncpg.Pool,
    number: signal.Signals,
    seconds: float,
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        await _until(lambda: server.started)
        async with changing(listener.getsockname()[1], tenant, owner) as change:
            began = asyncio.get_running_loop().time()
            server.handle_exit(number, None)
            status, head, said = await told(change.reader)
            waited = asyncio.get_running_loop().time() - began
            await asyncio.wait_for(running, 5)
    change.writer.close()

    assert (status, said, head.count(b"connection: close")) == (503, REFUSED, 1)
    assert server.config.timeout_graceful_shutdown == int(seconds)
    assert 0.9 < waited < 2.0
    assert await owner.fetchval(LABELS, tenant.id) == "VIP"
