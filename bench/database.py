"""The database that is measured on: thrown away afterwards, and asked over a unix socket."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg

from bench.cpu import parent_of, tree_own_bytes, tree_seconds
from bench.filling import filled
from db.embedded import THROWAWAY, EmbeddedServer, ensure
from db.migrate import APP_ROLE, migrate

MEASURED: Final = replace(
    THROWAWAY,
    name="measured",
    settings={
        **THROWAWAY.settings,
        "shared_buffers": "512MB",
        "max_connections": "100",
        "max_wal_size": "4GB",
    },
)


@dataclass(frozen=True)
class Base:
    """A running PostgreSQL and the process that everything of it descends from."""

    server: EmbeddedServer
    postmaster: int

    def seconds(self) -> float:
        """How long PostgreSQL has computed."""
        return tree_seconds(self.postmaster)

    def own_bytes(self) -> int:
        """The memory that its processes have for themselves, without what they share."""
        return tree_own_bytes(self.postmaster)

    def owner(self, name: str) -> str:
        """The way to a database as the one who owns it; no wall holds."""
        return self.server.url(name)

    def app(self, name: str) -> str:
        """The way to a database as the application."""
        return self.server.url(name, APP_ROLE)

    def told(self, name: str) -> dict[str, str]:
        """Where a database is, as every program that speaks with PostgreSQL understands it."""
        folder, port = str(self.server.sockets), str(self.server.port)
        return {"PGHOST": folder, "PGPORT": port, "PGUSER": "postgres", "PGDATABASE": name}

    async def make(self, name: str, template: str = "template1") -> None:
        """Make a database."""
        async with connected(self.owner("postgres")) as connection:
            await connection.execute(f"create database {name} template {template}")

    async def version(self) -> str:
        """Which PostgreSQL this is."""
        async with connected(self.owner("postgres")) as connection:
            return str(await connection.fetchval("show server_version"))

    async def laid(self, name: str) -> UUID:
        """Make and fill a database; the id of the tenant that is asked."""
        await self.make(name)
        await migrate(self.owner(name))
        async with connected(self.owner(name)) as connection:
            return await filled(connection)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """A connection for a moment."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def base() -> Iterator[EmbeddedServer]:
    """A PostgreSQL of this run's own."""
    with tempfile.TemporaryDirectory(prefix="clientela-bench-") as folder:
        # A server started by root runs as somebody else, who has to be able to come in.
        Path(folder).chmod(0o711)
        with ensure(Path(folder) / "data", profile=MEASURED, version=18) as server:
            yield server


async def known(server: EmbeddedServer) -> Base:
    """The same, once its postmaster is known: the parent of whoever answers."""
    async with connected(server.url()) as connection:
        return Base(server, parent_of(await connection.fetchval("select pg_backend_pid()")))
