"""Wires: the app behind a real socket, and somebody who writes bytes to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from app.door.heads import HeadBounds
from app.door.wire import bounded

PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that is listened on."""

    port: int
    state: ServerState

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to it."""
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def say(self, *pieces: bytes) -> bytes:
        """All that comes back for some bytes, until the other side closes."""
        reader, writer = await self.connect()
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def listening(app: ASGIApp, bounds: HeadBounds = HeadBounds()) -> AsyncIterator[Listening]:  # noqa: B008  # it cannot change
    """Let an app listen to a socket, as the server does."""
    config = uvicorn.Config(
        app,
        http=bounded(bounds),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=1,
    )
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: bounded(bounds)(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    try:
        yield Listening(server.sockets[0].getsockname()[1], state)
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        for _ in range(500):
            if state.connections or state.tasks:
                await asyncio.sleep(0.01)
        assert not state.connections
        assert not state.tasks
