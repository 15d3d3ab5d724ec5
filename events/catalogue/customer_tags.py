"""What can happen to a customer through a tag."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from db.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTagged(Fact):
    """A customer wears one more tag."""

    name: ClassVar[str] = "customer.tagged"
    about: ClassVar[str] = "customer_id"
    tag_id: UUID
    created_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUntagged(Fact):
    """A customer wears a tag no more."""

    name: ClassVar[str] = "customer.untagged"
    about: ClassVar[str] = "customer_id"
    tag_id: UUID
