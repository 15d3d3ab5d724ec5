"""What can happen to a note."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from db.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Fact):
    """Somebody wrote something down about a customer. How much, not what."""

    name: ClassVar[str] = "customer.note_added"
    about: ClassVar[str] = "note_id"
    note_id: UUID
    created_by: UUID
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteUpdated(Fact):
    """A note was rewritten."""

    name: ClassVar[str] = "customer.note_updated"
    about: ClassVar[str] = "note_id"
    note_id: UUID
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeleted(Fact):
    """A note was removed."""

    name: ClassVar[str] = "customer.note_deleted"
    about: ClassVar[str] = "note_id"
    note_id: UUID
