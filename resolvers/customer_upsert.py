"""Upsert: create a customer, or change the one who is known already by the same identifier."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from auth.scopes import Scope
from db.answers import Busy, Done
from db.change import Change
from db.customers import (
    CustomerRow,
    customer_by,
    customer_held_by,
    customers_held_with_phone,
)
from db.turns import turn_awaited
from resolvers.checks import NEVER, Rule, Said
from resolvers.context import Context
from resolvers.custom_values import lacking
from resolvers.customer_fields import need_identity, rules
from resolvers.customer_record import (
    Broken,
    Held,
    Told,
    customer_change,
    get_to_know,
    know_otherwise,
    need_creator,
    told_of,
)
from resolvers.customers import need_customer, no_customer
from resolvers.refusals import Refusal, Refusals, Taken

# The column by which a customer is found, and the rule by which only one customer has it.
_FOUND_BY: Final = {
    "email": "email_norm",
    "external_id": "external_id",
    "phone": "phone_e164",
    "user_id": "user_id",
}
_ALONE: Final = {
    "email": "uq_customers_email",
    "external_id": "uq_customers_external_id",
    "user_id": "uq_customers_user_id",
}
_PERSONAL: Final = frozenset({"email", "phone"})
_SOUGHT: Final = "sought_"

Columns = dict[str, Any]


async def upsert_customer(ctx: Context, identifier: Said, said: Said) -> Done:
    """Change the customer with this identifier; if there is none, get to know it."""
    ctx.need(Scope.CUSTOMERS_UPDATE)
    ((name, value),) = identifier.items()
    if name == "id":
        return await _with_id(ctx, value, said)
    if name in _PERSONAL:
        ctx.need(Scope.CUSTOMERS_PII, "identifier", name)
    sought, told = await _told(ctx, name, value, said)
    lacks = await lacking(ctx, told.own)
    is_new = False
    try:
        async with customer_change(ctx, told.columns, meanwhile=_meanwhile(name)) as change:
            current = await _held(change, name, sought[_FOUND_BY[name]])
            if current is None:
                need_creator(ctx)
                _need_nothing_more(lacks)
                told = replace(told, columns={**sought, **told.columns})
                need_identity(told.columns)
                is_new = True
                await get_to_know(ctx, change, told)
            else:
                await know_otherwise(ctx, Held(change, current), told, None)
    except (Taken, Refusals):
        if is_new and await _is_known_by_now(ctx, name, sought[_FOUND_BY[name]]):
            raise _busy() from None
        raise
    return change.done


async def _with_id(ctx: Context, customer_id: UUID | None, said: Said) -> Done:
    if customer_id is None:
        raise no_customer("identifier")
    told = await told_of(ctx, said)
    async with customer_change(ctx, told.columns) as change:
        current = await need_customer(change, customer_id, "identifier")
        await know_otherwise(ctx, Held(change, current), told, None)
    return change.done


async def _told(ctx: Context, name: str, value: str, said: Said) -> tuple[Columns, Told]:
    """The columns of the identifier, and everything else, which must not contradict it."""
    own = rules(ctx)[name]
    rule = Rule(tuple(_SOUGHT + column for column in own.columns), own.keep, NEVER)
    told = await told_of(ctx, {"identifier": value, **said}, also={"identifier": rule})
    values = told.columns
    sought = {column: values.pop(_SOUGHT + column) for column in own.columns}
    compared = _FOUND_BY[name]
    if values.get(compared, sought[compared]) != sought[compared]:
        raise Refusal("Say the same as in the identifier, or leave it out.", name)
    return sought, told


async def _held(change: Change, name: str, value: str) -> CustomerRow | None:
    """The living customer with this value, held until the change ends."""
    if name != "phone":
        return await change.first(customer_held_by(_FOUND_BY[name]), value=value)
    # Several customers may have the same number, so no index keeps two from being created at once.
    await change.records(turn_awaited(), turn=value)
    found = await change.all(customers_held_with_phone(), value=value)
    if len(found) > 1:
        raise Refusal(
            "Several customers have this telephone number. Use another identifier.", "identifier"
        )
    return found[0] if found else None


def _need_nothing_more(lacks: Sequence[Refusal]) -> None:
    if lacks:
        raise Refusals(lacks)


async def _is_known_by_now(ctx: Context, name: str, value: str) -> bool:
    """Whether what is taken may be so because somebody created this customer meanwhile."""
    return await ctx.reads.first(customer_by(_FOUND_BY[name]), value=value) is not None


def _meanwhile(name: str) -> dict[str, Broken]:
    """Somebody may create the same customer in the same moment: then it is there to be changed."""
    return {_ALONE[name]: _busy} if name in _ALONE else {}


def _busy() -> Busy:
    return Busy("Somebody created this customer in the same moment.")
