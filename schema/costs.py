"""Costs: what asking for something costs, in points, and how long lists are taken to be."""

from typing import Final

from auth.scopes import Scope
from engine.costs import Weights
from resolvers.paging import DEFAULT_SIZE, MOST

WEIGHTS: Final = Weights(
    page=DEFAULT_SIZE,
    largest_page=MOST,
    own={
        "Query.customerGroups": 100,  # it may go through every customer
        "edges": 0,  # a page costs the same with edges as with nodes
    },
    flat={
        "totalCount": 5,
        "Viewer.schema": 600,  # as much as to ask for the whole schema
    },
    lists={
        "Customer.addresses": 3,
        "Customer.companies": 2,
        "Customer.customFields": 10,
        "Customer.tags": 5,
        "CustomerGroup.keys": 2,
        "CustomerGroups.groups": 50,
        "Query.customFields": 20,
        "Query.customerFilterFields": 30,
        "Query.customerValueSuggestions": 10,
        "Viewer.grants": len(Scope),
        "userErrors": 3,
    },
    lengths={
        "Query.nodes": "ids",
    },
)
"""Every list of objects stands here, or is part of a page."""
