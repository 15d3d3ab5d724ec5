"""What tests of the door can ask for."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import httpx2
import pytest
import uvicorn

from app.door.heads import HeadBounds
from app.door.wire import bounded
from app.house import House
from tests.app.houses import speaking
from tests.door.asking import MAKE
from tests.servers import Server

Speak = Callable[..., AbstractAsyncContextManager[httpx2.AsyncClient]]


@pytest.fixture
def make() -> dict[str, str]:
    """A request that would make something."""
    return {"query": MAKE}


@pytest.fixture
def speak(postgres: Server, database: str) -> Speak:
    """A way to speak with a house that has other settings."""
    return partial(speaking, postgres, database)


@pytest.fixture
async def port(house: House) -> AsyncIterator[int]:
    """Where the real app listens, on the real wire."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        wire = bounded(HeadBounds())
        config = uvicorn.Config(
            house.app, http=wire, lifespan="off", log_config=None, access_log=False, ws="none"
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await running
