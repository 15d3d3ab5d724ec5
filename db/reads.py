"""Reads: asking for rows. What comes up are rows as they stand, never objects that ask again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import Select

from db.columns import EVERYTHING, Wanted
from db.conversation import Conversation
from db.listed import cut
from db.sealed import Statement, Unsealable, seal
from db.wires import Record

T = TypeVar("T")


class Reads:
    """Runs statements that only ask, for one tenant."""

    def __init__(self, conversation: Conversation) -> None:
        self.watch = conversation.watch
        self._conversation = conversation

    async def all(self, stmt: Select[T], wanted: Wanted = EVERYTHING, /, **said: Any) -> list[T]:
        """The rows of one kind that answer; each is a record that reads like its row."""
        return cast("list[T]", await self._ask(stmt, wanted, said))

    async def first(self, stmt: Select[T], wanted: Wanted = EVERYTHING, /, **said: Any) -> T | None:
        """The first row that answers, or nothing."""
        rows = await self.all(stmt, wanted, **said)
        return rows[0] if rows else None

    async def records(
        self, stmt: Select[*tuple[Any, ...]], wanted: Wanted = EVERYTHING, /, **said: Any
    ) -> Sequence[Any]:
        """Rows made of several columns, read by the names of their columns."""
        return await self._ask(stmt, wanted, said)

    async def number(self, stmt: Select[int], **said: Any) -> int:
        """The one number that answers."""
        return cast("int", (await self._ask(stmt, EVERYTHING, said))[0][0])

    async def estimate(self, stmt: Statement, **said: Any) -> int:
        """About how many rows would answer, by the planner's statistics."""
        limited = self._conversation.reader.only_customer is not None
        sealed = seal(stmt, limited=limited)
        asked = replace(sealed, sql=f"explain (format json) {sealed.sql}")
        plan = (await self._conversation.fetch(asked, said))[0][0]
        return int(orjson.loads(plan)[0]["Plan"]["Plan Rows"])

    async def _ask(self, stmt: Statement, wanted: Wanted, said: dict[str, Any]) -> list[Record]:
        limited = self._conversation.reader.only_customer is not None
        sealed = seal(stmt, limited=limited)
        if sealed.writes:
            raise Unsealable("A read may not write.")
        if wanted is not EVERYTHING:
            sealed = cut(sealed, wanted)
        return await self._conversation.fetch(sealed, said)
