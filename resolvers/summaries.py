"""What can be asked about how much there is about a customer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from resolvers.columns import Wanted
from resolvers.context import Context


async def summaries_of_customers(ctx: Context, ids: Sequence[UUID], wanted: Wanted) -> list[Any]:
    """How much there is about each customer."""
    return await ctx.loaders.summary_of_customer.level(ids, wanted)
