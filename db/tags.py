"""Tags: the labels a tenant has."""

from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NOT_PERSONAL, VersionedRow, derived_from, indexed
from db.each import by_id
from db.pages import BY_ID, Key, Keys, Place, paged
from db.sealed import among, statement

BY_PRIORITY: Final[Keys] = (Key("priority", descending=True, kind=int), BY_ID)


class TagRow(VersionedRow):
    """A label of the tenant."""

    __tablename__ = "tags"
    __table_args__ = (
        CheckConstraint("priority between 0 and 1000", name="ck_tags_priority"),
        indexed("uq_tags_label", "label_norm", unique=True),
        indexed("ix_tags_priority", "priority", "id"),
    )

    label: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    label_norm: Mapped[str] = mapped_column(info=NOT_PERSONAL | derived_from("label"))
    color: Mapped[str | None] = mapped_column(info=NOT_PERSONAL)
    priority: Mapped[int] = mapped_column(server_default="0", info=NOT_PERSONAL)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)


@statement
def tags_by_id() -> Select[TagRow]:
    """The tags of the given ids."""
    return by_id(select(TagRow), TagRow.id)


@statement
def tags_page(keys: Keys, place: Place | None) -> Select[TagRow]:
    """Tags of the tenant after a place."""
    return paged(select(TagRow), TagRow, keys=keys, place=place)


@statement
def tag_count() -> Select[int]:
    """How many tags the tenant has."""
    return select(func.count()).select_from(TagRow)


@statement
def tags_by_label() -> Select[TagRow]:
    """The tags with any of the given folded labels."""
    return select(TagRow).where(among(TagRow.label_norm, "labels", Text()))
