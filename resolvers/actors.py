"""What can be asked about those who act."""

from uuid import UUID

from db.actors import ActorRow
from resolvers.context import Context


async def actor(ctx: Context, actor_id: UUID) -> ActorRow | None:
    """Somebody who acted. Every way here is guarded: customers are not told who works here."""
    return await ctx.loaders.actor.load(actor_id)
