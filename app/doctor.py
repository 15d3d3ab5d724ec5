"""The doctor: what is configured, what is reachable and what is wrong, a line each."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg

from app.places import Place, Unusable, place
from app.settings import Settings
from db.embedded import EmbeddedError
from db.guard import unsafe
from db.migrate import head, is_behind, step_taken

PATIENCE_SECONDS = 3
SUPPORTED = ("16", "17", "18")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    about: str
    said: str

    @property
    def line(self) -> str:
        """The finding in a line."""
        return f"{'ok  ' if self.good else 'BAD '} {self.about:<12} {self.said}"


def examined(settings: Settings) -> list[Finding]:
    """Everything that can be looked at from here."""
    return [*_configured(settings), *_database(settings), *_brokers(settings)]


def _configured(settings: Settings) -> Iterator[Finding]:
    problems = settings.problems()
    yield Finding(not problems, "settings", " ".join(problems) or settings.ENVIRONMENT)
    source = "SECRET_KEY"
    if settings.token_secret is None:
        source = "JWKS_URL" if settings.JWKS_URL else "JWT_PUBLIC_KEY"
    yield Finding(True, "tokens", f"verified with {source}")


def _database(settings: Settings) -> Iterator[Finding]:
    kind = f"embedded in {settings.DATA_DIR}" if settings.embedded else "DATABASE_URL"
    try:
        with place(settings) as where:
            yield from asyncio.run(_asked(where, kind))
    except (EmbeddedError, Unusable, OSError, asyncpg.PostgresError) as error:
        yield Finding(False, "database", f"{kind}: {error}")


async def _asked(where: Place, kind: str) -> list[Finding]:
    connection = await asyncpg.connect(where.app_url, timeout=PATIENCE_SECONDS)
    try:
        version = await connection.fetchval("show server_version")
        reasons = await unsafe(connection)
        step = await step_taken(connection)
        vector = await connection.fetchval(
            "select 1 from pg_available_extensions where name = 'vector'"
        )
    finally:
        await connection.close()
    supported = version.partition(".")[0] in SUPPORTED
    return [
        Finding(supported, "database", f"PostgreSQL {version}, {kind}"),
        Finding(not reasons, "role", " ".join(reasons) or "held by row-level security"),
        _migrations(step),
        Finding(bool(vector), "vector", "available" if vector else "install pgvector"),
    ]


def _migrations(step: str | None) -> Finding:
    if is_behind(step):
        return Finding(False, "migrations", f"at {step or 'none'}, newest is {head()}")
    return Finding(True, "migrations", f"at {step}" + ("" if step == head() else ", ahead of this"))


def _brokers(settings: Settings) -> Iterator[Finding]:
    for name, secret in (("rabbitmq", settings.RABBITMQ_URL), ("redis", settings.REDIS_URL)):
        url = secret.get_secret_value()
        if not url:
            yield Finding(True, name, "not configured")
            continue
        parts = urlsplit(url)
        where = (
            parts.hostname or "localhost",
            parts.port or (5672 if name == "rabbitmq" else 6379),
        )
        try:
            socket.create_connection(where, timeout=PATIENCE_SECONDS).close()
        except OSError as error:
            yield Finding(False, name, f"{where[0]}:{where[1]}: {error.strerror or error}")
        else:
            yield Finding(True, name, f"{where[0]}:{where[1]} answers")
