"""What can be asked about customers. The hub: every other noun may call it, it calls none."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from auth.scopes import Scope
from db.change import Change
from db.customers import CustomerRow, customer_by, customer_with_phone, living_customer
from db.finding import LAST_TAGGED
from resolvers.columns import EVERYTHING, Wanted
from resolvers.contacts import email_norm, phone
from resolvers.context import Context
from resolvers.fields import Unacceptable
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.refusals import NotFound

TAGGED: Final = Course("tag.customers", LAST_TAGGED)


async def customers(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted
) -> Sequence[CustomerRow | None]:
    """The customer of each id. Deleted ones are there only for those who may restore them."""
    if ctx.caller.may_all(Scope.CUSTOMERS_DELETE):
        return await ctx.loaders.customer.level(ids, wanted)
    rows: Sequence[Any] = await ctx.loaders.customer.level(ids, wanted.also("deleted_at"))
    return [row if row and row["deleted_at"] is None else None for row in rows]


async def of_those_there(ctx: Context, rows: Sequence[Any]) -> list[Any]:
    """Those rows whose customer is there for the caller, and nothing in place of the others."""
    ids = [row["customer_id"] for row in rows if row]
    there = dict(zip(ids, await customers(ctx, ids, EVERYTHING), strict=True))
    return [row if row and there[row["customer_id"]] else None for row in rows]


async def me(ctx: Context, wanted: Wanted) -> CustomerRow | None:
    """The customer who asks, if a customer asks."""
    mine = ctx.caller.customer_id
    return None if mine is None else (await customers(ctx, [mine], wanted))[0]


async def customer_by_identifier(
    ctx: Context, wanted: Wanted, said: Mapping[str, Any]
) -> CustomerRow | None:
    """The living customer with this e-mail address, telephone number or id."""
    ((name, value),) = said.items()
    if name == "id":
        return (await customers(ctx, [value], wanted))[0] if value else None
    if name in {"email", "phone"}:
        ctx.need(Scope.CUSTOMERS_PII, name)
    try:
        return await _identified(ctx, wanted, name, value)
    except Unacceptable:
        return None


async def need_customer(change: Change, customer_id: UUID, field: str = "id") -> CustomerRow:
    """A living customer, held until the change ends."""
    row = await held_customer(change, customer_id)
    if row is None:
        raise no_customer(field)
    return row


async def held_customer(change: Change, customer_id: UUID) -> CustomerRow | None:
    """The same; nothing if there is none."""
    return await change.first(living_customer(), row_id=customer_id)


def no_customer(field: str) -> NotFound:
    """What is said of a customer who is not there, or not for this caller."""
    return NotFound("There is no such customer.", field)


async def customers_of_tags(
    ctx: Context, tag_ids: Sequence[UUID], wanted: Wanted, asked: Asked
) -> Sequence[Listing[Any]]:
    """The living customers who wear each tag, the last tagged first."""
    window = TAGGED.window(ctx, asked.checked(), wanted)
    found = await ctx.loaders.customers_of_tag(window).level(tag_ids, TAGGED.needs(wanted))
    turn = TAGGED.turn(ctx, asked, wanted, partial(_count, ctx))
    return [Listing(rows, turn, parent) for parent, rows in zip(tag_ids, found, strict=True)]


async def _count(ctx: Context, tag_id: UUID, _: str) -> Counted:
    return Counted(await ctx.loaders.customer_count_of_tag.load(tag_id), is_exact=True)


async def _identified(ctx: Context, wanted: Wanted, name: str, value: str) -> CustomerRow | None:
    if name == "phone":
        number = phone(value, region=ctx.tenant.default_region).e164
        found = await ctx.reads.all(customer_with_phone(), wanted, value=number)
        return found[0] if len(found) == 1 else None
    if name == "email":
        name, value = "email_norm", email_norm(value)
    return await ctx.reads.first(customer_by(name), wanted, value=value)
