"""What can be done with customers: create, change, and the states they pass through."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from auth.scopes import Scope
from db.answers import Done
from db.change import Change
from db.custom_values import values_claimed, values_freed
from db.customer_tokens import tokens_forgotten, tokens_kept
from db.customers import CustomerRow, customer_by
from db.ids import new_id
from db.journal import Fact
from db.together import Part
from events.catalogue.customers import (
    CustomerActivated,
    CustomerBlocked,
    CustomerCreated,
    CustomerDeactivated,
    CustomerDeleted,
    CustomerRestored,
    CustomerUnblocked,
    CustomerUpdated,
)
from resolvers.amend import amend
from resolvers.checks import Rule, Said, kept, present
from resolvers.context import Context
from resolvers.custom_values import (
    NAME,
    keep_values,
    replace_values,
    said_of,
    said_of_new,
    taken_meanwhile,
)
from resolvers.customer_fields import (
    FINDING,
    NAMING,
    as_mapping,
    derived,
    need_identity,
    only_own,
    rules,
    tokens,
)
from resolvers.customers import need_customer, no_customer
from resolvers.fields import line
from resolvers.refusals import Refusal, Taken, WrongState

_REASON = {"reason": Rule(("blocked_reason",), lambda said: line(said, most=500))}


async def create_customer(ctx: Context, said: Said) -> Done:
    """Get to know a customer."""
    plain, own = _parted(present(said))
    given = await said_of_new(ctx, own)
    values = kept(plain, rules(ctx), given.wrong)
    need_identity(values)
    made = new_id()
    async with _change(ctx, values) as change:
        row = {**values, **derived(made, values), "custom": given.document({})}
        await change.put_off(
            made=change.added(CustomerRow, id=made, created_by=change.actor_id, **row),
            tokens=Part(tokens_kept(), {"customer_id": made, **tokens(row)}),
        )
        await keep_values(ctx, change, made, given)
        change.record(CustomerCreated(customer_id=made, user_id=values.get("user_id")))
    return change.done


async def update_customer(
    ctx: Context, customer_id: UUID, said: Said, expected: int | None
) -> Done:
    """Change what is known of a customer."""
    if ctx.caller.limit_on(Scope.CUSTOMERS_UPDATE) is not None:
        only_own(said)
    plain, own = _parted(said)
    given = await said_of(ctx, own)
    values = kept(plain, rules(ctx), given.wrong)
    async with _change(ctx, values) as change:
        current = await need_customer(change, customer_id)
        _keep_user(current, values)
        becomes = {**as_mapping(current), **values}
        need_identity(becomes)
        if not NAMING.isdisjoint(values):
            values |= derived(customer_id, becomes)
        if given.parts:
            given.document(current.custom)
            values["custom"] = given.patch
        if changed := await amend(change, CustomerRow, current, values, expected=expected):
            await _find_anew(change, {**becomes, **values}, changed)
            if NAME in changed:
                await replace_values(ctx, change, customer_id, given)
            change.record(CustomerUpdated(customer_id=customer_id, fields_changed=changed))
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
    async with _change(ctx, values, "id") as change:
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


def _change(ctx: Context, values: Mapping[str, Any], field: str | None = None) -> Change:
    """A change in which another customer may have the same e-mail address or ids."""

    def taken(column: str, shown: str, name: str) -> Taken:
        async def find() -> UUID | None:
            has = await ctx.reads.first(customer_by(column), value=values[column])
            return has.id if has else None

        message = f"Another customer has this {name}."
        return Taken(message, field or shown, kind="customer", find=find)

    return ctx.change(
        uq_customers_email=lambda: taken("email_norm", "email", "e-mail address"),
        uq_customers_user_id=lambda: taken("user_id", "user_id", "user id"),
        uq_customers_external_id=lambda: taken("external_id", "external_id", "external id"),
        uq_custom_values_unique=taken_meanwhile,
    )


async def _find_anew(change: Change, row: Mapping[str, Any], changed: tuple[str, ...]) -> None:
    if FINDING.isdisjoint(changed):
        return
    mine = {"customer_id": row["id"]}
    await change.send({"forgotten": Part(tokens_forgotten(), mine)})
    await change.put_off(tokens=Part(tokens_kept(), {**mine, **tokens(row)}))


def _parted(said: Said) -> tuple[dict[str, Any], Sequence[Mapping[str, Any]]]:
    """What was said about the fields that every customer has, and about the tenant's own."""
    plain = dict(said)
    return plain, plain.pop(NAME, None) or ()


def _keep_user(current: CustomerRow, values: Mapping[str, Any]) -> None:
    """The account that a customer belongs to is said once and for all."""
    known = current.user_id
    if known is not None and values.get("user_id", known) != known:
        raise Refusal("The user id cannot be changed once it is set.", "user_id")
