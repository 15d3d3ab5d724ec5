"""Pages: lists that go on, read from either end, as connections."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, Any, TypeVar

import strawberry

from resolvers.paging import DEFAULT_SIZE, MOST, Asked, Counted, Listing
from schema.inputs import unless_unset
from schema.scalars import Cursor
from schema.views import shown

C = TypeVar("C")


@strawberry.enum(description="How exactly a list is counted")
class CountMode(Enum):
    EXACT = strawberry.enum_value("EXACT", description="To the last one, whatever it costs")
    CAPPED = strawberry.enum_value("CAPPED", description="Exact up to 10,000, and no further")
    ESTIMATED = strawberry.enum_value(
        "ESTIMATED", description="Exact up to 10,000, and beyond that about right"
    )


@strawberry.type(description="How many there are")
class Count:
    value: int = shown("Number of items")
    is_exact: bool = shown("Whether there are exactly so many")


@strawberry.type(description="Where a page stands in its list")
class PageInfo:
    has_next_page: bool = shown("Whether more follow")
    has_previous_page: bool = shown("Whether more come before")
    start_cursor: Cursor | None = shown("Cursor of the first item")
    end_cursor: Cursor | None = shown("Cursor of the last item")


@strawberry.type
class Edge:
    """An item at its place; each noun adds the item."""

    cursor: Cursor = shown("Place of the item in its list")


@strawberry.type
class Connection:
    """A page of a list; each noun adds its items."""

    count: strawberry.Private[Callable[[str], Awaitable[Counted]]]
    page_info: PageInfo = shown("Where the page stands in its list")

    @strawberry.field(description="Number of items in the whole list; counted only when asked")
    async def total_count(
        self,
        mode: Annotated[
            CountMode, strawberry.argument(description="How exactly to count")
        ] = CountMode.CAPPED,
    ) -> Count:
        counted = await self.count(mode.name)
        return Count(value=counted.value, is_exact=counted.is_exact)


def connected(
    kind: Callable[..., C], edge: Any, listing: Listing[Any], view: Callable[[Any], Any]
) -> C:
    """Show a page of rows as a connection of this kind, with edges of that kind."""
    cursors = [Cursor(cursor) for cursor in listing.cursors]
    nodes = [view(row) for row in listing.rows]
    return kind(
        count=listing.count,
        nodes=nodes,
        edges=[edge(cursor=c, node=node) for c, node in zip(cursors, nodes, strict=True)],
        page_info=PageInfo(
            has_next_page=listing.has_next,
            has_previous_page=listing.has_previous,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        ),
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


def page(first: int | None, after: str | None, last: int | None, before: str | None) -> Asked:
    """What a client asks of a list."""
    return Asked(*(unless_unset(value) for value in (first, after, last, before)))
