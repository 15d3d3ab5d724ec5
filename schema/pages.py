"""Pages: lists that go on, read from either end, as connections."""

import asyncio
from collections.abc import Sequence
from enum import Enum
from operator import attrgetter, itemgetter
from typing import Annotated, Any

import strawberry

from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.paging import DEFAULT_SIZE, MOST, Asked, Counted, Listing
from resolvers.paging import Edge as ListedEdge
from schema.fields import held, relation
from schema.inputs import unless_unset
from schema.scalars import Cursor
from schema.views import View, behind


@strawberry.enum(description="How exactly a list is counted")
class CountMode(Enum):
    EXACT = strawberry.enum_value("EXACT", description="To the last one, whatever it costs")
    CAPPED = strawberry.enum_value("CAPPED", description="Exact up to 10,000, and no further")
    ESTIMATED = strawberry.enum_value(
        "ESTIMATED", description="Exact up to 10,000, and beyond that about right"
    )


@strawberry.type(description="How many there are")
class Count(View):
    value: int = held(attrgetter("value"), says="Number of items")
    is_exact: bool = held(attrgetter("is_exact"), says="Whether there are exactly so many")


@strawberry.type(description="Where a page stands in its list")
class PageInfo(View):
    has_next_page: bool = held(attrgetter("has_next"), says="Whether more follow", looks_on=True)
    has_previous_page: bool = held(
        attrgetter("has_previous"), says="Whether more come before", looks_on=True
    )
    start_cursor: Cursor | None = held(
        attrgetter("start_cursor"), says="Cursor of the first item", is_cursor=True
    )
    end_cursor: Cursor | None = held(
        attrgetter("end_cursor"), says="Cursor of the last item", is_cursor=True
    )


def _cursor(edge: ListedEdge[Any]) -> str:
    page, number, _ = edge
    return page.cursors[number]


@strawberry.type
class Edge(View):
    """An item at its place; each noun adds the item."""

    cursor: Cursor = held(_cursor, says="Place of the item in its list", is_cursor=True)


def node(says: str) -> Any:
    """The item of an edge."""
    return held(itemgetter(2), says=says)


def nodes(says: str) -> Any:
    """The items of a page."""
    return held(attrgetter("rows"), says=says)


def edges(says: str) -> Any:
    """The items of a page, each at its place."""
    return held(attrgetter("edges"), says=says)


async def _counts(
    _ctx: Context, listings: Sequence[Listing[Any]], _wanted: Wanted, mode: str
) -> list[Counted]:
    return list(await asyncio.gather(*(listing.count(mode) for listing in listings)))


def _how(
    mode: Annotated[
        CountMode, strawberry.argument(description="How exactly to count")
    ] = CountMode.CAPPED,
) -> dict[str, Any]:
    return {"mode": mode.name}


@strawberry.type
class Connection(View):
    """A page of a list; each noun adds its items."""

    page_info: PageInfo = held(behind, says="Where the page stands in its list")
    total_count: Count = relation(
        _counts,
        behind,
        says="Number of items in the whole list; counted only when asked",
        takes=_how,
    )


First = Annotated[
    int | None,
    strawberry.argument(
        description=f"How many from the start; {DEFAULT_SIZE} unless said, at most {MOST}"
    ),
]
After = Annotated[Cursor | None, strawberry.argument(description="Cursor to go on after")]
Last = Annotated[
    int | None,
    strawberry.argument(description=f"How many from the end, at most {MOST}"),
]
Before = Annotated[Cursor | None, strawberry.argument(description="Cursor to go back before")]


def paged(
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
    last: Last = strawberry.UNSET,
    before: Before = strawberry.UNSET,
) -> dict[str, Any]:
    """What every list that goes on takes."""
    return {"asked": Asked(*(unless_unset(value) for value in (first, after, last, before)))}
