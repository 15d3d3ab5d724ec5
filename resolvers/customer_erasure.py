"""Erasure: a customer is removed for good, and with it everything that was known of it."""

from uuid import UUID

from auth.caller import actor_id_of
from db.actors import actor_forgotten
from db.answers import Done
from db.customers import CustomerRow
from db.erasure import account_forgotten
from events.catalogue.customers import CustomerErased
from resolvers.context import Context
from resolvers.customers import no_customer


async def erase_customer(ctx: Context, customer_id: UUID, reason: str) -> Done:
    """Remove a customer for good, also one that was deleted.

    Its addresses, notes, tags, memberships and old values go with its row. The audit and the facts
    stay: they hold ids.
    """
    async with ctx.change() as change:
        gone = await change.lock(CustomerRow, customer_id)
        if gone is None:
            raise no_customer("id")
        await change.remove(CustomerRow, customer_id)
        if gone.user_id is not None:
            await change.run(actor_forgotten(), id=actor_id_of(ctx.tenant.id, gone.user_id))
            await change.run(account_forgotten(), customer_id=customer_id)
        change.record(CustomerErased(customer_id=customer_id, reason=reason))
    return change.done
