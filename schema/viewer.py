"""The viewer: who asks, for whom, and what they may."""

import asyncio
from datetime import datetime

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from engine.checking import CLOSED, NOT_SHOWN, coded
from resolvers.context import Context
from schema.ids import shown_id
from schema.role_schema import role_schema
from schema.scalars import CountryCode, CurrencyCode, LanguageTag
from schema.views import View


@strawberry.type(description="Company whose customers are kept")
class Tenant(View):
    slug: str = strawberry.field(description="Short name of the tenant")
    name: str = strawberry.field(description="Name of the tenant")
    home_currency: CurrencyCode = strawberry.field(
        description="Currency that the tenant's figures are in"
    )
    default_region: CountryCode = strawberry.field(
        description="Country in which telephone numbers are read"
    )
    default_language: LanguageTag = strawberry.field(
        description="Language that is used unless another one is said"
    )
    time_zone: str = strawberry.field(description="Time zone in which days begin and end")
    note_length: int = strawberry.field(description="Greatest number of characters of a note")

    @strawberry.field(description="ID of the tenant, opaque")
    def id(self) -> strawberry.ID:
        return shown_id("tenant", self.row.id)


@strawberry.type(description="Right that a caller holds")
class Grant:
    scope: str = strawberry.field(description="Scope, as `customers:read`")
    reach: str = strawberry.field(
        description="`all` customers of the tenant, or only the caller's own `self`"
    )


@strawberry.type(description="Points that a caller may spend; they come back as time goes by")
class RateLimit:
    limit: int = strawberry.field(description="Points that the caller can save up")
    remaining: int = strawberry.field(
        description="Points that are left, once this operation is paid for"
    )
    reset_at: datetime = strawberry.field(
        description="Timestamp of when all points are there again, if none is spent"
    )


@strawberry.type(description="Who asks")
class Viewer:
    @strawberry.field(description="ID under which the caller's changes are kept, opaque")
    def id(self, info: Info[Context, None]) -> strawberry.ID:
        return shown_id("actor", info.context.caller.actor_id)

    @strawberry.field(description="Subject of the caller's token")
    def subject(self, info: Info[Context, None]) -> str:
        return info.context.caller.subject

    @strawberry.field(description="Name of the caller, where the token says it")
    def name(self, info: Info[Context, None]) -> str | None:
        return info.context.caller.name

    @strawberry.field(description="Roles of the caller")
    def roles(self, info: Info[Context, None]) -> list[str]:
        return sorted(info.context.caller.roles)

    @strawberry.field(description="Rights that the roles give")
    def grants(self, info: Info[Context, None]) -> list[Grant]:
        held = info.context.caller.grants
        return [Grant(scope=scope, reach=held[scope]) for scope in sorted(held)]

    @strawberry.field(description="Points of the caller; null where it is not limited")
    def rate_limit(self, info: Info[Context, None]) -> RateLimit | None:
        ctx = info.context
        left = ctx.allowance(ctx.caller, ctx.now) if ctx.allowance else None
        return RateLimit(**left._asdict()) if left else None

    @strawberry.field(
        description="What the caller can use of the schema, in the schema definition language;"
        " null with an error where no schema is shown to the caller"
    )
    async def schema(self, info: Info[Context, None]) -> str | None:
        if not info.context.reads_schema:
            raise GraphQLError(NOT_SHOWN, extensions=coded(CLOSED))
        grants = frozenset(info.context.caller.grants.items())
        return await asyncio.to_thread(role_schema, info.schema, grants)

    @strawberry.field(description="Tenant for which the caller asks")
    def tenant(self, info: Info[Context, None]) -> Tenant:
        return Tenant.of(info.context.tenant)
