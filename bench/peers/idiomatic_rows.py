"""The tables as SQLAlchemy's ORM teaches to write them, for the idiomatic server."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - as the manual does


class CustomerRow(Base):
    """A customer."""

    __tablename__ = "customers"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    status: Mapped[str]
    type: Mapped[str]
    loyalty_tier: Mapped[str]
    loyalty_points: Mapped[int]
    created_at: Mapped[datetime]
    last_interaction_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class TagRow(Base):
    """A tag."""

    __tablename__ = "tags"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    label: Mapped[str]
    label_norm: Mapped[str]
    color: Mapped[str | None]
    priority: Mapped[int]


class CustomerTagRow(Base):
    """That a customer wears a tag."""

    __tablename__ = "customer_tags"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)


class AddressRow(Base):
    """An address."""

    __tablename__ = "addresses"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    type: Mapped[str]
    line1: Mapped[str]
    city: Mapped[str]
    postal_code: Mapped[str]
    country_code: Mapped[str]
    is_default: Mapped[bool]
    created_at: Mapped[datetime]


class NoteRow(Base):
    """A note."""

    __tablename__ = "notes"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    author_id: Mapped[UUID]
    body: Mapped[str]
    created_at: Mapped[datetime]


class ActorRow(Base):
    """Somebody who writes notes."""

    __tablename__ = "actors"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str | None]
