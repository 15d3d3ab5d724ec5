"""Addresses: where a customer is written to, delivered to and billed."""

from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, Text, func, select, true
from sqlalchemy.orm import Mapped, mapped_column

from db.base import ERASE, KEEP, VersionedRow, indexed, points_at
from db.each import ID, NTH, beside, by_id, given
from db.sealed import among, one, statement

TYPES: Final = ("BILLING", "BOTH", "OTHER", "SHIPPING")
MOST: Final = 50


class AddressRow(VersionedRow):
    """One postal address of one customer."""

    __tablename__ = "addresses"
    __table_args__ = (
        points_at("customers", "customer_id", cascade=True),
        CheckConstraint(
            "type in ('BILLING', 'BOTH', 'OTHER', 'SHIPPING')", name="ck_addresses_type"
        ),
        indexed(
            "uq_addresses_default",
            "customer_id",
            "type",
            unique=True,
            postgresql_where="is_default",
        ),
        indexed("ix_addresses_customer", "customer_id", "created_at", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(info=KEEP)
    type: Mapped[str] = mapped_column(info=KEEP)
    label: Mapped[str | None] = mapped_column(info=ERASE)
    first_name: Mapped[str | None] = mapped_column(info=ERASE)
    last_name: Mapped[str | None] = mapped_column(info=ERASE)
    company_name: Mapped[str | None] = mapped_column(info=ERASE)
    phone: Mapped[str | None] = mapped_column(info=ERASE)
    line1: Mapped[str] = mapped_column(info=ERASE)
    line2: Mapped[str | None] = mapped_column(info=ERASE)
    city: Mapped[str] = mapped_column(info=ERASE)
    state: Mapped[str | None] = mapped_column(info=ERASE)
    postal_code: Mapped[str] = mapped_column(info=ERASE)
    country_code: Mapped[str] = mapped_column(info=KEEP)
    is_default: Mapped[bool] = mapped_column(server_default="false", info=KEEP)


@statement
def addresses_by_id() -> Select[AddressRow]:
    """The addresses of the given ids."""
    return by_id(select(AddressRow), AddressRow.id)


@statement
def addresses_of() -> Select[int, AddressRow]:
    """Every address of the given customers, oldest first."""
    customers = given("customer_ids")
    oldest = (AddressRow.created_at, AddressRow.id)
    own = beside(select(AddressRow), AddressRow.customer_id, customers.c[ID], *oldest)
    return (
        select(customers.c[NTH], *own.c)
        .select_from(customers.join(own, true()))
        .order_by(customers.c[NTH], own.c.created_at, own.c.id)
    )


@statement
def address_count() -> Select[int]:
    """How many addresses a customer has."""
    return select(func.count()).where(AddressRow.customer_id == one("customer_id"))


@statement
def other_defaults() -> Select[AddressRow]:
    """The default addresses of a customer of these types but one, held until the change ends."""
    return (
        select(AddressRow)
        .where(
            AddressRow.customer_id == one("customer_id"),
            AddressRow.id != one("except_id"),
            AddressRow.is_default,
            among(AddressRow.type, "types", Text()),
        )
        .order_by(AddressRow.id)
        .with_for_update()
    )
