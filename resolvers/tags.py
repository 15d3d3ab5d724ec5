"""What can be done with tags."""

from typing import Final
from uuid import UUID

from db.change import Done
from db.ids import new_id
from db.tags import BY_PRIORITY, TagRow, tag_count, tag_removed, tags_by_label, tags_page
from events.catalogue.tags import TagCreated, TagDeleted, TagUpdated
from resolvers.amend import amend
from resolvers.checks import NEVER, Rule, Said, kept, present
from resolvers.context import Context
from resolvers.fields import colour, label_norm, line, whole
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.refusals import NotFound, Taken

COURSE: Final = Course("tags", BY_PRIORITY)


async def tag(ctx: Context, tag_id: UUID) -> TagRow | None:
    """A tag by its id."""
    return await ctx.loaders.tag.load(tag_id)


async def tags(ctx: Context, asked: Asked) -> Listing[TagRow]:
    """The tags of the tenant, the most important first."""
    window = COURSE.window(ctx, asked.checked())
    stmt = tags_page(window.keys, window.place)
    rows = await ctx.reads.all(stmt, **window.said)

    async def count(_: str) -> Counted:
        return Counted(await ctx.reads.number(tag_count()), is_exact=True)

    return COURSE.listing(ctx, asked, rows, count)


async def create_tag(ctx: Context, said: Said) -> Done:
    """Make a tag that customers can wear."""
    values = kept(present(said), RULES)
    async with ctx.change(uq_tags_label=lambda: taken(ctx, values)) as change:
        made = await change.insert(TagRow, id=new_id(), created_by=change.actor_id, **values)
        change.record(TagCreated(tag_id=made.id))
    return change.done


async def update_tag(ctx: Context, tag_id: UUID, said: Said, expected: int | None) -> Done:
    """Give a tag another label, colour or priority."""
    values = kept(said, RULES)
    async with ctx.change(uq_tags_label=lambda: taken(ctx, values)) as change:
        current = await change.lock(TagRow, tag_id)
        if current is None:
            raise no_tag()
        if changed := await amend(change, TagRow, current, values, expected=expected):
            change.record(TagUpdated(tag_id=tag_id, fields_changed=changed))
    return change.done


async def delete_tag(ctx: Context, tag_id: UUID) -> Done:
    """Remove a tag, and with it from everybody who wears it."""
    async with ctx.change() as change:
        if not await change.run(tag_removed(), row_id=tag_id):
            raise no_tag()
        change.record(TagDeleted(tag_id=tag_id))
    return change.done


def label_kept(said: str) -> tuple[str, str]:
    """A label as it is shown, and the form in which no two may be equal."""
    label = line(said, most=50)
    return label, label_norm(label)


def no_tag(field: str = "id") -> NotFound:
    """What is said of a tag that is not there."""
    return NotFound("There is no such tag.", field)


def taken(ctx: Context, values: Said) -> Taken:
    """What is said of a label that another tag has."""

    async def find() -> UUID | None:
        has = await ctx.reads.first(tags_by_label(), labels=[values["label_norm"]])
        return has.id if has else None

    return Taken("Another tag already has this label.", "label", kind="tag", find=find)


RULES: Final = {
    "label": Rule(("label", "label_norm"), label_kept, NEVER),
    "color": Rule(("color",), colour),
    "priority": Rule(("priority",), lambda said: whole(said, 0, 1000), NEVER),
}
