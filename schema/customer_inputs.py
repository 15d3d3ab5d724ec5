"""What clients send about customers."""

from datetime import date
from typing import Annotated, Any, Final

import strawberry

from auth.scopes import Scope
from resolvers.customer_fields import OWN
from schema.custom_values import CustomFieldInput
from schema.customer_kinds import CustomerKind, CustomerType, Gender, LoyaltyTier
from schema.customer_preferences import CustomerPreferencesInput, flattened
from schema.ids import id_of
from schema.inputs import Expecting, Keyed, asked, given, said
from schema.needs import Suffices, declare, reach
from schema.scalars import URL, CountryCode, EmailAddress, PhoneNumber


@strawberry.input
class _Known:
    """Everything that may be known of a customer."""

    external_id: strawberry.Maybe[str | None] = given(
        "ID in another system; at most 255 characters"
    )
    user_id: strawberry.Maybe[str | None] = given("ID of the account; cannot be changed once set")
    kind: strawberry.Maybe[CustomerKind | None] = given("Person or company; INDIVIDUAL unless said")
    type: strawberry.Maybe[CustomerType | None] = given("How it buys; RETAIL unless said")
    first_name: strawberry.Maybe[str | None] = given("First name, at most 100 characters")
    last_name: strawberry.Maybe[str | None] = given("Last name, at most 100 characters")
    full_name: strawberry.Maybe[str | None] = given("Whole name, at most 100 characters")
    company_name: strawberry.Maybe[str | None] = given("Company; needed for CORPORATE customers")
    tax_id: strawberry.Maybe[str | None] = given("Number given by a tax office")
    email: strawberry.Maybe[EmailAddress | None] = given("E-mail address; unique in the tenant")
    phone: strawberry.Maybe[PhoneNumber | None] = given("Telephone number")
    avatar_url: strawberry.Maybe[URL | None] = given("Address of a picture, at most 255 characters")
    born_on: strawberry.Maybe[date | None] = given("Birthday, not before 1900")
    gender: strawberry.Maybe[Gender | None] = given("Gender")
    nationality: strawberry.Maybe[CountryCode | None] = given("Nationality")
    country_code: strawberry.Maybe[CountryCode | None] = given("Country")
    region: strawberry.Maybe[str | None] = given("Region, at most 100 characters")
    city: strawberry.Maybe[str | None] = given("Town, at most 100 characters")
    marketing_opt_in: strawberry.Maybe[bool | None] = given("Whether marketing is welcome")
    preferences: strawberry.Maybe[CustomerPreferencesInput | None] = given(
        "How it likes to be treated; null clears all that can be"
    )
    loyalty_tier: strawberry.Maybe[LoyaltyTier | None] = given("Step of the loyalty programme")
    loyalty_points: strawberry.Maybe[int | None] = given("Points of the loyalty programme")
    custom_fields: strawberry.Maybe[list[CustomFieldInput] | None] = given(
        "Custom fields, at most 100; those that are left out stay"
    )


def known(told: _Known) -> dict[str, Any]:
    """What was said of a customer, without who it is."""
    return flattened(said(told, "id", "identifier"))


@strawberry.input(description="A customer to be created; at least a name, a contact or an id")
class CustomerCreateInput(Keyed, _Known):
    pass


@strawberry.input(
    description="What is to be different about a customer; customers may change some of it"
    " about themselves: names, telephone number, birthday, whereabouts, preferences"
)
class CustomerUpdateInput(Expecting, _Known):
    id: strawberry.ID = asked("ID of the customer")


# What a customer may change about itself, or a part of it.
_OWN: Final = frozenset(name.partition(".")[0] for name in OWN)


def _beyond_oneself(name: str) -> Suffices | None:
    """What it takes to change this of a customer; some of it everybody may of themselves."""
    own = name in _OWN or name not in _Known.__annotations__
    return None if own else reach(Scope.CUSTOMERS_UPDATE)


declare(CustomerUpdateInput, _beyond_oneself)


@strawberry.input
class _One(Keyed):
    """One customer, and nothing else."""

    id: strawberry.ID = asked("ID of the customer")


@strawberry.input(description="A customer to be known, but not active")
class CustomerDeactivateInput(_One):
    pass


@strawberry.input(description="A customer to be active again")
class CustomerActivateInput(_One):
    pass


@strawberry.input(description="A customer to be locked out")
class CustomerBlockInput(_One):
    reason: str = asked("Why, at most 500 characters; the customer does not see it")


@strawberry.input(description="A customer to be let in again")
class CustomerUnblockInput(_One):
    pass


@strawberry.input(description="A customer to be put away")
class CustomerDeleteInput(_One):
    pass


@strawberry.input(description="A customer to be brought back")
class CustomerRestoreInput(_One):
    pass


@strawberry.input(one_of=True, description="What identifies a customer; exactly one of these")
class CustomerIdentifier:
    id: strawberry.Maybe[strawberry.ID] = given("ID of the customer")
    email: strawberry.Maybe[EmailAddress] = given("E-mail address", Scope.CUSTOMERS_PII)
    phone: strawberry.Maybe[PhoneNumber] = given(
        "Telephone number, if only one customer has it", Scope.CUSTOMERS_PII
    )
    user_id: strawberry.Maybe[str] = given("ID of the customer's account")
    external_id: strawberry.Maybe[str] = given("ID in another system")


@strawberry.input(
    description="A customer that is to be there, and be known like this. The identifier says which;"
    " of a new customer it is kept, too"
)
class CustomerUpsertInput(Keyed, _Known):
    identifier: CustomerIdentifier = asked("What identifies the customer")


def identified(
    identifier: Annotated[
        CustomerIdentifier, strawberry.argument(description="What identifies the customer")
    ],
) -> dict[str, Any]:
    """What a search for one customer takes."""
    told = said(identifier)
    if "id" in told:
        told["id"] = id_of("customer", told["id"])
    return {"said": told}
