"""Houses of a test's own: the real app on the run's database, with other settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2

from app.house import House, built
from app.settings import load_settings
from tests.servers import Server


@asynccontextmanager
async def opened(url: str, **told: str) -> AsyncIterator[tuple[House, httpx2.AsyncClient]]:
    """A house with these settings, and somebody who speaks HTTP with it."""
    house = built(load_settings(told), url)
    transport = httpx2.ASGITransport(app=house.app)
    async with (
        house.app.router.lifespan_context(house.app),
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        yield house, client


@asynccontextmanager
async def speaking(
    postgres: Server, database: str, **told: str
) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who speaks HTTP with a house that has these settings."""
    async with opened(postgres.app(database), **told) as (_, client):
        yield client
