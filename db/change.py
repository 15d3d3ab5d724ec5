"""A change: one transaction that writes rows, their facts and their audit lines, or nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, TypeVar, cast
from uuid import UUID

import asyncpg
from sqlalchemy import Delete, Insert, Select, Update

from db.actors import actor_seen
from db.base import Row, VersionedRow
from db.conversation import Conversation
from db.ids import new_id
from db.journal import (
    AuditRow,
    Fact,
    Key,
    OutboxRow,
    Signature,
    answered,
    forget_old_key,
    key_taken,
    next_in_stream,
    remembered,
)
from db.reads import Reads
from db.sealed import Unsealable, seal
from db.writes import inserted, locked, revised

R = TypeVar("R", bound=Row)
V = TypeVar("V", bound=VersionedRow)
Refusals = Mapping[str, Callable[[], Exception]]

_NAMED: Final = re.compile(r'constraint "([^"]+)"')
_SHARD: Final = re.compile(r"_\d{6,}$")
_BUSY: Final = (
    asyncpg.LockNotAvailableError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
)


class UnrecordedChange(Exception):
    """Rows were written and no fact says so. Always our mistake."""


class Busy(Exception):
    """Another change held the same rows for too long; the same request may succeed later."""


class KeyReused(Exception):
    """The idempotency key belongs to another request."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did: to which thing, to which of its fields."""

    id: UUID
    changed: tuple[str, ...] = ()
    again: bool = False


class DoneBefore(Exception):
    """The same request was answered before; nothing was done now."""

    def __init__(self, done: Done) -> None:
        super().__init__("This request was answered before.")
        self.done = done


class Change(Reads):
    """Entered as a context; what it wrote is kept when it is left without an error."""

    def __init__(
        self,
        conversation: Conversation,
        *,
        signature: Signature,
        key: Key | None,
        refusals: Refusals,
    ) -> None:
        super().__init__(conversation)
        self._signature = signature
        self._key = key
        self._refusals = refusals
        self._facts: list[Fact] = []
        self._wrote = False
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
            except BaseException as late:  # noqa: BLE001  # the journal is part of the change: undo all of it
                error, kind, trace = late, type(late), late.__traceback__
        await self._transaction.__aexit__(kind, error, trace)
        if error is not None:
            self._tell_apart(error)
            raise error
        if self._wrote:
            self._conversation.remember(self._signature.actor_id, self._signature.name)

    @property
    def actor_id(self) -> UUID:
        """Who changes something."""
        return self._signature.actor_id

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
            self._done = Done(fact.subject_id, fact.changed)

    def unchanged(self, subject_id: UUID) -> None:
        """Say that nothing had to be done."""
        self._done = Done(subject_id)

    async def run(self, stmt: Insert | Update | Delete, **said: Any) -> list[Any]:
        """Write by a statement, and return the rows that it returns."""
        sealed = seal(stmt, limited=self._conversation.reader.only_customer is not None)
        if not self._wrote:
            self._wrote = True
            await self._introduce()
        return await self._conversation.fetch(sealed, said)

    async def insert(self, row: type[R], **values: Any) -> R:
        """Keep a new row."""
        self._refuse_strangers(row, values)
        return cast("R", (await self.run(inserted(row, tuple(values)), **values))[0])

    async def lock(self, row: type[R], row_id: UUID) -> R | None:
        """A row that nobody else may change until this change ends."""
        return await self.first(cast("Select[R]", locked(row)), row_id=row_id)

    async def revise(self, row: type[V], row_id: UUID, values: Mapping[str, Any]) -> V:
        """Change a locked row and count its version up."""
        news = {f"new_{name}": value for name, value in values.items()}
        return cast("V", (await self.run(revised(row, tuple(values)), row_id=row_id, **news))[0])

    def _refuse_strangers(self, row: type[Row], values: Mapping[str, Any]) -> None:
        """A customer writes nothing about another customer."""
        only = self._conversation.reader.only_customer
        if only is not None and values.get("customer_id", only) != only:
            raise Unsealable(f"A customer may not write {row.__tablename__} of another.")

    async def _take(self, key: Key) -> None:
        mine = {"actor_id": self._signature.actor_id, "key": key.key}
        request = {"act": self._signature.act, "fingerprint": key.fingerprint}
        for attempt in (key_taken(), forget_old_key()):
            sealed = seal(attempt, limited=False)
            if await self._conversation.fetch(sealed, {**mine, **request}):
                return
        known = await self.first(remembered(), **mine)
        raise recalled(known, key, self._signature.act)

    async def _write_journal(self) -> None:
        if self._wrote and not self._facts:
            raise UnrecordedChange(f"{self._signature.act} wrote rows and recorded no fact.")
        if self._facts:
            await self._write_facts()
        if self._key is not None:
            kept = {"id": self.done.id, "changed": self.done.changed}
            who = {"actor_id": self._signature.actor_id, "key": self._key.key}
            await self.run(answered(), answer=kept, **who)

    async def _introduce(self) -> None:
        """Keep who acts, before anything points at them."""
        who = self._signature
        if not self._conversation.knows(who.actor_id, who.name):
            await self.run(actor_seen(), id=who.actor_id, subject=who.subject, name=who.name)

    async def _write_facts(self) -> None:
        counts: dict[UUID, int] = {}
        for fact in self._facts:
            stream = fact.customer_id or fact.subject_id
            counts[stream] = counts.get(stream, 0) + 1
        places = {stream: await self._places(stream, n) for stream, n in sorted(counts.items())}
        for fact in self._facts:
            stream = fact.customer_id or fact.subject_id
            await self._write_fact(fact, stream, places[stream])
            places[stream] += 1

    async def _places(self, stream: UUID, count: int) -> int:
        rows = await self.run(next_in_stream(), stream_id=stream, count=count)
        return int(rows[0].last) - count + 1

    async def _write_fact(self, fact: Fact, stream: UUID, sequence: int) -> None:
        who = self._signature
        common = {"actor_id": who.actor_id, "customer_id": fact.customer_id}
        await self.insert(
            OutboxRow,
            id=new_id(),
            name=fact.routing_key,
            stream_id=stream,
            sequence=sequence,
            payload=fact.payload(),
            trace_id=who.trace_id,
            **common,
        )
        await self.insert(
            AuditRow,
            id=new_id(),
            roles=list(who.roles),
            act=who.act,
            fact=fact.name,
            object_kind=fact.kind,
            object_id=fact.subject_id,
            fields=list(fact.changed),
            ip=who.ip,
            user_agent=who.user_agent,
            trace_id=who.trace_id,
            request_id=who.request_id,
            **common,
        )

    def _tell_apart(self, error: BaseException) -> None:
        """Raise what a broken rule of the database means to the one who broke it."""
        if isinstance(error, _BUSY):
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


def recalled(known: Any, key: Key, act: str) -> Exception:
    """What a request means whose key was taken before."""
    if known is None or known.answer is None:
        return Busy("A request with the same idempotency key is still running.")
    if known.fingerprint != key.fingerprint or known.act != act:
        return KeyReused("This idempotency key was used for another request.")
    answer = known.answer
    return DoneBefore(Done(UUID(answer["id"]), tuple(answer["changed"]), again=True))
