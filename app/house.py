"""The house: everything that serves, put together from the settings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx2
from starlette.applications import Starlette

from app.door.requests import Bounds
from app.door.routes import Door
from app.explorer import Explorer
from app.graph import Graph
from app.identity import Doorkeeper
from app.library import Library, trusted_documents
from app.lookout.health import Health
from app.lookout.meters import Levels, Meters
from app.lookout.metrics import Metrics
from app.lookout.page import MetricsPage
from app.rates import Rate, Rates
from app.running import Runner, Terms
from app.settings import Settings
from app.statuses import StatusMode
from app.watchman import Watchman
from auth.keys import Jwks, Keys, public_key, shared_secret
from auth.tokens import Verifier
from db.connections import Access, Database, TenantSetting
from engine.documents import Documents
from engine.engine import Engine
from engine.trusted import Uploaded
from schema.costs import WEIGHTS
from schema.native import bridge
from schema.root import schema

FETCH_SECONDS: Final = 5.0
MOST_KEY_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class House:
    """A server that is ready to be opened."""

    app: Starlette
    database: Database
    health: Health


def built(settings: Settings, app_url: str, *, watch: Callable[[str], None] | None = None) -> House:
    """Put the house together. Nothing is opened yet."""
    access = Access(
        app_url,
        size=settings.DATABASE_POOL_SIZE,
        setting=TenantSetting(settings.TENANT_SETTING),
        patience=settings.DATABASE_WAIT_SECONDS,
        tenant_share=settings.DATABASE_TENANT_SHARE,
        seconds=settings.OPERATION_SECONDS,
    )
    metrics = Metrics()
    database = Database(access, watch=Meters(metrics.registry, watch))
    keys = _keys(settings)
    verifier = Verifier(
        keys,
        audience=settings.JWT_AUDIENCE or None,
        issuer=settings.JWT_ISSUER or None,
        leeway=settings.JWT_LEEWAY_SECONDS,
    )
    graph = _graph(settings, database, Doorkeeper(verifier, database))
    explorer = Explorer(settings) if settings.graphiql else None
    mode = StatusMode(settings.STATUS_CODES)
    metrics.registry.register(Levels(database, graph))
    health = Health(database)
    door = Door(graph, metrics, explorer, _bounds(settings), mode)
    also = [*health.routes(), *MetricsPage(settings, metrics.text).routes()]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await database.open()
        if isinstance(keys, Jwks):
            await keys.refresh(datetime.now(UTC))
        pulse = asyncio.create_task(metrics.feel_the_pulse())
        yield
        pulse.cancel()
        await database.close()

    return House(door.app(settings.CORS_ORIGINS, lifespan, also), database, health)


def _graph(settings: Settings, database: Database, doorkeeper: Doorkeeper) -> Graph:
    graphql = schema._schema  # noqa: SLF001  # Strawberry shows it nowhere else
    terms = _terms(settings)
    rates = Rates(
        Rate(settings.RATE_CALLER_POINTS, settings.RATE_CALLER_RESTORE),
        Rate(settings.RATE_TENANT_POINTS, settings.RATE_TENANT_RESTORE),
    )
    library = Library(
        documents=Documents(graphql, terms.limits, WEIGHTS),
        trusted=trusted_documents(settings.TRUSTED_DOCUMENTS),
        uploaded=Uploaded() if settings.uploads else None,
        mode=settings.TRUSTED_MODE,
    )
    engine = Engine(graphql, bridge(schema) if settings.ENGINE else None)
    runner = Runner(engine, database, rates, terms, Watchman())
    return Graph(doorkeeper, library, rates, runner)


def _bounds(settings: Settings) -> Bounds:
    return Bounds(body_bytes=settings.MAX_BODY_BYTES, body_seconds=settings.MAX_BODY_SECONDS)


def _terms(settings: Settings) -> Terms:
    return Terms(
        secret=settings.SECRET_KEY.get_secret_value().encode(),
        limits=settings.limits,
        seconds=settings.OPERATION_SECONDS,
        most_bytes=settings.MAX_RESPONSE_BYTES,
        most_values=settings.MAX_RESPONSE_VALUES,
        most_errors=settings.MAX_ERRORS,
        json_depth=settings.MAX_JSON_DEPTH,
        introspection=settings.introspection,
    )


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
