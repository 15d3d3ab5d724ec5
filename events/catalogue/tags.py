"""What can happen to a tag."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from db.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCreated(Fact):
    """The tenant has a new tag."""

    name: ClassVar[str] = "tag.created"
    about: ClassVar[str] = "tag_id"
    tag_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TagUpdated(Fact):
    """A tag was given another label, colour or priority."""

    name: ClassVar[str] = "tag.updated"
    about: ClassVar[str] = "tag_id"
    tag_id: UUID
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDeleted(Fact):
    """The tenant no longer has a tag; nobody wears it."""

    name: ClassVar[str] = "tag.deleted"
    about: ClassVar[str] = "tag_id"
    tag_id: UUID
