"""Tags as clients see them."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.types import Info

from resolvers import actors, customers
from resolvers.context import Context
from resolvers.paging import Listing
from schema.actors import Actor
from schema.pages import After, Before, Connection, Edge, First, Last, connected, page
from schema.person import CustomerConnection, customers_connected
from schema.views import Node, shown


@strawberry.type(description="Label of the tenant that customers can wear")
class Tag(Node):
    kind_of_node = "tag"

    label: str = shown("Text of the tag")
    color: str | None = shown("Colour of the tag, as `#RRGGBB`")
    priority: int = shown("Importance of the tag, from 0 to 1000; the highest comes first")
    version: int = shown("Version of the tag, counted up by every change")
    created_at: datetime = shown("Timestamp of when the tag was made")
    updated_at: datetime = shown("Timestamp of when the tag was last changed")

    @strawberry.field(description="Who made the tag")
    async def created_by(self, info: Info[Context, None]) -> Actor | None:
        return Actor.maybe(await actors.actor(info.context, self.row.created_by))

    @strawberry.field(description="Living customers who wear the tag, the last tagged first")
    async def customers(
        self,
        info: Info[Context, None],
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
    ) -> CustomerConnection:
        asked = page(first, after, last, before)
        return customers_connected(
            await customers.customers_of_tag(info.context, self.row.id, asked)
        )


@strawberry.type(description="Tag at its place in a list")
class TagEdge(Edge):
    node: Tag = shown("The tag")


@strawberry.type(description="Page of tags")
class TagConnection(Connection):
    edges: list[TagEdge] = shown("Tags with their cursors")
    nodes: list[Tag] = shown("Tags of the page")


def tags_connected(listing: Listing[Any]) -> TagConnection:
    return connected(TagConnection, TagEdge, listing, Tag.of)
