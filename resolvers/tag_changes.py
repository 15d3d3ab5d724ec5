"""What can be done with tags: make, change, remove."""

from uuid import UUID

from db.answers import Done
from db.ids import new_id
from db.tags import TagRow
from events.catalogue.tags import TagCreated, TagDeleted, TagUpdated
from resolvers.amend import amend
from resolvers.checks import Said, kept, present
from resolvers.context import Context
from resolvers.tag_fields import RULES, no_tag, taken


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
        if await change.remove(TagRow, tag_id) is None:
            raise no_tag()
        change.record(TagDeleted(tag_id=tag_id))
    return change.done
