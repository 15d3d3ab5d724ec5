"""What can be asked about the changes that made a customer what it is."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from db.base import told_as
from db.customers import CustomerRow
from db.history import LATEST
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.paging import Asked, Counted, Course, Listing

COURSE: Final = Course("customer.changes", LATEST)


class FieldName(NamedTuple):
    """A field, by the name that clients know."""

    name: str


async def changes_of_customers(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted, asked: Asked
) -> Sequence[Listing[Any]]:
    """The changes of each customer, the last one first."""
    window = COURSE.window(ctx, asked.checked(), wanted)
    found = await ctx.loaders.history_of_thing(window).level(ids, COURSE.needs(wanted))
    turn = COURSE.turn(ctx, asked, wanted, partial(_count, ctx))
    return [Listing(rows, turn, parent) for parent, rows in zip(ids, found, strict=True)]


async def fields_of_changes(
    _ctx: Context, replaced: Sequence[Mapping[str, Any]], _wanted: Wanted
) -> list[list[FieldName]]:
    """The fields whose values each change replaced."""
    return [[FieldName(told_as(CustomerRow, name)) for name in each] for each in replaced]


async def _count(ctx: Context, customer_id: UUID, _: str) -> Counted:
    return Counted(await ctx.loaders.change_count_of_thing.load(customer_id), is_exact=True)
