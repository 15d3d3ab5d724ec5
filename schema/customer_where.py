"""Which customers a client wants: what may be said of each field, and how it is put together."""

from collections.abc import Iterator, Mapping
from typing import Any, Optional
from uuid import UUID

import strawberry
from strawberry.types.arguments import InputContext

from resolvers.customer_filters import needed
from resolvers.refusals import Refusal
from schema.custom_values import CustomFieldMatch
from schema.customer_kinds import (
    ContactChannel,
    CustomerKind,
    CustomerStatus,
    CustomerType,
    Gender,
    LoyaltyTier,
)
from schema.ids import id_of
from schema.inputs import given, said
from schema.matches import (
    DateMatch,
    DateTimeMatch,
    IdMatch,
    IntMatch,
    TagMatch,
    TextMatch,
    enum_match,
)
from schema.needs import declare, sight

ContactChannelMatch: Any = enum_match(ContactChannel)
CustomerKindMatch: Any = enum_match(CustomerKind)
CustomerStatusMatch: Any = enum_match(CustomerStatus)
CustomerTypeMatch: Any = enum_match(CustomerType)
GenderMatch: Any = enum_match(Gender)
LoyaltyTierMatch: Any = enum_match(LoyaltyTier)

_NOBODY = UUID(int=0)
_DEEPEST = 8
MOST_CRITERIA = 50
MOST_VALUES = 500


@strawberry.input(
    description="Which customers are wanted; everything that is said must hold. Fields that name"
    " or reach a person need the scope `customers:pii`, tags need `tags:read`. At most"
    f" {MOST_CRITERIA} criteria, nested at most {_DEEPEST} deep, with at most {MOST_VALUES}"
    " values in all their lists"
)
class CustomerWhere:
    and_: strawberry.Maybe[list["CustomerWhere"] | None] = strawberry.field(
        name="and", default=None, description="Every one of these must hold"
    )
    or_: strawberry.Maybe[list["CustomerWhere"] | None] = strawberry.field(
        name="or", default=None, description="At least one of these must hold"
    )
    not_: strawberry.Maybe[Optional["CustomerWhere"]] = strawberry.field(
        name="not", default=None, description="This must not hold"
    )
    born_on: strawberry.Maybe[DateMatch | None] = given("Birthday")
    city: strawberry.Maybe[TextMatch | None] = given("Town")
    company_name: strawberry.Maybe[TextMatch | None] = given("Name of the company")
    country_code: strawberry.Maybe[TextMatch | None] = given("Country")
    created_at: strawberry.Maybe[DateTimeMatch | None] = given("When the customer became known")
    custom_fields: strawberry.Maybe[list[CustomFieldMatch] | None] = given(
        "Custom fields; all of these must hold"
    )
    display_name: strawberry.Maybe[TextMatch | None] = given("What the customer is called")
    email: strawberry.Maybe[TextMatch | None] = given("E-mail address")
    email_verified_at: strawberry.Maybe[DateTimeMatch | None] = given("When it was verified")
    external_id: strawberry.Maybe[TextMatch | None] = given("ID in another system")
    first_name: strawberry.Maybe[TextMatch | None] = given("First name")
    gender: strawberry.Maybe[GenderMatch | None] = given("Gender")
    id: strawberry.Maybe[IdMatch | None] = given("ID of the customer")
    kind: strawberry.Maybe[CustomerKindMatch | None] = given("Person or company")
    last_interaction_at: strawberry.Maybe[DateTimeMatch | None] = given("Last contact")
    last_name: strawberry.Maybe[TextMatch | None] = given("Last name")
    loyalty_points: strawberry.Maybe[IntMatch | None] = given("Points of the programme")
    loyalty_tier: strawberry.Maybe[LoyaltyTierMatch | None] = given("Step of the programme")
    marketing_opt_in: strawberry.Maybe[bool | None] = given("Whether marketing is welcome")
    nationality: strawberry.Maybe[TextMatch | None] = given("Nationality")
    newsletter_subscribed: strawberry.Maybe[bool | None] = given("Whether it is subscribed")
    phone: strawberry.Maybe[TextMatch | None] = given("Telephone number in E.164")
    preferred_channel: strawberry.Maybe[ContactChannelMatch | None] = given("Preferred channel")
    preferred_language: strawberry.Maybe[TextMatch | None] = given("Preferred language")
    region: strawberry.Maybe[TextMatch | None] = given("Region")
    status: strawberry.Maybe[CustomerStatusMatch | None] = given("Whether it may act")
    tags: strawberry.Maybe[TagMatch | None] = given("Tags that the customer wears")
    type: strawberry.Maybe[CustomerTypeMatch | None] = given("How the customer buys")
    updated_at: strawberry.Maybe[DateTimeMatch | None] = given("Last change")
    user_id: strawberry.Maybe[TextMatch | None] = given("ID of the customer's account")


