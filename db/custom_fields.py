"""Custom fields: what a tenant keeps of its customers beside what everybody does."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NOT_PERSONAL, VersionedRow, indexed, one_of
from db.sealed import statement, word

KINDS: Final = ("TEXT", "NUMBER", "BOOLEAN", "DATE", "MONEY", "OPTION", "TEXTS")
ACCESSES: Final = ("STAFF", "CUSTOMER_READS", "CUSTOMER_CHANGES")

MOST: Final = 100
"""How many fields of its own a tenant may use at once."""

IN_USE: Final = "retired_at is null"


class CustomFieldRow(VersionedRow):
    """A field that a tenant has made: its name, what it may hold, who sees and changes it."""

    __tablename__ = "custom_fields"
    __table_args__ = (
        one_of("custom_fields", "kind", KINDS),
        one_of("custom_fields", "access", ACCESSES),
        indexed("uq_custom_fields_key", "key", unique=True, postgresql_where=IN_USE),
        indexed("ix_custom_fields_position", "position", "id"),
    )

    key: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    label: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    help: Mapped[str | None] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    options: Mapped[list[str]] = mapped_column(server_default="{}", info=NOT_PERSONAL)
    access: Mapped[str] = mapped_column(server_default="STAFF", info=NOT_PERSONAL)
    is_required: Mapped[bool] = mapped_column(server_default="false", info=NOT_PERSONAL)
    is_unique: Mapped[bool] = mapped_column(server_default="false", info=NOT_PERSONAL)
    is_filterable: Mapped[bool] = mapped_column(server_default="false", info=NOT_PERSONAL)
    position: Mapped[int] = mapped_column(server_default="0", info=NOT_PERSONAL)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    retired_at: Mapped[datetime | None] = mapped_column(info=NOT_PERSONAL)


@statement
def fields_in_use() -> Select[CustomFieldRow]:
    """Every field that the tenant uses, in the order that it gave them."""
    used = select(CustomFieldRow).where(CustomFieldRow.retired_at.is_(None))
    return used.order_by(CustomFieldRow.position, CustomFieldRow.id)


@statement
def fields_retired() -> Select[CustomFieldRow]:
    """The fields that the tenant used last and uses no more."""
    retired = select(CustomFieldRow).where(CustomFieldRow.retired_at.is_not(None))
    return retired.order_by(CustomFieldRow.retired_at.desc(), CustomFieldRow.id).limit(MOST)


@statement
def field_with_key() -> Select[CustomFieldRow]:
    """The field in use that has a key."""
    return select(CustomFieldRow).where(
        CustomFieldRow.key == word("key"), CustomFieldRow.retired_at.is_(None)
    )


@statement
def field_count() -> Select[int]:
    """How many fields the tenant uses."""
    return (
        select(func.count()).select_from(CustomFieldRow).where(CustomFieldRow.retired_at.is_(None))
    )
