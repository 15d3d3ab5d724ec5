"""Notes: what the tenant's administrators wrote about a customer."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from db.base import ERASE, KEEP, NOT_PERSONAL, VersionedRow, indexed, points_at
from db.each import by_id, counted
from db.pages import Keys, Place, each_page
from db.sealed import statement

SOURCES: Final = ("MANUAL", "IMPORT")
LONGEST: Final = 10_000


class NoteRow(VersionedRow):
    """One note about one customer."""

    __tablename__ = "notes"
    __table_args__ = (
        points_at("customers", "customer_id", cascade=True),
        points_at("actors", "author_id"),
        CheckConstraint("char_length(body) between 1 and 10000", name="ck_notes_length"),
        CheckConstraint("source in ('MANUAL', 'IMPORT')", name="ck_notes_source"),
        indexed("ix_notes_customer", "customer_id", "created_at", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(info=KEEP)
    author_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    body: Mapped[str] = mapped_column(info=ERASE)
    source: Mapped[str] = mapped_column(server_default="MANUAL", info=KEEP)


@statement
def notes_by_id() -> Select[NoteRow]:
    """The notes of the given ids."""
    return by_id(select(NoteRow), NoteRow.id)


@statement
def notes_pages(keys: Keys, place: Place | None) -> Select[Any]:
    """The next notes of each of the given customers."""
    return each_page(select(NoteRow), NoteRow, parent=NoteRow.customer_id, keys=keys, place=place)


@statement
def note_counts() -> Select[int, int]:
    """How many notes each of the given customers has."""
    return counted(select(NoteRow), NoteRow.customer_id)
