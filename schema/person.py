"""The stem of the customer: what other nouns hang their branches on, and point back to."""

from typing import Annotated

import strawberry

from resolvers import customers
from schema.fields import relation
from schema.mutations import Payload, of_what_was_done
from schema.nodes import Node
from schema.pages import Connection, Edge, edges, node, nodes

# The hub stands above its spokes, so here it is only named.
SomeCustomer = Annotated[
    "Customer",  # type: ignore[name-defined]  # noqa: F821  # see above
    strawberry.lazy("schema.customers"),
]


@strawberry.type
class Person(Node):
    """A customer as far as its branches need to know it."""


@strawberry.type
class CustomerPayload(Payload):
    """The answer of a mutation that does something with a customer."""

    customer: SomeCustomer | None = relation(
        customers.customers, of_what_was_done, says="Customer as it is now"
    )


@strawberry.type(description="Customer at its place in a list")
class CustomerEdge(Edge):
    node: SomeCustomer = node("The customer")


@strawberry.type(description="Page of customers")
class CustomerConnection(Connection):
    edges: list[CustomerEdge] = edges("Customers with their cursors")
    nodes: list[SomeCustomer] = nodes("Customers of the page")
