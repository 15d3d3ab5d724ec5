"""Places: where the database is, embedded or elsewhere, as its owner and as the application."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import asyncpg

from app.settings import Settings
from db.embedded import KEPT, ensure
from db.migrate import APP_ROLE, is_behind, migrate, step_taken

DATABASE: Final = "clientela"


class Unusable(Exception):
    """The database cannot be used as it is set; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """The two ways to the database. There is no owner's way where none was named."""

    app_url: str
    owner_url: str | None
    embedded: bool

    def owner(self) -> str:
        """The owner's way, which some commands need."""
        if self.owner_url is None:
            raise Unusable("Set DATABASE_OWNER_URL: this needs the role that owns the tables.")
        return self.owner_url

    async def migrate(self) -> None:
        """Bring the database to the newest step."""
        password = urlsplit(self.app_url).password
        await migrate(self.owner(), app_password=unquote(password) if password else None)


async def need_steps(connection: Any) -> None:
    """Refuse to work on a database that lacks steps."""
    if is_behind(await step_taken(connection)):
        raise Unusable("The database is not at the newest step. Run `clientela migrate` first.")


@contextmanager
def place(settings: Settings) -> Iterator[Place]:
    """The database that the settings name; the embedded one runs as long as it is needed."""
    if not settings.embedded:
        owner = settings.DATABASE_OWNER_URL.get_secret_value() or None
        yield Place(_checked(settings.DATABASE_URL.get_secret_value()), owner, embedded=False)
        return
    data = settings.DATA_DIR.resolve() / "postgres"
    with ensure(data, profile=KEPT, version=settings.PG) as server:
        asyncio.run(_made(server.url()))
        yield Place(server.url(DATABASE, APP_ROLE), server.url(DATABASE), embedded=True)


def _checked(url: str) -> str:
    user = urlsplit(url).username
    if user != APP_ROLE:
        raise Unusable(
            f"DATABASE_URL logs in as {user or 'nobody'}, and only {APP_ROLE} is held by the walls:"
            f" put {APP_ROLE} and a password of your choice into DATABASE_URL, the role that owns"
            " the database into DATABASE_OWNER_URL, and run `clientela migrate`."
        )
    return url


async def _made(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE}")
    finally:
        await connection.close()
