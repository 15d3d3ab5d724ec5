"""A line: the connection of an operation, taken when it is needed and given back in good order."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

import asyncpg

from db.connections import LEAVING_SECONDS, TELL_TRANSACTION, Database, TenantSetting
from db.sealed import Reader


class Line:
    """A connection that knows its tenant, and whether a transaction is open on it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._local = database.setting is TenantSetting.LOCAL
        self._open = False
        self._whose: UUID | None = None
        self.connection: Any = None

    @property
    def at_hand(self) -> Any:
        """The connection, if statements can be sent on it at once."""
        return None if self._local and not self._open else self.connection

    async def ready(self, reader: Reader) -> Any:
        """The connection, on which statements of this reader can be sent."""
        if self.connection is None:
            self.connection = await self._database.take(reader.tenant_id)
            self._whose = reader.tenant_id
            if not self._local and self.connection.told is not reader.tenant_id:
                await self.connection.tell(reader.tenant_id)
        if self._local and not self._open:
            await self._open_for(reader)
        return self.connection

    async def begin(self, reader: Reader) -> None:
        """Begin a transaction, after the one in which was read so far."""
        if self._open:
            await self.commit()
        await self.ready(reader)
        if not self._open:
            await self._open_for(reader)

    async def commit(self) -> None:
        """Keep what was done."""
        await self.connection.execute("COMMIT")
        self._open = False

    async def undo(self) -> None:
        """Undo what was not kept. Where that fails, the connection is of no use any more."""
        if not self._open:
            return
        self._open = False
        try:
            async with asyncio.timeout(LEAVING_SECONDS):
                await self.connection.execute("ROLLBACK")
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self.cut()

    def cut(self) -> None:
        """Throw the connection away."""
        if self.connection is not None:
            with suppress(asyncpg.InterfaceError):  # the pool has taken it back already
                self.connection.terminate()

    def lay_down(self) -> bool:
        """Let others have the connection, if it is as it was taken; whether there is none left."""
        if self._open or not self._database.lay_down(self.connection, self._whose):
            return False
        self.connection = None
        return True

    async def give_back(self) -> None:
        """Let others have the connection."""
        connection, self.connection = self.connection, None
        if connection is not None:
            await self._database.give_back(connection, self._whose)

    async def _open_for(self, reader: Reader) -> None:
        # Who is cut off here cannot tell whether it is open, and may undo it in either case.
        self._open = True
        await self.connection.execute("BEGIN")
        if self._local:
            limit = self._database.statement_timeout
            await self.connection.fetchval(TELL_TRANSACTION, reader.tenant_id, limit)
