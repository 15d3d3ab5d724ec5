"""What can be done with customers: create, change, and the states they pass through."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from auth.scopes import Scope
from db.answers import Done
from db.custom_values import values_claimed, values_freed
from db.customers import CustomerRow
from db.journal import Fact
from db.together import Part
from events.catalogue.customers import (
    CustomerActivated,
    CustomerBlocked,
    CustomerDeactivated,
    CustomerDeleted,
    CustomerRestored,
    CustomerUnblocked,
)
from resolvers.amend import amend
from resolvers.checks import Rule, Said, kept, present
from resolvers.context import Context
from resolvers.customer_fields import as_mapping, need_identity, only_own
from resolvers.customer_record import (
    Held,
    customer_change,
    get_to_know,
    know_otherwise,
    need_creator,
    told_of,
)
from resolvers.customers import need_customer, no_customer
from resolvers.fields import line
from resolvers.refusals import WrongState

_REASON = {"reason": Rule(("blocked_reason",), lambda said: line(said, most=500))}


async def create_customer(ctx: Context, said: Said) -> Done:
    """Get to know a customer."""
    need_creator(ctx)
    told = await told_of(ctx, present(said), is_new=True)
    need_identity(told.columns)
    async with customer_change(ctx, told.columns) as change:
        await get_to_know(ctx, change, told)
    return change.done


async def update_customer(
    ctx: Context, customer_id: UUID, said: Said, expected: int | None
) -> Done:
    """Change what is known of a customer."""
    if ctx.caller.limit_on(Scope.CUSTOMERS_UPDATE) is not None:
        only_own(said)
    told = await told_of(ctx, said)
    async with customer_change(ctx, told.columns) as change:
        current = await need_customer(change, customer_id)
        await know_otherwise(ctx, Held(change, current), told, expected)
    return change.done


async def deactivate_customer(ctx: Context, customer_id: UUID) -> Done:
    """Let a customer be known, but not active."""
    fact = CustomerDeactivated(customer_id=customer_id)
    return await _pass(ctx, fact, {"status": "INACTIVE"}, sources=("ACTIVE",))


async def activate_customer(ctx: Context, customer_id: UUID) -> Done:
    """Let a customer be active again."""
    fact = CustomerActivated(customer_id=customer_id)
    return await _pass(ctx, fact, {"status": "ACTIVE"}, sources=("INACTIVE",))


async def block_customer(ctx: Context, customer_id: UUID, reason: str) -> Done:
    """Lock a customer out, and say why."""
    said = kept({"reason": reason}, _REASON)
    values = {"blocked_at": ctx.now, "blocked_by": ctx.caller.actor_id, **said}
    fact = CustomerBlocked(customer_id=customer_id)
    states = ("ACTIVE", "INACTIVE")
    return await _pass(ctx, fact, {"status": "BLOCKED", **values}, sources=states)


async def unblock_customer(ctx: Context, customer_id: UUID) -> Done:
    """Let a customer in again."""
    nothing = dict.fromkeys(("blocked_at", "blocked_by", "blocked_reason"))
    fact = CustomerUnblocked(customer_id=customer_id)
    return await _pass(ctx, fact, {"status": "ACTIVE", **nothing}, sources=("BLOCKED",))


async def delete_customer(ctx: Context, customer_id: UUID) -> Done:
    """Put a customer away. Nothing is lost; its e-mail address and ids become free."""
    async with ctx.change() as change:
        current = await need_customer(change, customer_id)
        await amend(change, CustomerRow, current, {"deleted_at": ctx.now}, expected=None)
        await change.put_off(freed=Part(values_freed(), {"customer_id": customer_id}))
        change.record(CustomerDeleted(customer_id=customer_id))
    return change.done


async def restore_customer(ctx: Context, customer_id: UUID) -> Done:
    """Bring a customer back, unless somebody else has its e-mail address or ids by now."""
    values: dict[str, Any] = {}
    async with customer_change(ctx, values, "id") as change:
        current = await change.lock(CustomerRow, customer_id)
        if current is None:
            raise no_customer("id")
        values |= as_mapping(current)
        if current.deleted_at is None:
            raise WrongState("This customer was not deleted.", "id")
        await amend(change, CustomerRow, current, {"deleted_at": None}, expected=None)
        await change.put_off(claimed=Part(values_claimed(), {"customer_id": customer_id}))
        change.record(CustomerRestored(customer_id=customer_id))
    return change.done


async def _pass(
    ctx: Context, fact: Fact, values: Mapping[str, Any], *, sources: tuple[str, ...]
) -> Done:
    """Bring a customer from one state into another; already being there is no change."""
    async with ctx.change() as change:
        current = await need_customer(change, fact.subject_id)
        if current.status == values["status"] and values["status"] not in sources:
            change.unchanged(current.id)
        elif current.status not in sources:
            raise WrongState(f"This customer is {current.status}.", "id")
        else:
            await amend(change, CustomerRow, current, values, expected=None)
            change.record(fact)
    return change.done
