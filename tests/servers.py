"""The databases that tests run on: a throw-away server, or the one that TEST_DATABASE_URL names."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from db.embedded import THROWAWAY, ensure

APP_PASSWORD = "only-for-tests"
# How the house of most tests is set. Tests ask faster than people, and for more; how much one
# may ask has tests of its own.
UNHURRIED = {
    "ENGINE": os.environ.get("ENGINE", ""),
    "TENANT_SETTING": os.environ.get("TENANT_SETTING", ""),
    "DATABASE_TENANT_SHARE": "1",
    "DATABASE_WAIT_SECONDS": "10",
    "RATE_CALLER_POINTS": "0",
    "RATE_TENANT_POINTS": "0",
    "MAX_ALIASES": "1000",
    "MAX_COST": "1000000",
    "MAX_ERRORS": "1000",
}


class Server:
    """A PostgreSQL server on which databases can be made."""

    def __init__(self, owner_url: str) -> None:
        self._owner_url = owner_url

    def owner(self, database: str) -> str:
        """The way to a database as the one who owns it."""
        return _named(self._owner_url, database)

    def app(self, database: str) -> str:
        """The way to a database as the application."""
        parts = urlsplit(self.owner(database))
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"clientela_app:{APP_PASSWORD}@{host}"))

    async def fresh(self, template: str | None = None) -> str:
        """The name of a new database."""
        name = f"clientela_{uuid4().hex[:12]}"
        await self._command(
            f"create database {name}" + (f" template {template}" if template else "")
        )
        return name

    async def drop(self, name: str) -> None:
        """Do away with a database."""
        await self._command(f"drop database if exists {name} with (force)")

    async def _command(self, command: str) -> None:
        connection = await asyncpg.connect(self._owner_url)
        try:
            await connection.execute(command)
        finally:
            await connection.close()


@contextmanager
def server() -> Iterator[Server]:
    """The server for one run of the tests."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield Server(named)
        return
    with tempfile.TemporaryDirectory(prefix="clientela-tests-") as folder:
        # A server started by root runs as somebody else, who has to be able to come in.
        Path(folder).chmod(0o711)
        version = int(os.environ.get("PG") or 18)
        with ensure(Path(folder) / "data", profile=THROWAWAY, version=version) as embedded:
            yield Server(embedded.url())


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
