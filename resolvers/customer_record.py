"""The record: how what was said of a customer becomes its row, its words and its own fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from db.change import Change
from db.company_members import membership_on_either_side
from db.customer_tokens import tokens_forgotten, tokens_kept
from db.customers import CustomerRow, customer_by
from db.ids import new_id
from db.tenants import SERVICES
from db.together import Part
from events.catalogue.customers import CustomerCreated, CustomerUpdated
from resolvers.amend import amend, meant
from resolvers.checks import Rule, Said, kept
from resolvers.context import Context
from resolvers.custom_values import (
    NAME,
    Own,
    keep_values,
    lacking,
    replace_values,
    said_of,
    taken_meanwhile,
)
from resolvers.customer_fields import (
    FINDING,
    NAMING,
    as_mapping,
    derived,
    need_identity,
    rules,
    tokens,
)
from resolvers.refusals import Forbidden, Refusal, Refusals, Taken, WrongState

# What breaking a rule of the database means.
Broken = Callable[[], Exception]

NOTHING_ELSE: Final[Mapping[str, Rule]] = {}
_ONCE: Final[Mapping[str, str]] = {
    "user_id": "The user id cannot be changed once it is set.",
    "external_id": "The external id cannot be changed once it is set. If it is wrong, use"
    " customerExternalIdCorrect.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a customer, in the form in which it is kept."""

    columns: dict[str, Any]
    own: Own
    """What was said about the tenant's own fields."""


class Held(NamedTuple):
    """A customer who is held while it is changed, and the change that holds it."""

    change: Change
    customer: CustomerRow


async def told_of(
    ctx: Context, said: Said, *, is_new: bool = False, also: Mapping[str, Rule] = NOTHING_ELSE
) -> Told:
    """What was said of a customer, held to the rules of its fields and to these."""
    plain = dict(said)
    own = await said_of(ctx, plain.pop(NAME, None) or ())
    if is_new:
        own.wrong.extend(await lacking(ctx, own))
    return Told(kept(plain, {**rules(ctx), **also}, own.wrong), own)


def need_creator(ctx: Context) -> None:
    """Refuse whoever may not create customers in a tenant that leaves this to services."""
    if ctx.tenant.creators == SERVICES and not ctx.caller.is_service:
        raise Forbidden("In this tenant only services create customers. Let one of them do it.")


async def get_to_know(ctx: Context, change: Change, told: Told) -> None:
    """Keep a new customer."""
    made, values = new_id(), told.columns
    row = {**values, **derived(made, values), "custom": told.own.document({})}
    await change.put_off(
        made=change.added(CustomerRow, id=made, created_by=change.actor_id, **row),
        tokens=Part(tokens_kept(), {"customer_id": made, **tokens(row)}),
    )
    await keep_values(ctx, change, made, told.own)
    change.record(CustomerCreated(customer_id=made, user_id=values.get("user_id")))


async def know_otherwise(ctx: Context, held: Held, told: Told, expected: int | None) -> None:
    """Know a customer who is held otherwise than before."""
    (change, current), own = held, told.own
    said = {**told.columns, "custom": own.patch} if own.parts else told.columns
    values = await meant(change, CustomerRow, current, said, expected=expected)
    if own.parts:
        own = own.only(values["custom"])
        own.document(current.custom)
    _keep_ids(current, values)
    await _keep_kind(held, values)
    becomes = {**as_mapping(current), **values}
    need_identity(becomes)
    if not NAMING.isdisjoint(values):
        values |= derived(current.id, becomes)
    if becomes["email_norm"] != current.email_norm:
        values |= {"email_verified_at": None}
    if changed := await amend(change, CustomerRow, current, values, expected=None):
        await find_anew(change, {**becomes, **values}, changed)
        if NAME in changed:
            await replace_values(ctx, change, current.id, own)
        change.record(CustomerUpdated(customer_id=current.id, fields_changed=changed))


def customer_change(
    ctx: Context,
    values: Mapping[str, Any],
    field: str | None = None,
    meanwhile: Mapping[str, Broken] | None = None,
) -> Change:
    """A change in which another customer may have the same e-mail address or ids."""

    def taken(column: str, shown: str, name: str) -> Taken:
        async def find() -> UUID | None:
            has = await ctx.reads.first(customer_by(column), value=values[column])
            return has.id if has else None

        message = f"Another customer has this {name}."
        return Taken(message, field or shown, kind="customer", find=find)

    has: dict[str, Broken] = {
        "uq_customers_email": lambda: taken("email_norm", "email", "e-mail address"),
        "uq_customers_user_id": lambda: taken("user_id", "user_id", "user id"),
        "uq_customers_external_id": lambda: taken("external_id", "external_id", "external id"),
        "uq_custom_values_unique": taken_meanwhile,
    }
    return ctx.change(**{**has, **(meanwhile or {})})


async def find_anew(change: Change, row: Mapping[str, Any], changed: tuple[str, ...]) -> None:
    """Let a customer be found by what is known of it now."""
    if FINDING.isdisjoint(changed):
        return
    mine = {"customer_id": row["id"]}
    await change.send({"forgotten": Part(tokens_forgotten(), mine)})
    await change.put_off(tokens=Part(tokens_kept(), {**mine, **tokens(row)}))


async def _keep_kind(held: Held, values: Mapping[str, Any]) -> None:
    """A company that has people stays a company, and who belongs to one stays a person."""
    change, current = held
    if values.get("kind", current.kind) == current.kind:
        return
    if await change.first(membership_on_either_side(), id=current.id):
        raise WrongState("This customer has members, or is one. Remove them first.", "kind")


def _keep_ids(current: CustomerRow, values: Mapping[str, Any]) -> None:
    """The ids that a customer has in other systems are said once and for all."""
    wrong = [
        Refusal(message, name)
        for name, message in _ONCE.items()
        if (known := getattr(current, name)) is not None and values.get(name, known) != known
    ]
    if wrong:
        raise Refusals(wrong)
