"""What can be asked about customers. The hub: every other noun may call it, it calls none."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from auth.scopes import Scope
from db.change import Change
from db.customers import CustomerRow, customer_by, customer_with_phone, living_customer
from db.finding import LAST_TAGGED
from resolvers.contacts import email_norm, phone
from resolvers.context import Context
from resolvers.fields import Unacceptable
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.refusals import NotFound

TAGGED: Final = Course("tag.customers", LAST_TAGGED)


async def customer(ctx: Context, customer_id: UUID) -> CustomerRow | None:
    """A customer by its id. Deleted ones are there only for those who may restore them."""
    row = await ctx.loaders.customer.load(customer_id)
    if row is None or (row.deleted_at and not ctx.caller.may_all(Scope.CUSTOMERS_DELETE)):
        return None
    return row


async def me(ctx: Context) -> CustomerRow | None:
    """The customer who asks, if a customer asks."""
    mine = ctx.caller.customer_id
    return None if mine is None else await customer(ctx, mine)


async def customer_by_identifier(ctx: Context, said: Mapping[str, Any]) -> CustomerRow | None:
    """The living customer with this e-mail address, telephone number or id."""
    ((name, value),) = said.items()
    if name == "id":
        return await customer(ctx, value) if value else None
    if name in {"email", "phone"}:
        ctx.need(Scope.CUSTOMERS_PII, name)
    try:
        return await _identified(ctx, name, value)
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


async def customers_of_tag(ctx: Context, tag_id: UUID, asked: Asked) -> Listing[CustomerRow]:
    """The living customers who wear a tag, the last tagged first."""
    window = TAGGED.window(ctx, asked.checked())
    rows = await ctx.loaders.customers_of_tag(window).load(tag_id)

    async def count(_: str) -> Counted:
        return Counted(await ctx.loaders.customer_count_of_tag.load(tag_id), is_exact=True)

    return TAGGED.listing(ctx, asked, rows, count)


async def _identified(ctx: Context, name: str, value: str) -> CustomerRow | None:
    if name == "phone":
        number = phone(value, region=ctx.tenant.default_region).e164
        found = await ctx.reads.all(customer_with_phone(), value=number)
        return found[0] if len(found) == 1 else None
    if name == "email":
        return await ctx.reads.first(customer_by("email_norm"), value=email_norm(value))
    return await ctx.reads.first(customer_by(name), value=value)
