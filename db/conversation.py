"""A conversation: the one connection of an operation, told its tenant once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from uuid import UUID

import asyncpg

from db.connections import TELL_TRANSACTION, Database, Record, TenantSetting, reached
from db.sealed import Reader, Sealed

MOST_INTRODUCED: Final = 10_000


class TooLate(Exception):
    """Something was asked for an operation that was answered already. Always our mistake."""


class Conversation:
    """Takes a connection when first needed and speaks one statement at a time on it."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self.reader = reader
        self._database = database
        self._local = database.setting is TenantSetting.LOCAL
        self._connection: Any = None
        self._transaction: Any = None
        self._changing = False
        self._ended = False
        self.changed = False
        self._turn = asyncio.Lock()

    async def fetch(self, sealed: Sealed, said: dict[str, Any]) -> list[Record]:
        """Run one statement and return its rows."""
        async with self._turn:
            with reached():
                connection = await self._connected()
                arguments = sealed.arguments(self.reader, said)
                try:
                    rows: list[Record] = await connection.fetch(sealed.sql, *arguments)
                except asyncio.CancelledError:
                    connection.forget()
                    raise
                except asyncpg.PostgresError:
                    if not self._changing:
                        await self._undo_on(connection)
                    raise
                return rows

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Everything inside happens, or nothing does."""
        async with self._turn:
            with reached():
                await self._begin()
        self._changing = True
        try:
            yield
        except BaseException:
            self._changing = False
            await asyncio.shield(self._undo())
            raise
        self._changing = False
        async with self._turn:
            with reached():
                await self._commit()
        self.changed = True

    def limit(self, only_customer: UUID | None) -> None:
        """Let what follows see and write only what is this customer's, or everything."""
        self.reader = Reader(self.reader.tenant_id, only_customer)

    def knows(self, actor_id: UUID, name: str | None) -> bool:
        """Whether this process kept the actor before, under this name."""
        return (self.reader.tenant_id, actor_id, name) in self._database.introduced

    def remember(self, actor_id: UUID, name: str | None) -> None:
        """Note that the actor is kept."""
        introduced = self._database.introduced
        if len(introduced) >= MOST_INTRODUCED:
            introduced.clear()
        introduced.add((self.reader.tenant_id, actor_id, name))

    async def end(self) -> None:
        """Give the connection back. Whoever speaks after this comes too late."""
        self._ended = True
        connection, self._connection = self._connection, None
        if connection is not None:
            await asyncio.shield(self._let_go(connection))

    async def _let_go(self, connection: Any) -> None:
        await self._undo_on(connection)
        await self._database.give_back(connection)

    async def _connected(self) -> Any:
        if self._ended:
            raise TooLate("This operation has ended.")
        if self._connection is None:
            self._connection = await self._database.take()
            if not self._local:
                await self._connection.tell(self.reader.tenant_id)
        if self._local and self._transaction is None:
            await self._open_transaction()
        return self._connection

    async def _begin(self) -> None:
        if self._transaction is not None:
            await self._commit()
        await self._connected()
        if self._transaction is None:
            await self._open_transaction()

    async def _open_transaction(self) -> None:
        transaction = self._connection.transaction()
        await transaction.start()
        self._transaction = transaction
        if self._local:
            await self._connection.fetchval(TELL_TRANSACTION, self.reader.tenant_id)

    async def _commit(self) -> None:
        transaction, self._transaction = self._transaction, None
        await transaction.commit()

    async def _undo(self) -> None:
        async with self._turn:
            await self._undo_on(self._connection)

    async def _undo_on(self, connection: Any) -> None:
        transaction, self._transaction = self._transaction, None
        if transaction is None:
            return
        try:
            await transaction.rollback()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            with suppress(asyncpg.InterfaceError):  # the pool took back one that was cut
                connection.terminate()
