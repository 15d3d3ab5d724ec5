"""A tree knows where its parts stood in the text, and holds on to nothing else of it."""

import gc
from time import process_time
from typing import Final

import pytest
from graphql import GraphQLError, Node, Visitor, parse, visit

from engine.documents import Documents
from engine.reader import Place, Reader, places
from tests.engine.shelves import LIMITS, SCHEMA, WEIGHTS

TEXTS: Final[dict[str, str]] = {
    "one line": 'query A($n: Int = 7, $l: [ID!]) { a: me { ...F } search(words: ["é", $n]) }',
    "lines of all kinds": "{\n  me {\r\n id\r name }\n\n}\rfragment F on Author { id }",
    "a comment, commas, and a mark at the start": "\ufeff# a\n,,{ me, # b\n\n { id } }",
    "a text of several lines": '{ book(id: """\n a\n  b\r\n\u2028""") { id }\n a(b: {c: 1}) }',
}
# What is kept is looked at by whoever clears up memory, and meanwhile everybody waits.
SECONDS: Final = 2 * 0.2
FULL: Final[dict[str, str]] = {
    "values": "query A# { search(like: {either: [" + '{title: "#"}' * 240 + "]}) { __typename } }",
    "fields": "query A# { me { " + "... { __typename } " * 120 + "} }",
    "prices": "query A# { me { "
    + " ".join(
        f"a{n}: books(first: {n + 1}) {{ {'nodes { author { id } } ' * 19} }}" for n in range(12)
    )
    + "} }",
}


class Found(Visitor):
    """Sees every part of a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []

    def enter(self, node: Node, *_: object) -> None:
        """Note a part."""
        self.nodes.append(node)


def parts(tree: Node) -> list[Node]:
    """Every part of a tree."""
    found = Found()
    visit(tree, found)
    return found.nodes


@pytest.mark.parametrize("case", TEXTS)
def test_places_are_those_that_graphql_finds_in_the_text(case: str) -> None:
    text = TEXTS[case]
    reader = Reader(text, tokens=100, comments=10)

    read, usual = parts(reader.parse_document()), parts(parse(text))

    assert [type(node) for node in read] == [type(node) for node in usual]
    assert [places(GraphQLError("a", node)) for node in read] == [
        GraphQLError("a", node).locations for node in usual
    ]
    assert reader.parts == len(read)


def test_no_error_looks_for_its_place_and_no_part_holds_on_to_the_text() -> None:
    nodes = parts(Reader(TEXTS["one line"], tokens=100, comments=1).parse_document())

    assert {type(node.loc) for node in nodes} == {Place}
    assert GraphQLError("a", nodes).locations is None
    assert not any(hasattr(node.loc, name) for node in nodes for name in ("source", "end_token"))


def test_an_error_that_has_no_part_says_itself_where_it_is() -> None:
    with pytest.raises(GraphQLError) as wrong:
        Reader("{\n }}", tokens=100, comments=1).parse_document()

    assert places(wrong.value) == [(2, 3)]
    assert places(GraphQLError("a")) == []


@pytest.mark.parametrize("case", FULL)
def test_to_look_at_everything_that_is_kept_takes_no_time(case: str) -> None:
    kept = Documents(SCHEMA, LIMITS, WEIGHTS)
    gc.collect()
    gc.freeze()
    try:
        read = 0
        while len(kept) == read:
            text = FULL[case].replace("#", str(read))
            assert kept.read(text, is_open=True, brought_by="a").errors == ()
            read += 1
        gc.collect()
        began = process_time()
        gc.collect()
        seconds = process_time() - began
    finally:
        gc.unfreeze()

    assert read > 20
    assert seconds < SECONDS
