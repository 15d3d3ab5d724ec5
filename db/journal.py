"""The journal: what a change leaves behind. Facts to send, lines of audit, old values, answers."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Insert,
    Select,
    Update,
    and_,
    column,
    func,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, mapped_column

from db.base import ERASE, KEEP, NOT_PERSONAL, Identified, Row, TenantOwned, indexed, points_at
from db.sealed import TENANT, one, statement, word

REMEMBERED_HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened. Facts point, they do not carry: ids, never names or addresses."""

    name: ClassVar[str]
    about: ClassVar[str]
    version: ClassVar[int] = 1
    begins: ClassVar[bool] = False
    """Whether what it is about is there only since then."""
    customer_id: UUID | None = None

    @property
    def routing_key(self) -> str:
        """The name under which the fact is published."""
        return f"v{self.version}.{self.name}"

    @property
    def kind(self) -> str:
        """What sort of thing the fact is about."""
        return self.about.removesuffix("_id")

    @property
    def subject_id(self) -> UUID:
        """The id of the thing the fact is about."""
        subject: UUID = getattr(self, self.about)
        return subject

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that were changed, where the fact names them."""
        return tuple(getattr(self, "fields_changed", ()))

    def payload(self) -> dict[str, Any]:
        """What the fact points at, ready to be kept."""
        kind: Any = type(self)
        said = ((name, getattr(self, name)) for name in _names(kind))
        return {name: value for name, value in said if value is not None}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes something, through which act, and from where."""

    actor_id: UUID
    subject: str
    name: str | None
    roles: tuple[str, ...]
    act: str
    ip: str | None
    user_agent: str | None
    trace_id: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Key:
    """A client's promise that a repeated request is the same request."""

    key: str
    fingerprint: str


class StreamRow(TenantOwned, Row):
    """The last order number given to the facts of one customer (or of a thing of no customer)."""

    __tablename__ = "streams"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    last: Mapped[int] = mapped_column(info=KEEP)


class OutboxRow(Identified, Row):
    """A fact that waits to be published, or was."""

    __tablename__ = "outbox"
    __table_args__ = (
        indexed("uq_outbox_order", "stream_id", "sequence", unique=True),
        indexed("ix_outbox_unsent", "created_at", "id", postgresql_where="sent_at is null"),
        indexed("ix_outbox_customer", "customer_id"),
    )

    name: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    stream_id: Mapped[UUID] = mapped_column(info=KEEP)
    sequence: Mapped[int] = mapped_column(info=KEEP)
    customer_id: Mapped[UUID | None] = mapped_column(info=KEEP)
    actor_id: Mapped[UUID] = mapped_column(info=KEEP)
    payload: Mapped[dict[str, Any]] = mapped_column(info=KEEP)
    trace_id: Mapped[str] = mapped_column(info=KEEP)
    sent_at: Mapped[datetime | None] = mapped_column(info=NOT_PERSONAL)
    attempts: Mapped[int] = mapped_column(server_default="0", info=NOT_PERSONAL)


class AuditRow(Identified, Row):
    """Who changed what, which fields, and from where; never the values."""

    __tablename__ = "audit_log"
    __table_args__ = (
        indexed("ix_audit_log_customer", "customer_id", "created_at", "id"),
        indexed("ix_audit_log_object", "object_id", "created_at", "id"),
        indexed("ix_audit_log_created", "created_at", "id"),
    )

    actor_id: Mapped[UUID] = mapped_column(info=KEEP)
    roles: Mapped[list[str]] = mapped_column(info=KEEP)
    act: Mapped[str] = mapped_column(info=KEEP)
    fact: Mapped[str] = mapped_column(info=KEEP)
    object_kind: Mapped[str] = mapped_column(info=KEEP)
    object_id: Mapped[UUID] = mapped_column(info=KEEP)
    customer_id: Mapped[UUID | None] = mapped_column(info=KEEP)
    fields: Mapped[list[str]] = mapped_column(info=KEEP)
    ip: Mapped[str | None] = mapped_column(info=ERASE)
    user_agent: Mapped[str | None] = mapped_column(info=ERASE)
    trace_id: Mapped[str] = mapped_column(info=KEEP)
    request_id: Mapped[str] = mapped_column(info=KEEP)


