"""The way to a connection: there is one, and nobody gets through it without a tenant."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson

TELL_SESSION: Final = "select set_config('app.tenant_id', $1, false)"
TELL_TRANSACTION: Final = "select app_set_context($1)"
BROKEN: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    ConnectionError,
)


class TenantSetting(StrEnum):
    """How a connection is told its tenant."""

    SESSION = "session"
    """Once per checkout: for direct connections."""
    LOCAL = "local"
    """Inside each transaction: behind a transaction pooler, or on Citus."""


class DatabaseUnavailable(Exception):
    """The database cannot be reached; the same request may succeed later."""


class Overloaded(DatabaseUnavailable):
    """Every connection is taken."""


@contextmanager
def reached() -> Iterator[None]:
    """Tell a connection that broke from a mistake of ours."""
    try:
        yield
    except BROKEN as error:
        raise DatabaseUnavailable("The connection to PostgreSQL broke.") from error


class Record(asyncpg.Record):
    """A row as it came up: its columns are read as attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class TenantConnection(asyncpg.Connection):
    """A connection that knows which tenant it was last told."""

    __slots__ = ("told",)
    told: UUID | None

    async def tell(self, tenant_id: UUID) -> None:
        """Tell the database whose rows may be seen, unless it knows."""
        if getattr(self, "told", None) == tenant_id:
            return
        self.told = None
        await self.fetchval(TELL_SESSION, str(tenant_id))
        self.told = tenant_id

    def forget(self) -> None:
        """Trust nothing that was told: the connection was cancelled or broke."""
        self.told = None


@dataclass(frozen=True, slots=True)
class Access:
    """How the database is reached."""

    url: str
    size: int = 10
    setting: TenantSetting = TenantSetting.SESSION
    patience: float = 0.5


class Database:
    """A pool of connections as the application's role."""

    def __init__(self, access: Access, *, watch: Callable[[str], None] | None = None) -> None:
        self._access = access
        self._watch = watch
        self._pool: Any = None
        self.introduced: set[tuple[UUID, UUID, str | None]] = set()

    @property
    def setting(self) -> TenantSetting:
        """How connections are told their tenant."""
        return self._access.setting

    async def open(self) -> None:
        """Open the pool."""
        try:
            self._pool = await asyncpg.create_pool(
                self._access.url,
                min_size=1,
                max_size=self._access.size,
                connection_class=TenantConnection,
                record_class=Record,
                init=self._prepare,
                reset=_leave_as_it_is,
                command_timeout=30,
                timeout=3,
                statement_cache_size=512,
                max_inactive_connection_lifetime=0,
            )
        except (OSError, asyncpg.PostgresError) as error:
            raise DatabaseUnavailable(f"PostgreSQL did not answer: {error}") from error

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()

    async def _prepare(self, connection: Any) -> None:
        await connection.set_type_codec(
            "jsonb",
            schema="pg_catalog",
            encoder=lambda value: orjson.dumps(value, default=str).decode(),
            decoder=orjson.loads,
        )
        if self._watch is not None:
            watch = self._watch
            connection.add_query_logger(lambda query: watch(query.query))

    async def take(self) -> Any:
        """A raw connection. Only a conversation may ask for one."""
        try:
            return await self._pool.acquire(timeout=self._access.patience)
        except TimeoutError as error:
            raise Overloaded("Every connection to the database is taken.") from error
        except (OSError, asyncpg.PostgresError) as error:
            raise DatabaseUnavailable("PostgreSQL cannot be reached.") from error

    async def give_back(self, connection: Any) -> None:
        """Return a connection; one that is in the middle of something is thrown away."""
        with suppress(asyncpg.InterfaceError):  # the pool took back one that was cut
            if connection.is_in_transaction():
                connection.terminate()
            await self._pool.release(connection)

    @asynccontextmanager
    async def global_rows(self) -> AsyncIterator[Any]:
        """A connection for tables that belong to no tenant; under row security it sees no other."""
        connection = await self.take()
        try:
            with reached():
                yield connection
        finally:
            await asyncio.shield(self.give_back(connection))


async def _leave_as_it_is(_: Any) -> None:
    """Nothing is set on a connection but its tenant, which is told anew when it differs."""
