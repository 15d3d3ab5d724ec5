"""The idiomatic server: Strawberry and SQLAlchemy's ORM, written as their manuals teach."""

import base64
import os
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
import uvicorn
from sqlalchemy import select
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import Info

from bench.peers.idiomatic_loaders import TENANT, Loaders, session
from bench.peers.idiomatic_rows import ActorRow, AddressRow, CustomerRow, NoteRow, TagRow


@strawberry.enum
class CustomerStatus(Enum):
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    BLOCKED = "BLOCKED"


@strawberry.enum
class CustomerType(Enum):
    RETAIL = "RETAIL"
    WHOLESALE = "WHOLESALE"
    VIP = "VIP"


@strawberry.enum
class AddressType(Enum):
    BILLING = "BILLING"
    BOTH = "BOTH"
    OTHER = "OTHER"
    SHIPPING = "SHIPPING"


@strawberry.enum
class LoyaltyTier(Enum):
    NEW = "NEW"
    BRONZE = "BRONZE"
    SILVER = "SILVER"
    GOLD = "GOLD"
    PLATINUM = "PLATINUM"
    VIP = "VIP"


@strawberry.type
class Tag:
    id: strawberry.ID
    label: str
    color: str | None

    @classmethod
    def of(cls, row: TagRow) -> "Tag":
        return cls(id=strawberry.ID(str(row.id)), label=row.label, color=row.color)


@strawberry.type
class Address:
    id: strawberry.ID
    type: AddressType
    line1: str
    city: str
    postal_code: str
    country_code: str
    is_default: bool

    @classmethod
    def of(cls, row: AddressRow) -> "Address":
        return cls(
            id=strawberry.ID(str(row.id)),
            type=AddressType[row.type],
            line1=row.line1,
            city=row.city,
            postal_code=row.postal_code,
            country_code=row.country_code,
            is_default=row.is_default,
        )


@strawberry.type
class Actor:
    id: strawberry.ID
    name: str | None


@strawberry.type
class Note:
    id: strawberry.ID
    body: str
    created_at: datetime
    author_id: strawberry.Private[UUID]

    @strawberry.field
    async def author(self, info: Info[Any, None]) -> Actor | None:
        row: ActorRow | None = await info.context["loaders"].actors.load(self.author_id)
        return Actor(id=strawberry.ID(str(row.id)), name=row.name) if row else None

    @classmethod
    def of(cls, row: NoteRow) -> "Note":
        return cls(
            id=strawberry.ID(str(row.id)),
            body=row.body,
            created_at=row.created_at,
            author_id=row.author_id,
        )


@strawberry.type
class NoteConnection:
    nodes: list[Note]


@strawberry.type
class Customer:
    row_id: strawberry.Private[UUID]
    id: strawberry.ID
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    status: CustomerStatus
    type: CustomerType
    loyalty_tier: LoyaltyTier
    loyalty_points: int
    created_at: datetime
    last_interaction_at: datetime | None

    @strawberry.field
    async def tags(self, info: Info[Any, None]) -> list[Tag]:
        return [Tag.of(row) for row in await info.context["loaders"].tags.load(self.row_id)]

    @strawberry.field
    async def addresses(self, info: Info[Any, None]) -> list[Address]:
        rows = await info.context["loaders"].addresses.load(self.row_id)
        return [Address.of(row) for row in rows]

    @strawberry.field
    async def notes(self, info: Info[Any, None], first: int = 20) -> NoteConnection:
        rows = await info.context["loaders"].notes(first).load(self.row_id)
        return NoteConnection(nodes=[Note.of(row) for row in rows])

    @classmethod
    def of(cls, row: CustomerRow) -> "Customer":
        return cls(
            row_id=row.id,
            id=strawberry.ID(str(row.id)),
            first_name=row.first_name,
            last_name=row.last_name,
            email=row.email,
            phone=row.phone,
            status=CustomerStatus[row.status],
            type=CustomerType[row.type],
            loyalty_tier=LoyaltyTier[row.loyalty_tier],
            loyalty_points=row.loyalty_points,
            created_at=row.created_at,
            last_interaction_at=row.last_interaction_at,
        )


@strawberry.type
class CustomerEdge:
    cursor: str
    node: Customer


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class CustomerConnection:
    edges: list[CustomerEdge]
    page_info: PageInfo


@strawberry.type
class Query:
    @strawberry.field
    async def customers(self, first: int = 20) -> CustomerConnection:
        stmt = (
            select(CustomerRow)
            .where(CustomerRow.tenant_id == TENANT, CustomerRow.deleted_at.is_(None))
            .order_by(CustomerRow.created_at.desc(), CustomerRow.id.desc())
            .limit(first + 1)
        )
        async with session() as open_session:
            rows = (await open_session.scalars(stmt)).all()
        edges = [CustomerEdge(cursor=_cursor(row), node=Customer.of(row)) for row in rows[:first]]
        return CustomerConnection(
            edges=edges,
            page_info=PageInfo(
                has_next_page=len(rows) > first,
                end_cursor=edges[-1].cursor if edges else None,
            ),
        )


def _cursor(row: CustomerRow) -> str:
    return base64.b64encode(f"{row.created_at.isoformat()} {row.id}".encode()).decode()


class Served(GraphQL[Any, None]):
    """Strawberry's own ASGI app, with loaders for each request."""

    async def get_context(self, request: Any, response: Any) -> Any:
        return {"request": request, "response": response, "loaders": Loaders()}


if __name__ == "__main__":
    schema = strawberry.Schema(query=Query, extensions=[ParserCache, ValidationCache])
    uvicorn.run(Served(schema), port=int(os.environ["PORT"]), log_level="warning", access_log=False)
