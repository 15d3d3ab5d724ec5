"""What can be done with addresses."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from db.addresses import (
    MOST,
    AddressRow,
    address_count,
    addresses_by_id,
    other_defaults,
)
from db.answers import Done
from db.change import Change
from db.ids import new_id
from events.catalogue.customers import AddressAdded, AddressDeleted, AddressUpdated
from resolvers.amend import amend, meant
from resolvers.checks import NEVER, Rule, Said, as_it_is, kept, present
from resolvers.columns import Wanted
from resolvers.contacts import country, phone
from resolvers.context import Context
from resolvers.customers import held_customer, need_customer, of_those_there
from resolvers.fields import line, postal_code
from resolvers.refusals import LimitReached, NotFound

# Where an address of a type is the default, which other types have theirs replaced by it.
_REPLACES: Final[Mapping[str, list[str]]] = {
    "BILLING": ["BILLING", "BOTH"],
    "BOTH": ["BILLING", "BOTH", "SHIPPING"],
    "OTHER": ["OTHER"],
    "SHIPPING": ["BOTH", "SHIPPING"],
}


async def addresses(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted
) -> Sequence[AddressRow | None]:
    """The address of each id, if its customer is there for the caller."""
    rows = await ctx.loaders.address.level(ids, wanted.also("customer_id"))
    return await of_those_there(ctx, rows)


async def addresses_of_customers(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted, kind: str | None
) -> Sequence[Sequence[Any]]:
    """The addresses of each customer, oldest first; BOTH answers to billing and to shipping."""
    # All ask for both, so that those who ask in different ways share what was found.
    wanted = wanted.also("type", "is_default")
    found: list[Sequence[Any]] = await ctx.loaders.addresses_of_customer.level(ids, wanted)
    if kind is None:
        return found
    return [[row for row in rows if _serves(row["type"], kind)] for rows in found]


async def default_addresses(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted, kind: str
) -> Sequence[Any]:
    """The address that each customer uses for a purpose unless another one is said."""
    found = await addresses_of_customers(ctx, ids, wanted, kind)
    return [next((row for row in rows if row["is_default"]), None) for rows in found]


async def create_address(ctx: Context, customer_id: UUID, said: Said) -> Done:
    """Give a customer one more address."""
    values = kept(present(said), _rules(ctx))
    async with ctx.change() as change:
        await need_customer(change, customer_id, "customer_id")
        if await change.number(address_count(), customer_id=customer_id) >= MOST:
            raise LimitReached(f"A customer has at most {MOST} addresses.", "customer_id")
        made = new_id()
        becomes = {"is_default": False, **values}
        replaced = await _replaced(change, customer_id, made, becomes)
        await change.insert(AddressRow, id=made, customer_id=customer_id, **values)
        change.record(AddressAdded(customer_id=customer_id, address_id=made))
        for fact in replaced:
            change.record(fact)
    return change.done


async def update_address(ctx: Context, address_id: UUID, said: Said, expected: int | None) -> Done:
    """Change what is said of an address."""
    told = kept(said, _rules(ctx))
    async with ctx.change() as change:
        current = await _need_address(change, address_id)
        values = await meant(change, AddressRow, current, told, expected=expected)
        becomes = {"type": current.type, "is_default": current.is_default, **values}
        replaced = await _replaced(change, current.customer_id, address_id, becomes)
        if changed := await amend(change, AddressRow, current, values, expected=None):
            change.record(_updated(current, changed))
        for fact in replaced:
            change.record(fact)
    return change.done


async def set_default_address(ctx: Context, address_id: UUID) -> Done:
    """Let an address be the one that is used for its type."""
    return await update_address(ctx, address_id, {"is_default": True}, None)


async def delete_address(ctx: Context, address_id: UUID) -> Done:
    """Remove an address for good."""
    async with ctx.change() as change:
        gone = await _need_address(change, address_id)
        await change.remove(AddressRow, address_id)
        change.record(AddressDeleted(customer_id=gone.customer_id, address_id=address_id))
    return change.done


async def _replaced(
    change: Change, customer_id: UUID, by: UUID, becomes: Mapping[str, Any]
) -> list[AddressUpdated]:
    """Let no other address be the default for the same purpose, and say which ones were."""
    if not becomes["is_default"]:
        return []
    types = _REPLACES[becomes["type"]]
    others = await change.all(other_defaults(), customer_id=customer_id, except_id=by, types=types)
    for other in others:
        await amend(change, AddressRow, other, {"is_default": False}, expected=None)
    return [_updated(other, ("is_default",)) for other in others]


async def _need_address(change: Change, address_id: UUID) -> AddressRow:
    """An address of a living customer, held until the change ends.

    The customer is held first, by everyone, so that nobody waits for one another in a ring.
    """
    seen = await change.first(addresses_by_id(), ids=[address_id])
    row = None
    if seen and await held_customer(change, seen.customer_id):
        row = await change.lock(AddressRow, address_id)
    if row is None:
        raise NotFound("There is no such address.", "id")
    return row


def _updated(address: AddressRow, changed: tuple[str, ...]) -> AddressUpdated:
    return AddressUpdated(
        customer_id=address.customer_id, address_id=address.id, fields_changed=changed
    )


def _serves(kind: str, purpose: str) -> bool:
    return kind == purpose or (kind == "BOTH" and purpose in {"BILLING", "SHIPPING"})


def _rules(ctx: Context) -> Mapping[str, Rule]:
    region = ctx.tenant.default_region
    return {
        "type": Rule(("type",), as_it_is, NEVER),
        "label": Rule(("label",), lambda said: line(said, most=50)),
        "first_name": Rule(("first_name",), lambda said: line(said, most=100)),
        "last_name": Rule(("last_name",), lambda said: line(said, most=100)),
        "company_name": Rule(("company_name",), lambda said: line(said, most=100)),
        "phone": Rule(("phone",), lambda said: phone(said, region=region).raw),
        "line1": Rule(("line1",), lambda said: line(said, most=200), NEVER),
        "line2": Rule(("line2",), lambda said: line(said, most=200)),
        "city": Rule(("city",), lambda said: line(said, most=100), NEVER),
        "state": Rule(("state",), lambda said: line(said, most=100)),
        "postal_code": Rule(("postal_code",), postal_code, NEVER),
        "country_code": Rule(("country_code",), country, NEVER),
        "is_default": Rule(("is_default",), as_it_is, NEVER),
    }
