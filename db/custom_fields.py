"""Custom fields: what a tenant keeps of its customers beside what everybody does."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NOT_PERSONAL, VersionedRow, indexed

KINDS: Final = ("TEXT", "NUMBER", "BOOLEAN", "DATE", "MONEY", "OPTION", "TEXTS")
ACCESSES: Final = ("STAFF", "CUSTOMER_READS", "CUSTOMER_CHANGES")

IN_USE: Final = "retired_at is null"


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"ck_custom_fields_{column}")


class CustomFieldRow(VersionedRow):
    """A field that a tenant has made: its name, what it may hold, who sees and changes it."""

    __tablename__ = "custom_fields"
    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("access", ACCESSES),
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
