"""Which customers a client wants, and in which order."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Optional
from uuid import UUID

import strawberry
from strawberry.types.arguments import InputContext

from auth.scopes import Scope
from resolvers.customer_filters import needed
from resolvers.customer_lists import Question, Sort
from resolvers.refusals import Refusal
from schema.custom_values import CustomFieldMatch
from schema.customer_kinds import (
    ContactChannel,
    CustomerKind,
    CustomerStatus,
    CustomerType,
    DeletedCustomers,
    Gender,
    LoyaltyTier,
)
from schema.ids import id_of
from schema.inputs import given, said, unless_unset
from schema.matches import (
    DateMatch,
    DateTimeMatch,
    IdMatch,
    IntMatch,
    TagMatch,
    TextMatch,
    enum_match,
)
from schema.needs import argument, declare, enum_value, sight
from schema.pages import After, Before, First, Last, paged

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


def _sortable(name: str, description: str) -> Any:
    return enum_value(name, description, needed(name))


@strawberry.enum(description="What customers can be sorted by")
class CustomerSortField(Enum):
    BORN_ON = _sortable("born_on", "Birthday; needs `customers:pii`")
    COMPANY_NAME = _sortable("company_name", "Name of the company; needs `customers:pii`")
    CREATED_AT = _sortable("created_at", "When the customer became known")
    DISPLAY_NAME = _sortable("display_name", "What it is called; needs `customers:pii`")
    EMAIL = _sortable("email", "E-mail address; needs `customers:pii`")
    FIRST_NAME = _sortable("first_name", "First name; needs `customers:pii`")
    LAST_INTERACTION_AT = _sortable("last_interaction_at", "Last contact")
    LAST_NAME = _sortable("last_name", "Last name; needs `customers:pii`")
    LOYALTY_POINTS = _sortable("loyalty_points", "Points of the loyalty programme")
    STATUS = _sortable("status", "Whether it may act")
    TYPE = _sortable("type", "How it buys")
    UPDATED_AT = _sortable("updated_at", "Last change")


@strawberry.enum(description="Direction of a sort")
class SortDirection(Enum):
    ASC = strawberry.enum_value("ASC", description="Smallest, earliest, first letter first")
    DESC = strawberry.enum_value("DESC", description="Greatest, latest, last letter first")


@strawberry.enum(description="Where missing values stand")
class SortNulls(Enum):
    FIRST = strawberry.enum_value("FIRST", description="Before all others")
    LAST = strawberry.enum_value("LAST", description="After all others")


@strawberry.input(
    description="One field that customers are sorted by, either one that all have or one of the"
    " tenant's own; ties are broken by age and id"
)
class CustomerSort:
    field: strawberry.Maybe[CustomerSortField | None] = given("What to sort by")
    custom_field: strawberry.Maybe[str | None] = given(
        "Key of a custom field that can be filtered by, and holds one value: not MONEY or TEXTS;"
        " needs `customers:pii`"
    )
    direction: SortDirection = strawberry.field(
        default=SortDirection.ASC, description="Direction of the sort"
    )
    nulls: strawberry.Maybe[SortNulls | None] = given(
        "Where missing values stand; unless said, last when ascending and first when descending"
    )


def sought(
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
    last: Last = strawberry.UNSET,
    before: Before = strawberry.UNSET,
    where: Annotated[
        CustomerWhere | None, strawberry.argument(description="Which customers are wanted")
    ] = strawberry.UNSET,
    sort_by: Annotated[
        list[CustomerSort] | None,
        strawberry.argument(description="Order of the list, by at most 4 fields"),
    ] = strawberry.UNSET,
    search: Annotated[
        str | None,
        argument(
            "Beginnings of words of names, company, e-mail address, telephone"
            " number or external id, in any order, in at most 255 characters; the best fit"
            " comes first",
            Scope.CUSTOMERS_PII,
        ),
    ] = strawberry.UNSET,
    deleted: Annotated[
        DeletedCustomers,
        strawberry.argument(
            description="Deleted customers; other than EXCLUDE needs `customers:delete`"
        ),
    ] = DeletedCustomers.EXCLUDE,
) -> dict[str, Any]:
    """What the list of customers takes."""
    question = question_of(where or None, sort_by or None, unless_unset(search), deleted)
    return {"question": question, **paged(first, after, last, before)}


def question_of(
    where: CustomerWhere | None,
    sort_by: list[CustomerSort] | None,
    search: str | None,
    deleted: DeletedCustomers,
) -> Question:
    if len(sort_by or ()) > 4:  # noqa: PLR2004  # said in the message
        raise Refusal("Sort by at most 4 fields.", "sort_by")
    return Question(
        where=_plain(said(where)) if where else None,
        sort_by=[_sort(said(each)) for each in sort_by or ()],
        search=search,
        deleted=deleted.name,
    )


def _sort(told: dict[str, Any]) -> Sort:
    field, custom, nulls = (told.get(name) for name in ("field", "custom_field", "nulls"))
    if (field is None) is (custom is None):
        raise Refusal("Sort by either a field or a custom field.", "sort_by")
    return Sort(field, told["direction"] == "DESC", nulls and nulls == "FIRST", custom)


def _plain(told: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """The same with ids as they are kept, and without what says nothing."""
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
