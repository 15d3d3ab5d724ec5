"""What can happen to a member of a company. All of it belongs to the company."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from db.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyMemberAdded(Fact):
    """A person belongs to a company."""

    name: ClassVar[str] = "customer.member_added"
    about: ClassVar[str] = "company_member_id"
    company_member_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyMemberChanged(Fact):
    """A person is something else at its company."""

    name: ClassVar[str] = "customer.member_changed"
    about: ClassVar[str] = "company_member_id"
    company_member_id: UUID
    person_id: UUID
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyMemberRemoved(Fact):
    """A person belongs to a company no more."""

    name: ClassVar[str] = "customer.member_removed"
    about: ClassVar[str] = "company_member_id"
    company_member_id: UUID
    person_id: UUID
