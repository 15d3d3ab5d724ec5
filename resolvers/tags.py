"""What can be asked about tags."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from db.tags import BY_PRIORITY, TagRow, tag_count, tags_page
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.paging import Asked, Counted, Course, Listing

COURSE: Final = Course("tags", BY_PRIORITY)


async def tags_by_id(ctx: Context, ids: Sequence[UUID], wanted: Wanted) -> Sequence[TagRow | None]:
    """The tag of each id."""
    return await ctx.loaders.tag.level(ids, wanted)


async def tags(ctx: Context, wanted: Wanted, asked: Asked) -> Listing[Any]:
    """The tags of the tenant, the most important first."""
    window = COURSE.window(ctx, asked.checked(), wanted)
    stmt = tags_page(window.keys, window.place)
    rows = await ctx.reads.all(stmt, COURSE.needs(wanted), **window.said)
    return Listing(rows, COURSE.turn(ctx, asked, wanted, partial(_count, ctx)))


async def _count(ctx: Context, *_: Any) -> Counted:
    return Counted(await ctx.reads.number(tag_count()), is_exact=True)
