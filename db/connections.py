"""The way to a connection: there is one, and nobody gets through it without a tenant."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from time import perf_counter
from types import TracebackType
from typing import Any, Final
from uuid import UUID

import asyncpg

from db.places import Places
from db.watch import Watch
from db.wires import Record, Rest, TenantConnection, speak_json

TELL_TRANSACTION: Final = "select app_set_context($1), set_config('statement_timeout', $2, true)"
TELL_LIMIT: Final = "select set_config('statement_timeout', $1, false)"
LEAVING_SECONDS: Final = 2.0
"""How long PostgreSQL may take to break off what was cancelled, before the connection is cut."""
ENDING_SECONDS: Final = 0.3
"""How long an answer waits for that."""
CONNECTING_SECONDS: Final = 3.0
BROKEN: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    OSError,
)
HELD: Final = (
    asyncpg.LockNotAvailableError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
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
    """Too much is going on."""


class Held(Overloaded):
    """Somebody else holds the same data."""


class Reached:
    """Tell what may succeed later from a mistake of ours."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing is prepared."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        if isinstance(error, TimeoutError):
            raise DatabaseUnavailable("PostgreSQL does not answer.") from error
        if isinstance(error, HELD):
            raise Held("Somebody else holds the same data now.") from error
        if isinstance(error, BROKEN):
            raise DatabaseUnavailable("The connection to PostgreSQL broke.") from error


@dataclass(frozen=True, slots=True)
class Access:
    """How the database is reached."""

    url: str
    size: int = 10
    setting: TenantSetting = TenantSetting.SESSION
    patience: float = 0.5
    tenant_share: float = 0.5
    """The part of the connections that one tenant may have at once."""
    seconds: float = 5.0
    """How long an operation may take."""

    @property
    def share(self) -> int:
        """How many connections one tenant may have at once."""
        return max(1, round(self.size * self.tenant_share))

    @property
    def statement_timeout(self) -> str:
        """How long a statement may take: it is broken off a little before its operation."""
        return f"{round(1000 * max(self.seconds - 0.5, self.seconds * 0.9))}ms"


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the connections are."""

    used: int
    idle: int
    waiting: int
    """Who waits for one."""
    most: int


class Database:
    """A pool of connections as the application's role."""

    def __init__(self, access: Access, *, watch: Watch | None = None) -> None:
        self.watch = watch or Watch()
        self.setting = access.setting
        self.statement_timeout = access.statement_timeout
        self._access = access
        self._pool: Any = None
        self._rest = Rest()
        self._waiting = 0
        self._places = Places(access.size, access.share)
        self.introduced: set[tuple[UUID, UUID, str | None]] = set()

    async def open(self) -> None:
        """Open the pool."""
        try:
            self._pool = await asyncpg.create_pool(
                self._access.url,
                min_size=1,
                max_size=self._access.size,
                connection_class=TenantConnection,
                record_class=Record,
                init=partial(_prepare, watch=self.watch, limit=self.statement_timeout),
                reset=_settle,
                command_timeout=self._access.seconds + LEAVING_SECONDS,
                timeout=CONNECTING_SECONDS,
                statement_cache_size=512,
                max_inactive_connection_lifetime=0,
            )
        except (OSError, asyncpg.PostgresError) as error:
            raise DatabaseUnavailable(f"PostgreSQL did not answer: {error}") from error

    async def close(self) -> None:
        """Close every connection; what does not answer is cut."""
        if self._pool is None:
            return
        try:
            async with asyncio.timeout(LEAVING_SECONDS):
                rested = self._rest.all()
                await asyncio.gather(*(self._pool.release(each.lent) for each in rested))
                await self._pool.close()
        except (TimeoutError, asyncpg.PostgresError, *BROKEN):
            self._pool.terminate()

    async def take(self, whose: UUID | None = None) -> Any:
        """A raw connection, for a tenant. Only a line may ask for one."""
        began = perf_counter()
        self._waiting += 1
        try:
            await self._place(whose)
            return self._rest.leave() or await self._connected(whose)
        finally:
            self._waiting -= 1
            self.watch.waited(perf_counter() - began)

    async def _place(self, whose: UUID | None) -> None:
        try:
            await self._places.enter(whose, self._access.patience)
        except TimeoutError as error:
            raise Overloaded("Every connection to the database is taken.") from error

    async def _connected(self, whose: UUID | None) -> Any:
        try:
            async with asyncio.timeout(CONNECTING_SECONDS):
                lent = await self._pool.acquire()
                return lent.itself(lent)
        except (asyncpg.PostgresError, *BROKEN) as error:
            self._places.leave(whose)
            raise DatabaseUnavailable("PostgreSQL cannot be reached.") from error
        except BaseException:
            self._places.leave(whose)
            raise

    def load(self) -> Load:
        """How busy the connections are now."""
        if self._pool is None:
            return Load(0, 0, 0, self._access.size)
        idle = self._pool.get_idle_size() + len(self._rest)
        return Load(self._pool.get_size() - idle, idle, self._waiting, self._access.size)

    def lay_down(self, connection: Any, whose: UUID | None = None) -> bool:
        """Return a connection that the next one can have as it is; whether it was one."""
        rests = self._rest.enter(connection)
        if rests:
            self._places.leave(whose)
        return rests

    async def give_back(self, connection: Any, whose: UUID | None = None) -> None:
        """Return a connection; one that is in the middle of something is thrown away."""
        if self.lay_down(connection, whose):
            return
        try:
            # The pool has taken back one that was cut, and cuts one that is late.
            with suppress(*BROKEN, asyncpg.PostgresError):
                connection.disturbed = False
                if not connection.is_closed() and connection.is_in_transaction():
                    connection.terminate()
                await self._pool.release(connection.lent, timeout=LEAVING_SECONDS)
        finally:
            self._places.leave(whose)

    @asynccontextmanager
    async def global_rows(self) -> AsyncIterator[Any]:
        """A connection for tables that belong to no tenant; under row security it sees no other."""
        connection = await self.take()
        try:
            with Reached():
                yield connection
        finally:
            await soon(self.give_back(connection))


async def soon(ending: Awaitable[None]) -> None:
    """Wait for something to end, but not for long: it goes on without us."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ENDING_SECONDS):
            await asyncio.shield(ending)


async def _prepare(connection: Any, watch: Watch, limit: str) -> None:
    try:
        await speak_json(connection)
        await connection.fetchval(TELL_LIMIT, limit)
    except BaseException:
        connection.terminate()  # the pool would take its leave, and wait for that
        raise
    connection.heed(watch)


async def _settle(connection: Any) -> None:
    """What is set on a connection holds for all, but its tenant, which is told when it differs.

    Who was broken off once a statement was read, and before it was run, has left PostgreSQL in the
    middle of it, holding what the statement names. Any word ends that.
    """
    await connection.execute("select 1")
