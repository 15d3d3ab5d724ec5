"""The costs of our own schema: every list is known, a page of the dashboard is cheap."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from graphql import (
    GraphQLField,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    parse,
)

from engine.costs import prices
from engine.limits import Limits
from resolvers.paging import DEFAULT_SIZE, MOST
from schema.costs import WEIGHTS
from tests.house.graph import GRAPH, shown_types

DASHBOARD: Final = """
    query Dashboard($first: Int = 50) {
      customers(first: $first) {
        pageInfo { hasNextPage endCursor }
        totalCount { value isExact }
        nodes {
          id displayName email status
          tags { id label color }
          addresses { id city countryCode }
          defaultAddress(type: BILLING) { id line1 city }
          notes(first: 3) { nodes { id body createdAt } }
        }
      }
    }
"""


def price(text: str, variables: dict[str, Any] | None = None) -> int:
    """What the first operation of a document costs."""
    return prices(parse(text), GRAPH, WEIGHTS)[0][1].of(variables)


def test_a_page_of_the_dashboard_costs_what_its_rows_do() -> None:
    row = 1 + 5 + 3 + 1 + (1 + 3)

    assert price(DASHBOARD) == 1 + 1 + 5 + 50 * row == 707
    assert price(DASHBOARD) < Limits().cost


def test_a_page_costs_the_same_with_edges() -> None:
    nodes = "{ customers(first: 50) { nodes { tags { id } } } }"
    edges = "{ customers(first: 50) { edges { cursor node { tags { id } } } } }"

    assert price(nodes) == price(edges) == 301


TOO_MUCH: Final[dict[str, tuple[str, int]]] = {
    "all notes of all customers": (
        "{ customers(first: 100) { nodes { notes(first: 100) { nodes { id } } } } }",
        1 + 100 * (1 + 1 + 100),
    ),
    "all customers of all tags": (
        "{ tags(first: 100) { nodes { customers(first: 100) { nodes { id } } } } }",
        1 + 100 * (1 + 1 + 100),
    ),
    "counts of all customers": (
        "{ customers(first: 100) { nodes { notes { totalCount { value } } } } }",
        1 + 100 * (1 + 1 + 5) * 1,
    ),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_lists_in_lists_are_soon_too_much(case: str) -> None:
    text, points = TOO_MUCH[case]

    assert price(text) == points


def test_a_change_costs_ten() -> None:
    text = 'mutation { customerDelete(input: {id: "a"}) { deletedId userErrors { message } } }'

    assert price(text) == 10 + 3


def test_pages_are_as_large_as_resolvers_make_them() -> None:
    assert (WEIGHTS.page, WEIGHTS.largest_page) == (DEFAULT_SIZE, MOST)


def test_every_list_has_a_length() -> None:
    unknown = [path for path, name, _ in lists() if not _known(path, name)]

    assert unknown == []


def test_every_count_costs_more_than_a_leaf() -> None:
    counts = [path for path, name, of in fields() if get_named_type(of.type).name == "Count"]

    assert counts
    assert [path for path in counts if not _told(WEIGHTS.flat, path)] == []


def test_nothing_is_told_of_fields_that_there_are_not() -> None:
    there = {path for path, _, _ in fields()} | {name for _, name, _ in fields()}
    told = {*WEIGHTS.own, *WEIGHTS.flat, *WEIGHTS.lists, *WEIGHTS.lengths}

    assert told - there == set()


def test_every_connection_is_asked_by_page() -> None:
    connections = [
        (path, of)
        for path, _, of in fields()
        if get_named_type(of.type).name.endswith("Connection")
    ]

    assert connections
    assert [path for path, of in connections if not {"first", "last"} <= of.args.keys()] == []


def fields() -> Iterator[tuple[str, str, GraphQLField]]:
    """Every field that is shown: its path, its name, and itself."""
    for kind in shown_types():
        yield from ((f"{kind.name}.{name}", name, field) for name, field in kind.fields.items())


def lists() -> Iterator[tuple[str, str, GraphQLField]]:
    """Every field that is a list of objects."""
    for path, name, field in fields():
        listed = is_list_type(get_nullable_type(field.type))
        if listed and not is_leaf_type(get_named_type(field.type)):
            yield path, name, field


def _known(path: str, name: str) -> bool:
    """Whether it is part of a page, or stands in the table."""
    in_page = path.partition(".")[0].endswith("Connection")
    return in_page or any(_told(table, path) for table in (WEIGHTS.lists, WEIGHTS.lengths))


def _told(table: Any, path: str) -> Any:
    return table.get(path, table.get(path.partition(".")[2]))
