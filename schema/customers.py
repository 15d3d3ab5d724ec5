"""Customers as clients see them: the hub on which the other nouns hang their branches."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from auth.scopes import Scope
from resolvers import actors
from resolvers.context import Context
from resolvers.customer_fields import stand_in
from schema.actors import Actor
from schema.addresses import WithAddresses
from schema.company_members import WithCompanies
from schema.custom_values import WithCustomFields
from schema.customer_kinds import (
    CustomerKind,
    CustomerStatus,
    CustomerType,
    Gender,
    LoyaltyTier,
)
from schema.customer_preferences import CustomerPreferences
from schema.customer_tags import WithTags
from schema.fields import computed, held, relation, shown
from schema.history import WithHistory
from schema.nodes import Node
from schema.notes import WithNotes
from schema.scalars import URL, CountryCode, EmailAddress, PhoneNumber
from schema.summaries import WithSummary
from schema.views import behind


def personal(description: str) -> Any:
    """A column that names or reaches a person."""
    return shown(description, needs=Scope.CUSTOMERS_PII)


def internal(description: str) -> Any:
    """A column that is not for the customer's own eyes."""
    return shown(description, needs=Scope.CUSTOMERS_LIST)


def _called(ctx: Context, customer_id: UUID, display_name: str) -> str:
    """What somebody may call a customer."""
    return display_name if ctx.caller.sees(Scope.CUSTOMERS_PII) else stand_in(customer_id)


@strawberry.type(description="Person or company that the tenant knows")
class Customer(
    WithAddresses,
    WithCompanies,
    WithCustomFields,
    WithHistory,
    WithNotes,
    WithSummary,
    WithTags,
    Node,
):
    kind_of_node = "customer"

    version: int = shown("Version of the customer, counted up by every change")
    external_id: str | None = shown("ID of the customer in another system, unique in the tenant")
    external_id_corrected_at: datetime | None = internal(
        "Timestamp of when the ID in another system was corrected"
    )
    external_id_reason: str | None = internal("Why the ID in another system was corrected")
    user_id: str | None = shown("ID of the customer's account, null for guests; set only once")
    kind: CustomerKind = shown("Whether it is a person or a company")
    type: CustomerType = shown("How the customer buys")
    status: CustomerStatus = shown("Whether the customer may act")
    blocked_at: datetime | None = internal("Timestamp of when the customer was blocked")
    blocked_reason: str | None = internal("Why the customer was blocked")
    first_name: str | None = personal("First name")
    last_name: str | None = personal("Last name")
    full_name: str | None = personal("Whole name, where it is known as one")
    company_name: str | None = personal("Name of the company")
    tax_id: str | None = personal("Number given by a tax office")
    email: EmailAddress | None = personal("E-mail address, unique in the tenant")
    email_verified_at: datetime | None = shown("Timestamp of when the address was verified")
    phone: PhoneNumber | None = personal("Telephone number, as it was given")
    phone_e164: PhoneNumber | None = personal("Telephone number in E.164, as `+40712345678`")
    avatar_url: URL | None = personal("Address of a picture")
    born_on: date | None = personal("Birthday")
    gender: Gender | None = personal("Gender")
    nationality: CountryCode | None = personal("Nationality")
    country_code: CountryCode | None = personal("Country")
    region: str | None = personal("Region")
    city: str | None = personal("Town")
    marketing_opt_in: bool = shown("Whether marketing is welcome")
    preferences: CustomerPreferences = held(behind, says="How the customer likes to be treated")
    loyalty_tier: LoyaltyTier = shown("Step of the loyalty programme")
    loyalty_points: int = shown("Points of the loyalty programme")
    last_interaction_at: datetime | None = shown("Timestamp of the last contact")
    created_at: datetime = shown("Timestamp of when the customer became known")
    updated_at: datetime = shown("Timestamp of the last change")
    deleted_at: datetime | None = shown("Timestamp of when the customer was deleted")
    anonymized_at: datetime | None = shown("Timestamp of when the customer was anonymised")

    display_name: str = computed(
        _called,
        of=("id", "display_name"),
        in_context=True,
        says="What the customer is called: company, whole name, first and last name, or e-mail"
        " address with most of it hidden. Without the scope `customers:pii` a stand-in",
    )
    is_active: bool = computed(
        lambda status, deleted_at: status == "ACTIVE" and deleted_at is None,
        of=("status", "deleted_at"),
        says="Whether the customer is active and was not deleted",
    )
    is_guest: bool = computed(
        lambda user_id: user_id is None,
        of=("user_id",),
        says="Whether the customer has no account",
    )
    email_verified: bool = computed(
        lambda verified_at: verified_at is not None,
        of=("email_verified_at",),
        says="Whether the e-mail address was verified",
    )
    blocked_by: Actor | None = relation(
        actors.actors, "blocked_by", says="Who blocked the customer", needs=Scope.CUSTOMERS_LIST
    )
