"""What can be done with a tenant's own fields: make, change, retire, bring back."""

from typing import Any
from uuid import UUID

from db.answers import Done
from db.change import Change
from db.custom_fields import MOST, CustomFieldRow, field_count
from db.ids import new_id
from db.turns import turn_awaited
from events.catalogue.custom_fields import (
    CustomFieldCreated,
    CustomFieldRestored,
    CustomFieldRetired,
    CustomFieldUpdated,
)
from resolvers.amend import amend
from resolvers.checks import Said, kept, present
from resolvers.context import Context
from resolvers.custom_field_rules import RULES, need_fit, no_field, odd, searchable, taken
from resolvers.refusals import LimitReached


async def create_custom_field(ctx: Context, said: Said) -> Done:
    """Make a field of the tenant's own."""
    told = present(said)
    values = searchable(kept(told, RULES, odd(told)))
    async with ctx.change(
        uq_custom_fields_key=lambda: taken(ctx, lambda: values["key"], "key")
    ) as change:
        await _need_room(change)
        made = await change.insert(
            CustomFieldRow, id=new_id(), created_by=change.actor_id, **values
        )
        change.record(CustomFieldCreated(custom_field_id=made.id))
    return change.done


async def update_custom_field(
    ctx: Context, field_id: UUID, said: Said, expected: int | None
) -> Done:
    """Change what a field is called, who sees it, and what may be chosen in it."""
    values = kept(said, RULES)
    async with ctx.change() as change:
        current = await _need_field(change, field_id)
        need_fit(current.kind, values)
        if changed := await amend(change, CustomFieldRow, current, values, expected=expected):
            change.record(CustomFieldUpdated(custom_field_id=field_id, fields_changed=changed))
    return change.done


async def retire_custom_field(ctx: Context, field_id: UUID) -> Done:
    """Use a field no more. What customers have in it is kept."""
    async with ctx.change() as change:
        current = await _need_field(change, field_id)
        if current.retired_at is not None:
            change.unchanged(field_id)
        else:
            await amend(change, CustomFieldRow, current, {"retired_at": ctx.now}, expected=None)
            change.record(CustomFieldRetired(custom_field_id=field_id))
    return change.done


async def restore_custom_field(ctx: Context, field_id: UUID) -> Done:
    """Use a retired field again, unless another one has its key by now."""
    was: dict[str, Any] = {}
    async with ctx.change(
        uq_custom_fields_key=lambda: taken(ctx, lambda: was["key"], "id")
    ) as change:
        current = await _need_field(change, field_id)
        was["key"] = current.key
        if current.retired_at is None:
            change.unchanged(field_id)
        else:
            await _need_room(change)
            await amend(change, CustomFieldRow, current, {"retired_at": None}, expected=None)
            change.record(CustomFieldRestored(custom_field_id=field_id))
    return change.done


async def _need_field(change: Change, field_id: UUID) -> CustomFieldRow:
    current = await change.lock(CustomFieldRow, field_id)
    if current is None:
        raise no_field()
    return current


async def _need_room(change: Change) -> None:
    await change.records(turn_awaited(), turn="custom_fields")
    if await change.number(field_count()) >= MOST:
        raise LimitReached(f"A tenant uses at most {MOST} custom fields; retire one first.")