class RevisionRow(TenantOwned, Row):
    """The values that a change replaced: what a late writer is compared with."""

    __tablename__ = "revisions"
    __table_args__ = (
        points_at("customers", "customer_id", cascade=True),
        indexed("ix_revisions_customer", "customer_id"),
    )

    object_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEEP)
    customer_id: Mapped[UUID | None] = mapped_column(info=KEEP)
    before: Mapped[dict[str, Any]] = mapped_column(info=ERASE)
    actor_id: Mapped[UUID] = mapped_column(info=KEEP)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), info=KEEP)


class IdempotencyRow(TenantOwned, Row):
    """The answer to a request that carried a key."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (indexed("ix_idempotency_keys_created", "created_at"),)

    actor_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    key: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    act: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    fingerprint: Mapped[str] = mapped_column(info=KEEP)
    answer: Mapped[dict[str, Any] | None] = mapped_column(info=KEEP)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), info=NOT_PERSONAL)


@statement
def next_in_stream() -> Insert:
    """Take the next order numbers of a stream."""
    taken = upsert(StreamRow).values(id=one("stream_id"), last=one("count", BigInteger()))
    return taken.on_conflict_do_update(
        index_elements=[StreamRow.tenant_id, StreamRow.id],
        set_={"last": StreamRow.last + taken.excluded.last},
    ).returning(StreamRow.last)


@statement
def sent_in_turn() -> Insert:
    """Keep a fact under the number that another part of the statement takes."""
    columns = OutboxRow.__table__.c
    said = ("id", "name", "stream_id", "customer_id", "actor_id", "payload", "trace_id")
    taken = table("taken", column("last", BigInteger()))
    chosen = select(TENANT, taken.c.last, *(one(name, columns[name].type) for name in said))
    kept = upsert(OutboxRow).from_select(["tenant_id", "sequence", *said], chosen)
    return kept.returning(OutboxRow.id)


@statement
def key_taken() -> Insert:
    """Take an idempotency key for this request, unless it is taken."""
    taken = upsert(IdempotencyRow).values(
        actor_id=one("actor_id"),
        key=word("key"),
        act=word("act"),
        fingerprint=word("fingerprint"),
    )
    return taken.on_conflict_do_nothing().returning(IdempotencyRow)


@statement
def forget_old_key() -> Update:
    """Let a key that is older than a day be used anew."""
    old = func.now() - func.make_interval(0, 0, 0, 0, REMEMBERED_HOURS)
    return (
        update(IdempotencyRow)
        .where(_same_key(), IdempotencyRow.created_at < old)
        .values(
            act=word("act"),
            fingerprint=word("fingerprint"),
            answer=None,
            created_at=func.now(),
        )
        .returning(IdempotencyRow)
    )


@statement
def remembered() -> Select[IdempotencyRow]:
    """The request that took this key within the last day."""
    recent = func.now() - func.make_interval(0, 0, 0, 0, REMEMBERED_HOURS)
    return select(IdempotencyRow).where(_same_key(), IdempotencyRow.created_at >= recent)


@statement
def answered() -> Update:
    """Keep the answer beside its key."""
    return (
        update(IdempotencyRow)
        .where(_same_key())
        .values(answer=one("answer", IdempotencyRow.__table__.c.answer.type))
        .returning(IdempotencyRow.key)
    )


@statement
def replaced_since() -> Select[RevisionRow]:
    """What was replaced after a version, oldest first."""
    return (
        select(RevisionRow)
        .where(
            RevisionRow.object_id == one("object_id"),
            RevisionRow.version > one("version", BigInteger()),
        )
        .order_by(RevisionRow.version)
    )


def _same_key() -> Any:
    return and_(IdempotencyRow.actor_id == one("actor_id"), IdempotencyRow.key == word("key"))
