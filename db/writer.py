"""The writer: the ways in which a row is written, inside a change."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Delete, Insert, Select, Update

from db.actors import actor_seen
from db.base import Row
from db.columns import Wanted
from db.conversation import Conversation
from db.copies import copies_revised
from db.journal import Signature
from db.reads import Reads
from db.sealed import Statement, Unsealable, seal
from db.together import Part, Parts, said_to, together
from db.wires import Record
from db.writes import added, inserted, locked, removed, revised

R = TypeVar("R", bound=Row)


class Writer(Reads):
    """Writes rows in somebody's name, and knows whether it did."""

    def __init__(self, conversation: Conversation, signature: Signature) -> None:
        super().__init__(conversation)
        self.signature = signature
        self.wrote = False
        self._introduced = False
        self._late: dict[str, Part] = {}

    @property
    def actor_id(self) -> UUID:
        """Who writes."""
        return self.signature.actor_id

    async def run(self, stmt: Insert | Update | Delete, **said: Any) -> list[Any]:
        """Write by a statement, and return the rows that it returns."""
        await self.settle()
        sealed = seal(stmt, limited=self._limited)
        await self._introduce()
        rows = await self._conversation.fetch(sealed, said)
        if rows or not sealed.tells:
            self.wrote = True
        return rows

    async def send(self, parts: Parts) -> None:
        """Write by several statements at once, and by those that were put off."""
        every, self._late = {**self._late, **parts}, {}
        await self._introduce()
        sealed = together(every, limited=self._limited)
        if not await self._conversation.fetch(sealed, said_to(every)):
            raise LookupError(f"{next(iter(every))} found no row.")
        self.wrote = True

    async def put_off(self, **parts: Part) -> None:
        """Write by statements that are sent together with whatever is sent next."""
        if not self._late.keys().isdisjoint(parts):
            await self.settle()
        self._late |= parts
        self.wrote = True

    async def settle(self) -> None:
        """Send what was put off."""
        if self._late:
            await self.send({})

    async def insert(self, row: type[R], **values: Any) -> R:
        """Keep a new row."""
        self.refuse_strangers(row, values)
        return cast("R", (await self.run(inserted(row, tuple(values)), **values))[0])

    def added(self, row: type[R], **values: Any) -> Part:
        """A new row as a part of a larger statement."""
        self.refuse_strangers(row, values)
        return Part(added(row, tuple(values)), values)

    async def lock(self, row: type[R], row_id: UUID) -> R | None:
        """A row that nobody else may change until this change ends."""
        return await self.first(cast("Select[R]", locked(row)), row_id=row_id)

    async def revise(
        self, row: type[Row], row_id: UUID, values: Mapping[str, Any], was: Part
    ) -> None:
        """Give a locked row new values, count its version up, and keep what was there; put off."""
        await self.settle()
        names = tuple(values)
        said = {"row_id": row_id} | {f"new_{name}": value for name, value in values.items()}
        written = {"changed": revised(row, names), **copies_revised(row, names)}
        await self.put_off(**{name: Part(stmt, said) for name, stmt in written.items()}, was=was)

    async def remove(self, row: type[R], row_id: UUID) -> R | None:
        """Remove a row for good; the row that it was, if it was there."""
        gone = await self.run(removed(row), row_id=row_id)
        return cast("R", gone[0]) if gone else None

    def refuse_strangers(self, row: type[Row], values: Mapping[str, Any]) -> None:
        """A customer writes nothing about another customer."""
        only = self._conversation.reader.only_customer
        if only is not None and values.get("customer_id", only) != only:
            raise Unsealable(f"A customer may not write {row.__tablename__} of another.")

    async def _ask(self, stmt: Statement, wanted: Wanted, said: dict[str, Any]) -> list[Record]:
        await self.settle()
        return await super()._ask(stmt, wanted, said)

    @property
    def _limited(self) -> bool:
        return self._conversation.reader.only_customer is not None

    async def _introduce(self) -> None:
        """Keep who writes, before anything points at them."""
        if self._introduced:
            return
        self._introduced = True
        who = self.signature
        if not self._conversation.knows(who.actor_id, who.name):
            seen = seal(actor_seen(), limited=False)
            said = {"id": who.actor_id, "subject": who.subject, "name": who.name}
            await self._conversation.fetch(seen, said)
