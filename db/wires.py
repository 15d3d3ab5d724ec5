"""Wires: the connections themselves, and the rows that come up by them."""

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson

from db.watch import Watch

TELL_SESSION: Final = "select set_config('app.tenant_id', $1, false)"


class Record(asyncpg.Record):
    """A row as it came up: its columns are read as attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def _watched(ask: Callable[..., Awaitable[Any]]) -> Any:
    """The same way to ask, of which the watch is told. A logger of asyncpg would cost more."""

    async def asked(self: "TenantConnection", query: str, *args: Any, **more: Any) -> Any:
        began = perf_counter()
        try:
            return await ask(self, query, *args, **more)
        except asyncpg.PostgresError:
            raise
        except BaseException:
            self.disturbed = True
            raise
        finally:
            self.watch.sent(query, perf_counter() - began)

    return asked


class TenantConnection(asyncpg.Connection):
    """A connection that knows which tenant it was last told, and tells what it was asked."""

    __slots__ = ("disturbed", "lent", "told", "watch")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lent: Any = None
        """What the pool lends instead of it, and takes back."""
        self.told: UUID | None = None
        self.disturbed = False
        self.watch = Watch()

    execute = _watched(asyncpg.Connection.execute)
    fetch = _watched(asyncpg.Connection.fetch)
    fetchrow = _watched(asyncpg.Connection.fetchrow)
    fetchval = _watched(asyncpg.Connection.fetchval)

    def heed(self, watch: Watch) -> None:
        """From now on, tell this watch."""
        self.watch = watch

    async def tell(self, tenant_id: UUID) -> None:
        """Tell the database whose rows may be seen, unless it knows."""
        if self.told == tenant_id:
            return
        self.told = None
        await self.fetchval(TELL_SESSION, str(tenant_id))
        self.told = tenant_id

    def forget(self) -> None:
        """Trust nothing that was told: the connection was cancelled or broke."""
        self.told = None

    def itself(self, lent: Any) -> "TenantConnection":
        """The connection behind what the pool lends: to ask it itself is quicker."""
        self.lent = lent
        return self

    def is_fit(self) -> bool:
        """Whether the next operation can have it as it is. The pool settles what was disturbed."""
        return not self.disturbed and not self.is_in_transaction()


class Rest:
    """Connections between two operations: to give one to the pool and take it again takes longer
    than most statements."""

    def __init__(self) -> None:
        self._resting: list[TenantConnection] = []

    def __len__(self) -> int:
        return len(self._resting)

    def enter(self, connection: TenantConnection) -> bool:
        """Let a connection rest, if nothing is the matter with it."""
        if connection.is_closed() or not connection.is_fit():
            return False
        self._resting.append(connection)
        return True

    def leave(self) -> TenantConnection | None:
        """A connection that has rested; those that were closed meanwhile are the pool's again."""
        while self._resting:
            connection = self._resting.pop()
            if not connection.is_closed():
                return connection
        return None

    def all(self) -> list[TenantConnection]:
        """Every connection, and none is left."""
        found, self._resting = self._resting, []
        return found


async def speak_json(connection: Any) -> None:
    """Let a connection take and give JSON as values of Python."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: orjson.dumps(value, default=str).decode(),
        decoder=orjson.loads,
    )
