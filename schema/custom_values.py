"""What customers have in the tenant's own fields, as clients see, send and compare it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

import strawberry

from auth.scopes import Scope
from resolvers import custom_fields, custom_values
from resolvers.columns import Wanted
from resolvers.context import Context
from schema.custom_fields import CustomField, CustomFieldKind
from schema.fields import held, relation
from schema.inputs import asked, given, unless_unset
from schema.matches import DateMatch, TextMatch
from schema.money import DecimalMatch, Money, MoneyInput, MoneyMatch
from schema.person import Person
from schema.views import View


class Line(NamedTuple):
    """One of several texts, as a row of which it is the only column."""

    text: str


async def _lines(_ctx: Context, several: Sequence[list[str]], _: Wanted) -> list[list[Line]]:
    return [[Line(text) for text in texts] for texts in several]


@strawberry.type(description="What a customer has in a custom field, under a name for its kind")
class CustomValue(View):
    key: str = held(attrgetter("key"), says="Key of the custom field")
    label: str = held(attrgetter("label"), says="Name of the custom field for people")
    kind: CustomFieldKind = held(
        attrgetter("kind"), says="Kind of the custom field: which of the values is not null"
    )
    text: str | None = held(attrgetter("text"), says="Value of a TEXT field")
    number: Decimal | None = held(attrgetter("number"), says="Value of a NUMBER field")
    is_true: bool | None = held(attrgetter("is_true"), says="Value of a BOOLEAN field")
    falls_on: date | None = held(attrgetter("falls_on"), says="Value of a DATE field")
    money: Money | None = held(attrgetter("money"), says="Value of a MONEY field")
    option: str | None = held(attrgetter("option"), says="Value of an OPTION field")
    texts: list[str] | None = relation(
        _lines, attrgetter("texts"), says="Values of a TEXTS field, at most 50", shows="text"
    )
    field: CustomField = relation(
        custom_fields.custom_fields_by_id, attrgetter("field_id"), says="The custom field"
    )


def _named(
    keys: Annotated[
        list[str] | None,
        strawberry.argument(description="Only those of fields with these keys, at most 250"),
    ] = strawberry.UNSET,
) -> dict[str, Any]:
    return {"keys": unless_unset(keys)}


@strawberry.type
class WithCustomFields(Person):
    custom_fields: list[CustomValue] | None = relation(
        custom_values.values_of_customers,
        "custom",
        says="What the customer has in the tenant's own fields, at most 100, in the order of the"
        " fields. Customers see only fields that they may read",
        needs=Scope.CUSTOMERS_PII,
        takes=_named,
    )


@strawberry.input(
    one_of=True, description="A value for a custom field, under the name for its kind"
)
class CustomValueInput:
    text: strawberry.Maybe[str] = given(
        "Of a TEXT field, at most 1,000 characters; at most 255 where it can be filtered by"
    )
    number: strawberry.Maybe[Decimal] = given(
        "Of a NUMBER field, at most 14 digits before the point and 4 after it"
    )
    is_true: strawberry.Maybe[bool] = given("Of a BOOLEAN field")
    falls_on: strawberry.Maybe[date] = given("Of a DATE field, not before the year 1000")
    money: strawberry.Maybe[MoneyInput] = given("Of a MONEY field")
    option: strawberry.Maybe[str] = given("Of an OPTION field, one of its options")
    texts: strawberry.Maybe[list[str]] = given(
        "Of a TEXTS field, 1 to 50 different texts of at most 100 characters"
    )


@strawberry.input(description="What a customer is to have in a custom field")
class CustomFieldInput:
    key: str = asked("Key of the custom field")
    value: strawberry.Maybe[CustomValueInput | None] = given("What it is to have; null for nothing")


@strawberry.input(description="Which option is meant")
class OptionMatch:
    eq: strawberry.Maybe[str | None] = given("Is this option")
    in_: strawberry.Maybe[list[str] | None] = strawberry.field(
        name="in", default=None, description="Is one of these options, at most 250"
    )


@strawberry.input(description="Which texts must be among several; at most 250 each")
class TextsMatch:
    any: strawberry.Maybe[list[str] | None] = given("At least one of these")
    all: strawberry.Maybe[list[str] | None] = given("Every one of these")
    none: strawberry.Maybe[list[str] | None] = given("Not one of these")


@strawberry.input(
    description="What a customer must have in a custom field that can be filtered by; the name"
    " for its kind, and `isNull`, can be said"
)
class CustomFieldMatch:
    key: str = asked("Key of the custom field")
    text: strawberry.Maybe[TextMatch | None] = given("Of a TEXT field")
    number: strawberry.Maybe[DecimalMatch | None] = given("Of a NUMBER field")
    is_true: strawberry.Maybe[bool | None] = given("Of a BOOLEAN field")
    falls_on: strawberry.Maybe[DateMatch | None] = given("Of a DATE field")
    money: strawberry.Maybe[MoneyMatch | None] = given("Of a MONEY field")
    option: strawberry.Maybe[OptionMatch | None] = given("Of an OPTION field")
    texts: strawberry.Maybe[TextsMatch | None] = given("Of a TEXTS field")
    is_null: strawberry.Maybe[bool | None] = given("Is missing, or is there")
