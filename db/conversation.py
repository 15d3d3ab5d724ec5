"""A conversation: the one connection of an operation, told its tenant once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg

from db.connections import LEAVING_SECONDS, Database, Reached, soon
from db.line import Line
from db.sealed import Reader, Sealed
from db.wires import Record

MOST_INTRODUCED: Final = 10_000


class TooLate(Exception):
    """Something was asked for an operation that was answered already. Always our mistake."""


class Conversation:
    """Takes a connection when first needed and speaks one statement at a time on it."""

    _changing = _keeping = _ended = False
    changed = False

    def __init__(self, database: Database, reader: Reader) -> None:
        self.reader = reader
        self.watch = database.watch
        self._database = database
        self._line = Line(database)
        self.facts: list[str] = []
        """What is to be told of when the change is kept."""
        self._turn = asyncio.Lock()

    async def fetch(self, sealed: Sealed, said: dict[str, Any]) -> list[Record]:
        """Run one statement and return its rows."""
        async with self._turn:
            connection = None if self._ended else self._line.at_hand
            if connection is None:
                with Reached():
                    connection = await self._connected()
            arguments = sealed.arguments(self.reader, said)
            try:
                rows: list[Record] = await connection.fetch(sealed.sql, *arguments)
            except asyncio.CancelledError:
                connection.forget()
                raise
            except Exception as wrong:
                if isinstance(wrong, asyncpg.PostgresError) and not self._changing:
                    await self._line.undo()
                with Reached():
                    raise
            return rows

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Everything inside happens, or nothing does."""
        async with self._turn:
            with Reached():
                self._refuse_late()
                await self._line.begin(self.reader)
        self._changing = True
        try:
            yield
        except BaseException:
            self._changing = False
            await asyncio.shield(self._undo())
            raise
        self._changing, self._keeping = False, True
        # Once begun it is brought to its end, so that nobody wonders what became of the change.
        await asyncio.shield(self._keep())

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
        speaks = self._turn.locked()
        if self._line.connection is None and not speaks:
            return
        if speaks or self._keeping or not self._line.lay_down():
            # Of a change that is being kept it must be known whether it was.
            await (asyncio.shield if self._keeping else soon)(self._let_go())

    async def _let_go(self) -> None:
        try:
            # Whoever is speaking was told to stop, or is keeping a change: that is waited for.
            async with asyncio.timeout(LEAVING_SECONDS), self._turn:
                await self._line.undo()
        except TimeoutError:
            self._line.cut()
        await self._line.give_back()

    async def _connected(self) -> Any:
        self._refuse_late()
        connection = await self._line.ready(self.reader)
        if self._ended:
            await self._line.give_back()
        self._refuse_late()
        return connection

    def _refuse_late(self) -> None:
        if self._ended:
            raise TooLate("This operation has ended.")

    async def _keep(self) -> None:
        async with self._turn:
            with Reached():
                await self._line.commit()
        self.changed, self._keeping = True, False
        self.watch.kept(self.facts)

    async def _undo(self) -> None:
        async with self._turn:
            await self._line.undo()
