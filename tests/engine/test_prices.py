"""What operations cost, in points."""

from typing import Any, Final

import pytest
from graphql import parse
from hypothesis import given, settings

from engine.costs import prices
from engine.prices import MOST
from tests.engine.naive import MADE, Made
from tests.engine.shelves import SCHEMA, WEIGHTS


def price(text: str, variables: dict[str, Any] | None = None) -> int:
    """What the first operation of a document costs."""
    return prices(parse(text), SCHEMA, WEIGHTS)[0][1].of(variables)


@settings(max_examples=100, deadline=None)
@given(made=MADE)
def test_the_price_is_what_all_fields_cost_together(made: Made) -> None:
    assert price(made.text, dict(made.variables)) == min(made.price(made.root), MOST)


COSTS: Final[dict[str, int]] = {
    "{ __typename }": 0,
    "{ me { id name } }": 1,
    "{ me { ... { id } ... on Author { name } } }": 1,
    "{ book(id: 1) { title words author { name } } }": 2,
    "{ book(id: 1) { authors { id } } }": 1 + 3,
    "{ book(id: 1) { copies { book { id } } } }": 1 + 2 * 2,
    "{ search { __typename } }": 3,
    "{ search { ... on Book { author { id } } ... on Author { books { page { more } } } } }": 3
    * (1 + 1 + 2),
    "{ node(id: 1) { ... on Book { author { id } } ... on Author { id } } }": 2,
    '{ nodes(ids: ["a", "b", "c", "d"]) { id } }': 4,
    '{ nodes(ids: "a") { id } }': 1,
    "{ nodes(ids: []) { id } }": 0,
    "{ books { nodes { id } } }": 1 + 20,
    "{ books(first: null) { nodes { id } } }": 1 + 20,
    "{ books(first: 5) { nodes { id } } }": 1 + 5,
    "{ books(last: 5) { nodes { id } } }": 1 + 5,
    "{ books(first: 5, last: 7) { nodes { id } } }": 1 + 7,
    "{ books(first: 5) { edges { node { id } } } }": 1 + 5,
    "{ books(first: 0) { nodes { id } } }": 1 + 100,
    "{ books(first: -5) { nodes { id } } }": 1 + 100,
    "{ books(first: 101) { nodes { id } } }": 1 + 100,
    "{ books(first: 99999999999999999999) { nodes { id } } }": 1 + 100,
    '{ books(first: "5") { nodes { id } } }': 1 + 100,
    "{ books(first: 5) { page { more } count { value } } }": 1 + 1 + 5,
    "{ books(first: 5) { nodes { author { books(first: 3) { count { value } } } } } }": 1
    + 5 * (1 + 1 + 1 + 5),
    "{ a: me { id } b: me { id } }": 2,
    "{ ...F ...F } fragment F on Query { me { id } }": 2,
    "{ books(first: 5) { ...P } } fragment P on BookConnection { nodes { id } }": 1 + 5,
    "{ me { id @skip(if: true) } book(id: 1) @include(if: false) { id } }": 2,
    "{ __schema { types { name fields { name } } } }": 600,
    '{ __type(name: "Book") { fields { name } } }': 200,
    'mutation { bookAdd(title: "a") { book { author { id } } problems { message } } }': 10 + 2 + 3,
}


@pytest.mark.parametrize("text", COSTS)
def test_what_costs_how_many_points(text: str) -> None:
    assert price(text) == COSTS[text]


SIZES: Final[dict[str, tuple[str, dict[str, Any] | None, int]]] = {
    "nothing sent": ("$n: Int", None, 20),
    "null sent": ("$n: Int", {"n": None}, 20),
    "a number sent": ("$n: Int", {"n": 7}, 7),
    "the default": ("$n: Int = 8", {}, 8),
    "a number instead of the default": ("$n: Int = 8", {"n": 9}, 9),
    "null instead of the default": ("$n: Int = 8", {"n": None}, 20),
    "the default is null": ("$n: Int = null", {}, 20),
    "none": ("$n: Int", {"n": 0}, 100),
    "too many": ("$n: Int", {"n": 101}, 100),
    "a huge number": ("$n: Int", {"n": 10**100}, 100),
    "a broken number": ("$n: Int", {"n": 1.5}, 100),
    "a text": ("$n: Int", {"n": "7"}, 100),
    "a truth": ("$n: Int", {"n": True}, 100),
    "a list": ("$n: Int", {"n": [7]}, 100),
}


@pytest.mark.parametrize("case", SIZES)
def test_a_page_is_as_large_as_the_variable_says(case: str) -> None:
    defined, variables, size = SIZES[case]

    fragment = "fragment F on Query { books(first: $n) { nodes { id } } }"

    assert price(f"query ({defined}) {{ ...F }} {fragment}", variables) == 1 + size


IDS: Final[dict[str, tuple[Any, int]]] = {
    "three": (["a", "b", "c"], 3),
    "one, not in a list": ("a", 1),
    "none": ([], 0),
    "null": (None, 0),
    "an object": ({"a": 1, "b": 2}, 1),
}


@pytest.mark.parametrize("case", IDS)
def test_a_list_is_as_long_as_that_of_its_ids(case: str) -> None:
    ids, length = IDS[case]

    assert price("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids}) == length


def test_an_id_of_any_length_is_one() -> None:
    assert price(f"{{ nodes(ids: {'9' * 5_000}) {{ id }} }}") == 1


def test_each_operation_has_its_own_defaults() -> None:
    shared = "fragment F on Query { books(first: $n) { nodes { id } } }"
    text = f"query A($n: Int = 3) {{ ...F }} query B($n: Int = 5) {{ ...F ...F }} {shared}"

    priced = prices(parse(text), SCHEMA, WEIGHTS)

    assert [each.of({}) for _, each in priced] == [4, 12]


def test_counting_ends_somewhere() -> None:
    deep = "{ me {" + "books(first: 100) { nodes { author {" * 10 + "id" + "}" * 32

    assert price(deep) == MOST


@pytest.mark.parametrize(
    ("asked", "settled"),
    [
        ("($id: ID!) { nodes(ids: [$id]) { id } }", 1),
        ("($n: Int) { books(first: $n) { nodes { id } } }", None),
        ("($n: Int) { ...F } fragment F on Query { books(first: $n) { nodes { id } } }", None),
        ("($ids: [ID!]!) { nodes(ids: $ids) { id } }", None),
    ],
    ids=["an id", "a page", "a page in a fragment", "a list"],
)
def test_a_price_is_settled_once_no_variable_changes_it(asked: str, settled: int | None) -> None:
    ((_, priced),) = prices(parse(f"query {asked}"), SCHEMA, WEIGHTS)

    assert priced.settled == settled
