"""Customers: the people and companies a tenant knows."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from db.base import (
    DERIVED,
    ERASE,
    KEEP,
    NOT_PERSONAL,
    VersionedRow,
    by_name,
    derived_from,
    indexed,
    one_of,
)
from db.each import by_id
from db.sealed import one, statement, word

KINDS: Final = ("INDIVIDUAL", "CORPORATE")
TYPES: Final = ("RETAIL", "WHOLESALE", "VIP")
STATUSES: Final = ("ACTIVE", "INACTIVE", "BLOCKED")
GENDERS: Final = ("FEMALE", "MALE", "OTHER", "PREFER_NOT_TO_SAY")
TIERS: Final = ("NEW", "BRONZE", "SILVER", "GOLD", "PLATINUM", "VIP")
CHANNELS: Final = ("EMAIL", "PHONE", "SMS", "WHATSAPP", "CHAT", "IN_PERSON", "POST")

LIVE: Final = "deleted_at is null"
GONE: Final = "deleted_at is not null"
# What customers are grouped by, and summed up: all of it is read out of one index.
_GROUPED: Final = (
    "kind",
    "type",
    "status",
    "loyalty_tier",
    "loyalty_points",
    "gender",
    "born_on",
    "country_code",
    "region",
    "city",
    "nationality",
    "preferred_language",
    "preferred_channel",
    "newsletter_subscribed",
    "marketing_opt_in",
    "last_interaction_at",
)
_OFTEN_ASKED: Final = (
    "deleted_at",
    "status",
    "type",
    "loyalty_tier",
    "country_code",
    "city",
    "created_at",
    "loyalty_points",
    "last_name_norm",
    "first_name_norm",
)


def _listed(column: str) -> Any:
    return indexed(f"ix_customers_{column}", column, "created_at", "id")


def _at_hand(name: str, *columns: str) -> Any:
    """An index with all that lists are mostly filtered and sorted by: whoever is not on the page
    is not looked up."""
    besides = [column for column in _OFTEN_ASKED if column not in columns]
    return indexed(f"ix_customers_{name}", *columns, "id", postgresql_include=besides)


class CustomerRow(VersionedRow):
    """A person or a company, as far as the tenant was told."""

    __tablename__ = "customers"
    __table_args__ = (
        one_of("customers", "kind", KINDS),
        one_of("customers", "type", TYPES),
        one_of("customers", "status", STATUSES),
        one_of("customers", "gender", GENDERS),
        one_of("customers", "loyalty_tier", TIERS),
        one_of("customers", "preferred_channel", CHANNELS),
        CheckConstraint("loyalty_points >= 0", name="ck_customers_loyalty_points"),
        indexed("uq_customers_email", "email_norm", unique=True, postgresql_where=LIVE),
        indexed("uq_customers_user_id", "user_id", unique=True, postgresql_where=LIVE),
        indexed("uq_customers_external_id", "external_id", unique=True, postgresql_where=LIVE),
        indexed("ix_customers_created_at", "created_at", "id"),
        indexed("ix_customers_updated_at", "updated_at", "id"),
        indexed("ix_customers_display_name", "display_name_norm", "id"),
        _at_hand("id"),
        _at_hand("last_name", "last_name_norm"),
        _at_hand("names", "last_name_norm", "first_name_norm"),
        indexed("ix_customers_company_name", "company_name_norm", "id"),
        indexed("ix_customers_first_name", "first_name_norm", "id"),
        indexed("ix_customers_email", "email_norm", "id"),
        indexed("ix_customers_phone", "phone_e164", "id"),
        indexed("ix_customers_born_on", "born_on", "id"),
        _at_hand("points", "loyalty_points"),
        _at_hand("tier_points", "loyalty_tier", "loyalty_points"),
        _at_hand("type_points", "type", "loyalty_points"),
        # Whoever is of several kinds at once: the first are few, and are gone through.
        indexed(
            "ix_customers_kinds",
            *("status", "type", "loyalty_tier", "country_code", "city"),
            postgresql_where=LIVE,
        ),
        indexed("ix_customers_last_interaction", "last_interaction_at", "id"),
        indexed(
            "ix_customers_groups",
            "created_at",
            "id",
            postgresql_include=_GROUPED,
            postgresql_where=LIVE,
        ),
        indexed("ix_customers_deleted", "deleted_at", "id", postgresql_where=GONE),
        _listed("kind"),
        _listed("type"),
        _listed("status"),
        _listed("loyalty_tier"),
        _at_hand("country_code", "country_code", "created_at"),
        _listed("region"),
        _at_hand("city", "city", "created_at"),
        _listed("nationality"),
        _listed("preferred_language"),
    )

    external_id: Mapped[str | None] = mapped_column(info=ERASE)
    external_id_corrected_at: Mapped[datetime | None] = mapped_column(info=KEEP)
    external_id_reason: Mapped[str | None] = mapped_column(info=ERASE)
    user_id: Mapped[str | None] = mapped_column(info=ERASE)
    kind: Mapped[str] = mapped_column(server_default="INDIVIDUAL", info=KEEP)
    type: Mapped[str] = mapped_column(server_default="RETAIL", info=KEEP)
    status: Mapped[str] = mapped_column(server_default="ACTIVE", info=KEEP)
    blocked_at: Mapped[datetime | None] = mapped_column(info=KEEP)
    blocked_by: Mapped[UUID | None] = mapped_column(info=KEEP)
    blocked_reason: Mapped[str | None] = mapped_column(info=ERASE)

    first_name: Mapped[str | None] = mapped_column(info=ERASE)
    last_name: Mapped[str | None] = mapped_column(info=ERASE)
    full_name: Mapped[str | None] = mapped_column(info=ERASE)
    company_name: Mapped[str | None] = mapped_column(info=ERASE)
    display_name: Mapped[str] = mapped_column(info=ERASE | DERIVED)
    first_name_norm: Mapped[str | None] = mapped_column(info=ERASE | derived_from("first_name"))
    last_name_norm: Mapped[str | None] = mapped_column(info=ERASE | derived_from("last_name"))
    company_name_norm: Mapped[str | None] = mapped_column(info=ERASE | derived_from("company_name"))
    display_name_norm: Mapped[str] = mapped_column(info=ERASE | DERIVED)
    tax_id: Mapped[str | None] = mapped_column(info=ERASE)

    email: Mapped[str | None] = mapped_column(info=ERASE)
    email_norm: Mapped[str | None] = mapped_column(info=ERASE | derived_from("email"))
    email_verified_at: Mapped[datetime | None] = mapped_column(info=KEEP)
    phone: Mapped[str | None] = mapped_column(info=ERASE)
    phone_e164: Mapped[str | None] = mapped_column(info=ERASE | derived_from("phone"))
    avatar_url: Mapped[str | None] = mapped_column(info=ERASE)

    born_on: Mapped[date | None] = mapped_column(Date(), info=ERASE)
    gender: Mapped[str | None] = mapped_column(info=ERASE)
    nationality: Mapped[str | None] = mapped_column(info=ERASE)
    country_code: Mapped[str | None] = mapped_column(info=ERASE)
    region: Mapped[str | None] = mapped_column(info=ERASE)
    city: Mapped[str | None] = mapped_column(info=ERASE)
    preferred_language: Mapped[str | None] = mapped_column(
        info=KEEP | by_name("preferences.language")
    )
    time_zone: Mapped[str | None] = mapped_column(info=KEEP | by_name("preferences.time_zone"))
    preferred_channel: Mapped[str | None] = mapped_column(
        info=KEEP | by_name("preferences.channel")
    )
    newsletter_subscribed: Mapped[bool] = mapped_column(
        server_default="false", info=KEEP | by_name("preferences.newsletter_subscribed")
    )
    marketing_opt_in: Mapped[bool] = mapped_column(server_default="false", info=KEEP)
    preferences: Mapped[dict[str, Any]] = mapped_column(
        server_default="{}", info=ERASE | by_name("preferences.custom")
    )
    custom: Mapped[dict[str, Any]] = mapped_column(
        server_default="{}", info=ERASE | by_name("custom_fields")
    )

    loyalty_tier: Mapped[str] = mapped_column(server_default="NEW", info=KEEP)
    loyalty_points: Mapped[int] = mapped_column(server_default="0", info=KEEP)
    last_interaction_at: Mapped[datetime | None] = mapped_column(info=KEEP)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    deleted_at: Mapped[datetime | None] = mapped_column(info=KEEP)
    anonymized_at: Mapped[datetime | None] = mapped_column(info=KEEP)


@statement
def customers_by_id() -> Select[CustomerRow]:
    """The customers of the given ids, deleted ones too."""
    return by_id(select(CustomerRow), CustomerRow.id)


@statement
def customer_by(column: str) -> Select[CustomerRow]:
    """The living customer with this value in a column that identifies."""
    return select(CustomerRow).where(
        getattr(CustomerRow, column) == word("value"), CustomerRow.deleted_at.is_(None)
    )


@statement
def customer_with_phone() -> Select[CustomerRow]:
    """Living customers with a telephone number; two, so that one can be told from several."""
    return (
        select(CustomerRow)
        .where(CustomerRow.phone_e164 == word("value"), CustomerRow.deleted_at.is_(None))
        .order_by(CustomerRow.created_at, CustomerRow.id)
        .limit(2)
    )


@statement
def customer_held_by(column: str) -> Select[CustomerRow]:
    """The same customer, held until the change ends."""
    return customer_by(column).with_for_update()


@statement
def customers_held_with_phone() -> Select[CustomerRow]:
    """The same customers with a telephone number, held until the change ends."""
    return customer_with_phone().with_for_update()


@statement
@statement
def living_customer() -> Select[CustomerRow]:
    """A customer that was not deleted, held until the change ends."""
    return (
        select(CustomerRow)
        .where(CustomerRow.id == one("row_id"), CustomerRow.deleted_at.is_(None))
        .with_for_update()
    )