def _made(kind: type[CustomerWhere], where: Mapping[str, Any], context: InputContext) -> Any:
    """A filter, made as any other input is, once it is known not to be too large."""
    _measure(list(_named(where)))
    given: dict[str, Any] = {}
    for field in _DEFINITION.fields:
        name = context.config.name_converter.from_field(field)
        if name in where:
            given[field.python_name] = context.convert(where[name], field.type, name)
    return kind(**given)


# Strawberry makes an input wherever it is used, before anybody else sees it.
_DEFINITION: Any = CustomerWhere.__strawberry_definition__  # type: ignore[attr-defined]  # put there by the decorator
_DEFINITION.from_input = _made
declare(CustomerWhere, lambda name: sight(needed(name)))


def _measure(named: list[Any]) -> None:
    if len(named) > MOST_CRITERIA:
        raise Refusal(f"Use at most {MOST_CRITERIA} criteria.", "where")
    if sum(len(each) for each in named if isinstance(each, list)) > MOST_VALUES:
        raise Refusal(f"Use at most {MOST_VALUES} values in all lists together.", "where")


def _named(where: Mapping[str, Any]) -> Iterator[Any]:
    """What each criterion names. One that combines others names nothing, nor does an empty one."""
    for name, value in where.items() or [("", None)]:
        if name in {"and", "or", "not"}:
            yield None
            for each in value if isinstance(value, list) else [value or {}]:
                yield from _named(each)
        elif name == "customFields":
            for each in value or ():
                yield from _named({n: said for n, said in each.items() if n != "key"})
        elif isinstance(value, dict):
            yield from list(value.values()) or [None]
        else:
            yield value


def plainly(where: CustomerWhere) -> dict[str, Any]:
    """What was said, with ids as they are kept, and without what says nothing."""
    return _plain(said(where))


def _plain(told: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise Refusal(f"Nest criteria at most {_DEEPEST} levels deep.", "where")
    plain: dict[str, Any] = {}
    for name, value in told.items():
        if value is None:
            continue
        if name in {"and", "or"}:
            plain[name] = [_plain(each, depth + 1) for each in value]
        elif name == "not":
            plain[name] = _plain(value, depth + 1)
        else:
            plain[name] = _match(name, value)
    return plain


def _match(name: str, value: Any) -> Any:
    if name == "custom_fields":
        return [_own(each) for each in value]
    if not isinstance(value, dict):
        return value
    match = {operator: each for operator, each in value.items() if each is not None}
    kind = {"id": "customer", "tags": "tag"}.get(name)
    if kind is None:
        return match
    return {operator: _ids(kind, each) for operator, each in match.items()}


def _own(told: dict[str, Any]) -> dict[str, Any]:
    said = {name: each for name, each in told.items() if each is not None}
    return {name: _match("", each) for name, each in said.items()}


def _ids(kind: str, value: Any) -> Any:
    """Ids as they are kept. One that is no id of ours is nobody's."""
    if isinstance(value, list):
        return [id_of(kind, each) or _NOBODY for each in value]
    return id_of(kind, value) or _NOBODY
