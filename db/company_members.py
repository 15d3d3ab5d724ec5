"""Company members: which people belong to a company, and what they are there."""

from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from db.base import ERASE, KEEP, NOT_PERSONAL, VersionedRow, indexed, points_at
from db.each import by_id
from db.sealed import one, statement

MOST: Final = 250
ROLES: Final = ("OWNER", "ADMIN", "BUYER", "BILLING", "CONTACT", "MEMBER")


class CompanyMemberRow(VersionedRow):
    """That a person belongs to a company; the person is the customer whose row it is."""

    __tablename__ = "company_members"
    __table_args__ = (
        points_at("customers", "company_id", cascade=True),
        points_at("customers", "customer_id", cascade=True),
        CheckConstraint(
            f"role in ({', '.join(repr(role) for role in ROLES)})", name="ck_company_members_role"
        ),
        CheckConstraint("company_id <> customer_id", name="ck_company_members_itself"),
        indexed("uq_company_members_person", "company_id", "customer_id", unique=True),
        indexed("ix_company_members_company", "company_id", "created_at", "id"),
        indexed("ix_company_members_customer", "customer_id", "created_at", "id"),
    )

    company_id: Mapped[UUID] = mapped_column(info=KEEP)
    customer_id: Mapped[UUID] = mapped_column(info=KEEP)
    role: Mapped[str] = mapped_column(server_default="MEMBER", info=KEEP)
    title: Mapped[str | None] = mapped_column(info=ERASE)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)


@statement
def members_by_id() -> Select[CompanyMemberRow]:
    """The members of the given ids."""
    return by_id(select(CompanyMemberRow), CompanyMemberRow.id)


@statement
def member_who_is() -> Select[CompanyMemberRow]:
    """That one person belongs to one company, if it does."""
    return select(CompanyMemberRow).where(
        CompanyMemberRow.company_id == one("company_id"),
        CompanyMemberRow.customer_id == one("customer_id"),
    )


@statement
def company_count() -> Select[int]:
    """To how many companies a person belongs, deleted ones too."""
    return select(func.count()).where(CompanyMemberRow.customer_id == one("customer_id"))


@statement
def membership_on_either_side() -> Select[CompanyMemberRow]:
    """Any one in which a customer is the company or the person."""
    sides = (CompanyMemberRow.company_id, CompanyMemberRow.customer_id)
    return select(CompanyMemberRow).where(or_(*(side == one("id") for side in sides))).limit(1)
