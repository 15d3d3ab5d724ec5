"""Pruning: whatever is cut out of a schema, what is left of it is sound and can be used."""

from collections.abc import Iterable
from typing import Any, Final

import pytest
from graphql import DocumentNode, build_ast_schema, parse, print_schema, validate_schema

from schema.pruning import pruned, without

SDL: Final = """
type Query { book(by: Sort, like: Like!): Book, thing: Thing, either: Either, day: Day }
interface Thing { id: ID!, weight: Int }
type Book implements Thing { id: ID!, weight: Int, title: String, author: Author }
type Stone implements Thing { id: ID!, weight: Int }
type Author { name: String }
union Either = Author | Pebble
type Pebble { colour: Colour }
enum Colour { RED }
enum Sort { TITLE }
input Like { title: String!, colour: Colour }
scalar Day
enum Named { A }
"""


def left(*gone: str, leads_to: Iterable[str] = ("Book", "Stone")) -> Any:
    """The schema without these members."""
    types: dict[str, Any] = {}
    for each in parse(SDL).definitions:
        node: Any = each
        for part in ("fields", "values"):
            kept = [m for m in getattr(node, part, None) or () if _path(node, m) not in gone]
            node = without(node, **{part: kept}) if hasattr(node, part) else node
        types[node.name.value] = node
    found = pruned(types, ["Named"], lambda name: name in set(leads_to))
    schema = build_ast_schema(DocumentNode(definitions=tuple(found.values())))
    assert validate_schema(schema) == []
    return schema


def _path(owner: Any, member: Any) -> str:
    return f"{owner.name.value}.{member.name.value}"


def _fields(schema: Any, name: str) -> set[str]:
    return set(schema.type_map[name].fields)


def test_where_nothing_is_gone_everything_is_left() -> None:
    assert print_schema(left()) == print_schema(build_ast_schema(parse(SDL)))


@pytest.mark.parametrize(
    ("gone", "lost"),
    [
        (["Query.either"], {"Either", "Pebble"}),
        (["Pebble.colour"], {"Pebble"}),
        (["Pebble.colour", "Author.name"], {"Pebble", "Author", "Either"}),
        (["Sort.TITLE"], {"Sort"}),
        (["Colour.RED"], {"Colour", "Pebble"}),
        (["Query.day"], {"Day"}),
        (["Named.A"], {"Named"}),
    ],
)
def test_what_nothing_leads_to_is_gone_and_what_leads_nowhere(
    gone: list[str], lost: set[str]
) -> None:
    assert set(left().type_map) - set(left(*gone).type_map) == lost


def test_a_field_is_asked_without_the_arguments_that_are_gone() -> None:
    book: Any = left("Sort.TITLE").query_type
    assert list(book.fields["book"].args) == ["like"]


def test_a_field_that_cannot_be_asked_is_gone() -> None:
    found = left("Like.title", "Like.colour")

    assert _fields(found, "Query") == {"thing", "either", "day"}


def test_an_input_loses_what_may_be_left_out_and_is_gone_without_what_may_not() -> None:
    assert _fields(left("Colour.RED"), "Like") == {"title"}

    types = {each.name.value: each for each in parse(SDL).definitions}  # type: ignore[attr-defined]
    types["Like"] = parse("input Like { title: Gone!, colour: Colour }").definitions[0]
    found = pruned(types, [], lambda _: True)

    assert "Like" not in found
    assert [each.name.value for each in found["Query"].fields] == ["thing", "either", "day"]


def test_an_interface_has_what_all_have_that_implement_it() -> None:
    found = left("Stone.weight")

    assert _fields(found, "Thing") == {"id"}
    assert _fields(found, "Book") == {"id", "weight", "title", "author"}


def test_an_interface_leads_only_where_it_may() -> None:
    found = left(leads_to=["Book"])

    assert "Stone" not in found.type_map
    assert "Book" in found.type_map


def test_an_interface_that_nothing_implements_is_gone() -> None:
    every = ("id", "weight", "title", "author")
    found = left(*(f"{kind}.{name}" for kind in ("Book", "Stone") for name in every))

    assert {"Thing", "Book", "Stone"}.isdisjoint(found.type_map)
    assert _fields(found, "Query") == {"either", "day"}
