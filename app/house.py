"""The house: everything that serves, put together from the settings."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx2
from starlette.applications import Starlette

from app.graph import Graph
from app.health import Health
from app.http import Door
from app.identity import Doorkeeper
from app.settings import Settings
from auth.keys import Jwks, Keys, public_key, shared_secret
from auth.tokens import Verifier
from db.connections import Access, Database, TenantSetting

FETCH_SECONDS: Final = 5.0
MOST_KEY_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class House:
    """A server that is ready to be opened."""

    app: Starlette
    database: Database


def built(settings: Settings, app_url: str, *, watch: Callable[[str], None] | None = None) -> House:
    """Put the house together. Nothing is opened yet."""
    access = Access(
        app_url,
        size=settings.DATABASE_POOL_SIZE,
        setting=TenantSetting(settings.TENANT_SETTING),
        patience=settings.DATABASE_WAIT_SECONDS,
    )
    database = Database(access, watch=watch)
    keys = _keys(settings)
    verifier = Verifier(
        keys,
        audience=settings.JWT_AUDIENCE or None,
        issuer=settings.JWT_ISSUER or None,
        leeway=settings.JWT_LEEWAY_SECONDS,
    )
    secret = settings.SECRET_KEY.get_secret_value().encode()
    doorkeeper = Doorkeeper(verifier, database)
    graph = Graph(database, doorkeeper, secret, introspection=settings.introspection)
    door = Door(graph, Health(database), explorer=settings.graphiql)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await database.open()
        if isinstance(keys, Jwks):
            await keys.refresh(datetime.now(UTC))
        yield
        await database.close()

    return House(door.app(settings.CORS_ORIGINS, lifespan), database)


def _keys(settings: Settings) -> Keys:
    if settings.JWKS_URL:
        return Jwks(lambda: _fetched(settings.JWKS_URL))
    if settings.JWT_PUBLIC_KEY:
        return public_key(settings.JWT_PUBLIC_KEY)
    return shared_secret(settings.SECRET_KEY.get_secret_value())


async def _fetched(url: str) -> bytes:
    async with httpx2.AsyncClient(timeout=FETCH_SECONDS, follow_redirects=False) as client:
        response = await client.get(url)
        response.raise_for_status()
        if len(response.content) > MOST_KEY_BYTES:
            raise ValueError("The key set is too large.")
        return response.content
