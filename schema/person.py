"""The stem of the customer: what other nouns hang their branches on, and point back to."""

from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from resolvers import customers
from resolvers.context import Context
from resolvers.paging import Listing
from schema.mutations import Payload
from schema.pages import Connection, Edge, connected
from schema.views import Node, shown, viewed

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

    @strawberry.field(description="Customer as it is now")
    async def customer(self, info: Info[Context, None]) -> SomeCustomer | None:
        if self.done is None:
            return None
        return viewed("customer", await customers.customer(info.context, self.done.id))


@strawberry.type(description="Customer at its place in a list")
class CustomerEdge(Edge):
    node: SomeCustomer = shown("The customer")


@strawberry.type(description="Page of customers")
class CustomerConnection(Connection):
    edges: list[CustomerEdge] = shown("Customers with their cursors")
    nodes: list[SomeCustomer] = shown("Customers of the page")


def customers_connected(listing: Listing[Any]) -> CustomerConnection:
    """Show a page of customers."""
    return connected(CustomerConnection, CustomerEdge, listing, lambda row: viewed("customer", row))
