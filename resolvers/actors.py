"""What can be asked about those who act."""

from uuid import UUID

from auth.scopes import Scope
from db.actors import ActorRow
from resolvers.context import Context


async def actor(ctx: Context, actor_id: UUID) -> ActorRow | None:
    """Somebody who acted. Customers are not told who works for the tenant."""
    if not ctx.caller.may_all(Scope.CUSTOMERS_READ):
        return None
    return await ctx.loaders.actor.load(actor_id)
