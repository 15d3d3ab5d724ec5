"""A change: one transaction that writes rows, their facts and their audit lines, or nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Final, Self
from uuid import UUID

import asyncpg

from db.answers import Busy, Done, kept_answer, recalled
from db.connections import Held
from db.conversation import Conversation
from db.journal import Fact, Key, Signature, answered, forget_old_key, key_taken, remembered
from db.posting import post
from db.sealed import seal
from db.together import Part
from db.writer import Writer

Refusals = Mapping[str, Callable[[], Exception]]

_NAMED: Final = re.compile(r'constraint "([^"]+)"')
_SHARD: Final = re.compile(r"_\d{6,}$")


class UnrecordedChange(Exception):
    """Rows were written and no fact says so. Always our mistake."""


class Change(Writer):
    """Entered as a context; what it wrote is kept when it is left without an error."""

    def __init__(
        self,
        conversation: Conversation,
        *,
        signature: Signature,
        key: Key | None,
        refusals: Refusals,
    ) -> None:
        super().__init__(conversation, signature)
        self._key = key
        self._refusals = refusals
        self._facts: list[Fact] = []
        self._done: Done | None = None
        self._transaction = conversation.transaction()

    async def __aenter__(self) -> Self:
        await self._transaction.__aenter__()
        try:
            if self._key is not None:
                await self._take(self._key)
        except BaseException as error:
            await self._transaction.__aexit__(type(error), error, error.__traceback__)
            self._tell_apart(error)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                await self._write_journal()
            except BaseException as late:  # noqa: BLE001  # the journal is part of the change
                error, kind, trace = late, type(late), late.__traceback__
        await self._transaction.__aexit__(kind, error, trace)
        if error is not None:
            self._tell_apart(error)
            raise error
        if self.wrote:
            self._conversation.remember(self.actor_id, self.signature.name)

    @property
    def done(self) -> Done:
        """What the change did."""
        if self._done is None:
            raise UnrecordedChange("A change ended without saying what it did.")
        return self._done

    def record(self, fact: Fact) -> None:
        """Say what happened. The first fact is what the client is answered with."""
        self._facts.append(fact)
        if self._done is None:
            self._done = Done(fact.subject_id, fact.changed, fact.begins)

    def unchanged(self, subject_id: UUID, at: datetime | None = None, version: int = 0) -> None:
        """Say that nothing had to be done; and when, where the answer follows from that."""
        self._done = Done(subject_id, at=at, version=version)

    async def _take(self, key: Key) -> None:
        """Take the key for this request, or raise what came of the request that has it."""
        mine = {"actor_id": self.actor_id, "key": key.key}
        request = {"act": self.signature.act, "fingerprint": key.fingerprint}
        for attempt in (key_taken(), forget_old_key()):
            sealed = seal(attempt, limited=False)
            if await self._conversation.fetch(sealed, {**mine, **request}):
                return
        known = await self.first(remembered(), **mine)
        raise recalled(known, key, self.signature.act)

    async def _write_journal(self) -> None:
        if self.wrote and not self._facts:
            raise UnrecordedChange(f"{self.signature.act} wrote rows and recorded no fact.")
        besides: dict[str, Part] = {}
        if self._key is not None:
            mine = {"actor_id": self.actor_id, "key": self._key.key}
            besides["answered"] = Part(answered(), {"answer": kept_answer(self.done), **mine})
        if self._facts:
            await post(self, self._facts, besides)
        elif besides:
            await self.send(besides)
        self._conversation.facts = [fact.name for fact in self._facts]

    def _tell_apart(self, error: BaseException) -> None:
        """Raise what a broken rule of the database means to the one who broke it."""
        if isinstance(error, Held):
            raise Busy("Another change holds the same data. Send the request again.") from error
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            meant = self._refusals.get(constraint_of(error))
            if meant is not None:
                raise meant() from error


def constraint_of(error: asyncpg.PostgresError) -> str:
    """The name of the rule that was broken, without the suffix that a shard gives it."""
    named = getattr(error, "constraint_name", None)
    if not named:
        found = _NAMED.search(str(error))
        named = found.group(1) if found else ""
    return _SHARD.sub("", str(named))
