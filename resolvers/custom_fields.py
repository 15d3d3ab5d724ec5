"""What can be asked about the fields that a tenant has made for its customers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from auth.scopes import Scope
from db.custom_fields import CustomFieldRow, fields_in_use, fields_retired
from resolvers.columns import Wanted
from resolvers.context import Context

STAFF = "STAFF"


async def custom_fields_by_id(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted
) -> Sequence[CustomFieldRow | None]:
    """The field of each id. A customer is told only of those that it may read."""
    if sees_all(ctx):
        return await ctx.loaders.custom_field.level(ids, wanted)
    rows: Sequence[Any] = await ctx.loaders.custom_field.level(ids, wanted.also("access"))
    return [row if row and row["access"] != STAFF else None for row in rows]


async def custom_fields(ctx: Context, wanted: Wanted, *, retired: bool) -> Sequence[Any]:
    """The fields that are in use, in their order; or those that were, the last retired first."""
    stmt = fields_retired() if retired else fields_in_use()
    if sees_all(ctx):
        return await ctx.reads.all(stmt, wanted)
    rows: Sequence[Any] = await ctx.reads.all(stmt, wanted.also("access"))
    return [row for row in rows if row["access"] != STAFF]


async def used_fields(ctx: Context) -> Sequence[CustomFieldRow]:
    """Every field in use, read once in an operation."""
    return await ctx.loaders.custom_fields_of_tenant.load(ctx.tenant.id)


async def seen_fields(ctx: Context) -> Sequence[CustomFieldRow]:
    """Those of them that the caller may read."""
    fields = await used_fields(ctx)
    return fields if sees_all(ctx) else [each for each in fields if each.access != STAFF]


def sees_all(ctx: Context) -> bool:
    """Whether the caller may read every customer, and with them every field."""
    return ctx.caller.may_all(Scope.CUSTOMERS_READ)
