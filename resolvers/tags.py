"""What can be asked about tags."""

from typing import Final
from uuid import UUID

from db.tags import BY_PRIORITY, TagRow, tag_count, tags_page
from resolvers.context import Context
from resolvers.paging import Asked, Counted, Course, Listing

COURSE: Final = Course("tags", BY_PRIORITY)


async def tag(ctx: Context, tag_id: UUID) -> TagRow | None:
    """A tag by its id."""
    return await ctx.loaders.tag.load(tag_id)


async def tags(ctx: Context, asked: Asked) -> Listing[TagRow]:
    """The tags of the tenant, the most important first."""
    window = COURSE.window(ctx, asked.checked())
    rows = await ctx.reads.all(tags_page(window.keys, window.place), **window.said)

    async def count(_: str) -> Counted:
        return Counted(await ctx.reads.number(tag_count()), is_exact=True)

    return COURSE.listing(ctx, asked, rows, count)
