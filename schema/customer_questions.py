"""Questions about customers: which ones, by which words, and in which order."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from auth.scopes import Scope
from resolvers.customer_filters import needed
from resolvers.customer_lists import Question, Sort
from resolvers.refusals import Refusal
from schema.customer_kinds import DeletedCustomers
from schema.customer_where import CustomerWhere, plainly
from schema.inputs import given, said, unless_unset
from schema.needs import argument, enum_value
from schema.pages import After, Before, First, Last, paged


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
        "Key of a custom field that can be filtered by, and holds one value: not MONEY or TEXTS",
        Scope.CUSTOMERS_PII,
    )
    direction: SortDirection = strawberry.field(
        default=SortDirection.ASC, description="Direction of the sort"
    )
    nulls: strawberry.Maybe[SortNulls | None] = given(
        "Where missing values stand; unless said, last when ascending and first when descending"
    )


Where = Annotated[
    CustomerWhere | None, strawberry.argument(description="Which customers are wanted")
]
SortBy = Annotated[
    list[CustomerSort] | None,
    strawberry.argument(description="Order of the list, by at most 4 fields"),
]
Search = Annotated[
    str | None,
    argument(
        "Beginnings of words of names, company, e-mail address, telephone number or external id,"
        " in any order, in at most 255 characters. Who has every word as a whole comes first, then"
        " who has the rarest one as a whole, then the others; within each, names before companies"
        " before addresses and numbers, and last addresses that begin like a name of the same"
        " customer; then by the alphabet, then the newest first. Blank, it finds everybody",
        Scope.CUSTOMERS_PII,
    ),
]

SearchAmong = Annotated[
    str | None,
    argument(
        "Beginnings of words by which customers are known, in any order, in at most 255"
        " characters. Blank, it finds everybody",
        Scope.CUSTOMERS_PII,
    ),
]


def sought(
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
    last: Last = strawberry.UNSET,
    before: Before = strawberry.UNSET,
    where: Where = strawberry.UNSET,
    sort_by: SortBy = strawberry.UNSET,
    search: Search = strawberry.UNSET,
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


def sought_among(
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
    last: Last = strawberry.UNSET,
    before: Before = strawberry.UNSET,
    where: Where = strawberry.UNSET,
    sort_by: SortBy = strawberry.UNSET,
    search: Annotated[
        str | None,
        argument(
            "Beginnings of words by which customers are known, in any order, in at most 255"
            " characters; the best fit comes first. Blank, it finds everybody",
            Scope.CUSTOMERS_PII,
        ),
    ] = strawberry.UNSET,
) -> dict[str, Any]:
    """What a list takes of customers who belong to something else."""
    living = DeletedCustomers.EXCLUDE
    question = question_of(where or None, sort_by or None, unless_unset(search), living)
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
        where=plainly(where) if where else None,
        sort_by=[_sort(said(each)) for each in sort_by or ()],
        search=search,
        deleted=deleted.name,
    )


def _sort(told: dict[str, Any]) -> Sort:
    field, custom, nulls = (told.get(name) for name in ("field", "custom_field", "nulls"))
    if (field is None) is (custom is None):
        raise Refusal("Sort by either a field or a custom field.", "sort_by")
    return Sort(field, told["direction"] == "DESC", nulls and nulls == "FIRST", custom)
