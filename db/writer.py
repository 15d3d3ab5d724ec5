"""The writer: the five ways in which a row is written, inside a change."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Delete, Insert, Select, Update

from db.actors import actor_seen
from db.base import Row, VersionedRow
from db.conversation import Conversation
from db.journal import Signature
from db.reads import Reads
from db.sealed import Unsealable, seal
from db.writes import inserted, locked, removed, revised

R = TypeVar("R", bound=Row)
V = TypeVar("V", bound=VersionedRow)


class Writer(Reads):
    """Writes rows in somebody's name, and knows whether it did."""

    def __init__(self, conversation: Conversation, signature: Signature) -> None:
        super().__init__(conversation)
        self.signature = signature
        self.wrote = False
        self._introduced = False

    @property
    def actor_id(self) -> UUID:
        """Who writes."""
        return self.signature.actor_id

    async def run(self, stmt: Insert | Update | Delete, **said: Any) -> list[Any]:
        """Write by a statement, and return the rows that it returns."""
        sealed = seal(stmt, limited=self._conversation.reader.only_customer is not None)
        if not self._introduced:
            self._introduced = True
            await self._introduce()
        rows = await self._conversation.fetch(sealed, said)
        if rows or not sealed.tells:
            self.wrote = True
        return rows

    async def insert(self, row: type[R], **values: Any) -> R:
        """Keep a new row."""
        self._refuse_strangers(row, values)
        return cast("R", (await self.run(inserted(row, tuple(values)), **values))[0])

    async def lock(self, row: type[R], row_id: UUID) -> R | None:
        """A row that nobody else may change until this change ends."""
        return await self.first(cast("Select[R]", locked(row)), row_id=row_id)

    async def revise(self, row: type[V], row_id: UUID, values: Mapping[str, Any]) -> V:
        """Give a locked row new values, and count its version up."""
        news = {f"new_{name}": value for name, value in values.items()}
        return cast("V", (await self.run(revised(row, tuple(values)), row_id=row_id, **news))[0])

    async def remove(self, row: type[R], row_id: UUID) -> R | None:
        """Remove a row for good; the row that it was, if it was there."""
        gone = await self.run(removed(row), row_id=row_id)
        return cast("R", gone[0]) if gone else None

    async def _introduce(self) -> None:
        """Keep who writes, before anything points at them."""
        who = self.signature
        if not self._conversation.knows(who.actor_id, who.name):
            seen = seal(actor_seen(), limited=False)
            said = {"id": who.actor_id, "subject": who.subject, "name": who.name}
            await self._conversation.fetch(seen, said)

    def _refuse_strangers(self, row: type[Row], values: Mapping[str, Any]) -> None:
        """A customer writes nothing about another customer."""
        only = self._conversation.reader.only_customer
        if only is not None and values.get("customer_id", only) != only:
            raise Unsealable(f"A customer may not write {row.__tablename__} of another.")
