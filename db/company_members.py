"""Company members: which people belong to a company, and what they are there."""

from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import ERASE, KEEP, NOT_PERSONAL, VersionedRow, indexed, points_at

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
