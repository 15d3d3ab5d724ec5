"""What can happen to a field of the tenant's own."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from db.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFieldCreated(Fact):
    """The tenant has a new field of its own."""

    name: ClassVar[str] = "custom_field.created"
    about: ClassVar[str] = "custom_field_id"
    custom_field_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFieldUpdated(Fact):
    """Something about a field of the tenant's own is different now."""

    name: ClassVar[str] = "custom_field.updated"
    about: ClassVar[str] = "custom_field_id"
    custom_field_id: UUID
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFieldRetired(Fact):
    """The tenant uses a field of its own no more; what customers have in it is kept, unseen."""

    name: ClassVar[str] = "custom_field.retired"
    about: ClassVar[str] = "custom_field_id"
    custom_field_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFieldRestored(Fact):
    """The tenant uses a retired field again, with what customers have in it."""

    name: ClassVar[str] = "custom_field.restored"
    about: ClassVar[str] = "custom_field_id"
    custom_field_id: UUID
