"""Groups of customers as clients see them: what they have in common, and figures about each."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from auth.scopes import Scope
from resolvers import customer_groups, tags
from resolvers.customer_filters import needed
from resolvers.customer_groups import MOST_GROUPS, MOST_KEYS, Asked, Key, filtered_as, keys_of
from schema.customer_kinds import DeletedCustomers
from schema.customer_questions import SortDirection, question_of
from schema.customer_where import CustomerWhere
from schema.fields import computed, held, relation
from schema.ids import shown_id
from schema.inputs import asked, given, said, unless_unset
from schema.needs import argument, enum_value
from schema.tags import Tag
from schema.views import View

_PERSONAL = "; needs `customers:pii`"


def _groupable(name: str, description: str) -> Any:
    return enum_value(name, description, needed(filtered_as(name)))


@strawberry.enum(description="What customers can be grouped by")
class CustomerGroupField(Enum):
    BORN_MONTH = _groupable("born_month", f"Month of the birthday, as `02`{_PERSONAL}")
    BORN_YEAR = _groupable("born_year", f"Year of birth, as `1984`{_PERSONAL}")
    CITY = _groupable("city", f"Town{_PERSONAL}")
    COUNTRY_CODE = _groupable("country_code", f"Country{_PERSONAL}")
    CREATED_DAY = _groupable("created_day", "Day on which it became known, as `2027-01-31`")
    CREATED_MONTH = _groupable("created_month", "Month in which it became known, as `2027-01`")
    CREATED_YEAR = _groupable("created_year", "Year in which it became known, as `2027`")
    GENDER = _groupable("gender", f"Gender{_PERSONAL}")
    KIND = _groupable("kind", "Person or company")
    LOYALTY_TIER = _groupable("loyalty_tier", "Step of the loyalty programme")
    MARKETING_OPT_IN = _groupable("marketing_opt_in", "Whether marketing is welcome")
    NATIONALITY = _groupable("nationality", f"Nationality{_PERSONAL}")
    NEWSLETTER_SUBSCRIBED = _groupable("newsletter_subscribed", "Whether it is subscribed")
    PREFERRED_CHANNEL = _groupable("preferred_channel", "Preferred channel")
    PREFERRED_LANGUAGE = _groupable("preferred_language", "Preferred language")
    REGION = _groupable("region", f"Region{_PERSONAL}")
    STATUS = _groupable("status", "Whether it may act")
    TAG = _groupable(
        "tag",
        "Tag; who wears several is in several groups, who wears none in none; needs `tags:read`",
    )
    TYPE = _groupable("type", "How it buys")


@strawberry.input(one_of=True, description="What customers are grouped by; exactly one of these")
class CustomerGroupBy:
    field: strawberry.Maybe[CustomerGroupField] = given("Field that every customer has")


@strawberry.enum(description="What groups can be sorted by")
class CustomerGroupSortField(Enum):
    COUNT = strawberry.enum_value("COUNT", description="Number of customers")
    KEY = strawberry.enum_value("KEY", description="What they have in common; tags by their label")


@strawberry.input(description="Order of groups; ties are broken by what they have in common")
class CustomerGroupSort:
    field: CustomerGroupSortField = asked("What to sort by")
    direction: SortDirection = strawberry.field(
        default=SortDirection.ASC, description="Direction of the sort"
    )


@strawberry.type(description="Number of several customers, taken together")
class NumberFigures(View):
    sum: Decimal | None = held(attrgetter("sum"), says="Sum; null of nobody")
    min: int | None = held(attrgetter("min"), says="Smallest")
    max: int | None = held(attrgetter("max"), says="Greatest")
    average: float | None = held(attrgetter("average"), says="Average")


@strawberry.type(description="Timestamps of several customers, taken together")
class TimeFigures(View):
    first_at: datetime | None = held(attrgetter("first"), says="Timestamp of the first")
    last_at: datetime | None = held(attrgetter("last"), says="Timestamp of the last")


def _numbers(column: str, says: str) -> Any:
    return relation(customer_groups.numbers, column, says=says)


def _times(column: str, says: str) -> Any:
    return relation(customer_groups.instants, column, says=says)


@strawberry.type
class _Figures(View):
    """What is said of several customers; a figure that nobody asks for is not worked out."""

    count: int = computed(lambda count: count, of=("count",), says="Number of customers")
    created: TimeFigures = _times("created_at", "When they became known")
    last_interaction: TimeFigures = _times("last_interaction_at", "When they were last met")
    loyalty_points: NumberFigures = _numbers("loyalty_points", "Points of the loyalty programme")


@strawberry.type(description="What is said of all customers who were asked for, each counted once")
class CustomerFigures(_Figures):
    pass


def _value(key: Key) -> str | None:
    return shown_id("tag", key.tag_id) if key.tag_id else key.value


@strawberry.type(description="What the customers of a group have in common in one field")
class CustomerGroupKey(View):
    field: CustomerGroupField = held(attrgetter("field"), says="The field")
    value: str | None = held(
        _value, says="What they have in it, for tags the ID; null where nothing is known"
    )
    label: str | None = held(
        attrgetter("label"), says="The same for people to read: of tags, the label"
    )
    tag: Tag | None = relation(
        tags.tags_by_id,
        attrgetter("tag_id"),
        says="The tag, where it is one",
        needs=Scope.TAGS_READ,
    )


@strawberry.type(description="Customers who have something in common")
class CustomerGroup(_Figures):
    keys: list[CustomerGroupKey] = held(
        keys_of, says="What they have in common, in the order in which it was asked for"
    )


@strawberry.type(description="Groups of customers")
class CustomerGroups(View):
    groups: list[CustomerGroup] = held(attrgetter("rows"), says="The groups, at most `first`")
    total: CustomerFigures = held(
        attrgetter("total"), says="What is said of all of them together", looks_on=True
    )
    is_complete: bool = held(attrgetter("is_complete"), says="Whether these are all groups")


def grouped(
    by: Annotated[
        list[CustomerGroupBy],
        strawberry.argument(
            description=f"What the customers of a group have in common: 1 to {MOST_KEYS} fields,"
            " of which one may be a period; periods are of the tenant's time zone"
        ),
    ],
    where: Annotated[
        CustomerWhere | None, strawberry.argument(description="Which customers are wanted")
    ] = strawberry.UNSET,
    search: Annotated[
        str | None,
        argument("Words by which they are found, as in `customers`", Scope.CUSTOMERS_PII),
    ] = strawberry.UNSET,
    deleted: Annotated[
        DeletedCustomers,
        strawberry.argument(
            description="Deleted customers; other than EXCLUDE needs `customers:delete`"
        ),
    ] = DeletedCustomers.EXCLUDE,
    sort_by: Annotated[
        CustomerGroupSort | None,
        strawberry.argument(description="Order of the groups; the largest first unless said"),
    ] = strawberry.UNSET,
    first: Annotated[
        int, strawberry.argument(description=f"How many groups, at most {MOST_GROUPS}")
    ] = 50,
) -> dict[str, Any]:
    """What groups of customers take."""
    order = said(sort_by) if sort_by else {"field": "COUNT", "direction": "DESC"}
    return {
        "question": question_of(where or None, None, unless_unset(search), deleted),
        "asked": Asked(
            by=[said(each)["field"] for each in by],
            by_count=order["field"] == "COUNT",
            descending=order["direction"] == "DESC",
            first=first,
        ),
    }
