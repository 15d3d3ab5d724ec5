"""What can be done with the tags that a customer wears."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from db.answers import Busy, Done
from db.change import Change
from db.customer_tags import MOST, put_on, taken_off, worn_by
from db.ids import new_id
from db.tags import TagRow, tags_by_id, tags_by_label
from events.catalogue.customer_tags import CustomerTagged, CustomerUntagged
from events.catalogue.tags import TagCreated
from resolvers.checks import Rule, kept
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.customers import need_customer
from resolvers.refusals import LimitReached
from resolvers.tag_fields import label_kept, no_tag

_LABEL = {"labels": Rule(("label", "label_norm"), label_kept)}


async def tags_of_customers(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted
) -> Sequence[Sequence[Any]]:
    """The tags that each customer wears, the most important first."""
    return await ctx.loaders.tags_of_customer.level(ids, wanted)


async def add_tags(
    ctx: Context, customer_id: UUID, tag_ids: Sequence[UUID], labels: Sequence[str]
) -> Done:
    """Put tags on a customer. Those it wears stay; labels that are new become tags."""
    # Always in the same order, so that two who make the same tags do not wait in a ring.
    wanted = sorted((kept({"labels": label}, _LABEL) for label in labels), key=_norm)
    async with _meanwhile(ctx) as change:
        await need_customer(change, customer_id, "customer_id")
        await _need_tags(change, tag_ids)
        named = [await _tag_named(change, values) for values in wanted]
        await _put_on(change, customer_id, [*tag_ids, *named])
    return change.done


async def remove_tags(ctx: Context, customer_id: UUID, tag_ids: Sequence[UUID]) -> Done:
    """Take tags off a customer. Those it does not wear are passed over."""
    async with ctx.change() as change:
        await need_customer(change, customer_id, "customer_id")
        await _need_tags(change, tag_ids)
        worn = await _worn(change, customer_id)
        await _take_off(change, customer_id, sorted(worn & set(tag_ids)))
    return change.done


async def set_tags(ctx: Context, customer_id: UUID, tag_ids: Sequence[UUID]) -> Done:
    """Let a customer wear these tags and no others."""
    async with _meanwhile(ctx) as change:
        await need_customer(change, customer_id, "customer_id")
        await _need_tags(change, tag_ids)
        worn = await _worn(change, customer_id)
        await _take_off(change, customer_id, sorted(worn - set(tag_ids)))
        await _put_on(change, customer_id, tag_ids)
    return change.done


async def _put_on(change: Change, customer_id: UUID, tag_ids: Sequence[UUID]) -> None:
    change.unchanged(customer_id)
    worn = await _worn(change, customer_id)
    new = sorted(set(tag_ids) - worn)
    if len(worn) + len(new) > MOST:
        raise LimitReached(f"A customer wears at most {MOST} tags.", "tag_ids")
    if not new:
        return
    by = change.actor_id
    await change.run(put_on(), customer_id=customer_id, tag_ids=new, created_by=by)
    for tag_id in new:
        change.record(CustomerTagged(customer_id=customer_id, tag_id=tag_id, created_by=by))


async def _take_off(change: Change, customer_id: UUID, tag_ids: Sequence[UUID]) -> None:
    change.unchanged(customer_id)
    if not tag_ids:
        return
    for row in await change.run(taken_off(), customer_id=customer_id, tag_ids=list(tag_ids)):
        change.record(CustomerUntagged(customer_id=customer_id, tag_id=row.tag_id))


async def _worn(change: Change, customer_id: UUID) -> set[UUID]:
    return {row.tag_id for row in await change.all(worn_by(), customer_id=customer_id)}


async def _need_tags(change: Change, tag_ids: Sequence[UUID]) -> None:
    known = await change.all(tags_by_id(), ids=list(tag_ids))
    if len(known) < len(set(tag_ids)):
        raise no_tag("tag_ids")


async def _tag_named(change: Change, values: dict[str, str]) -> UUID:
    """The id of the tag with a label, made if there is none."""
    known = await change.first(tags_by_label(), labels=[values["label_norm"]])
    if known is None:
        known = await change.insert(TagRow, id=new_id(), created_by=change.actor_id, **values)
        change.record(TagCreated(tag_id=known.id))
    return known.id


def _meanwhile(ctx: Context) -> Change:
    """A change during which others may make the tags that it makes, or remove those it names."""
    return ctx.change(
        uq_tags_label=lambda: Busy("Somebody made a tag with this label in the same moment."),
        fk_customer_tags_tenant_id_tag_id=lambda: no_tag("tag_ids"),
    )


def _norm(values: dict[str, str]) -> str:
    return values["label_norm"]
