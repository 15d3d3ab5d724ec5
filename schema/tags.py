"""Tags as clients see them."""

from datetime import datetime

import strawberry

from resolvers import actors, customers_among
from schema.actors import Actor
from schema.customer_questions import sought_among
from schema.fields import relation, shown
from schema.nodes import Node
from schema.pages import Connection, Edge, edges, node, nodes
from schema.person import CustomerConnection


@strawberry.type(description="Label of the tenant that customers can wear")
class Tag(Node):
    kind_of_node = "tag"

    label: str = shown("Text of the tag")
    color: str | None = shown("Colour of the tag, as `#RRGGBB`")
    priority: int = shown("Importance of the tag, from 0 to 1000; the highest comes first")
    version: int = shown("Version of the tag, counted up by every change")
    created_at: datetime = shown("Timestamp of when the tag was made")
    updated_at: datetime = shown("Timestamp of when the tag was last changed")
    created_by: Actor | None = relation(actors.actors, "created_by", says="Who made the tag")
    customers: CustomerConnection = relation(
        customers_among.wanted_of_tags,
        "id",
        says="Living customers who wear the tag, the last tagged first unless said otherwise",
        takes=sought_among,
    )


@strawberry.type(description="Tag at its place in a list")
class TagEdge(Edge):
    node: Tag = node("The tag")


@strawberry.type(description="Page of tags")
class TagConnection(Connection):
    edges: list[TagEdge] = edges("Tags with their cursors")
    nodes: list[Tag] = nodes("Tags of the page")
