"""Fields that meet are counted as often as validation compares them."""

from typing import Final

import pytest
from graphql import parse

from engine.fragments import fragments_of
from engine.overlaps import PAIR, too_many_meet, work_of

# A document, the selections that are visited, the pairs that are compared.
WORK: Final[dict[str, tuple[int, int]]] = {
    "{ a b c }": (3, 0),
    "{ a a a a }": (4, 6),
    "{ a b: a a: b }": (3, 1),
    "{ a { x } a { x } a { y } }": (3 + 3, 3 + 1),
    "{ a { x } b { x } }": (2 + 2, 0),
    "{ a ... { a ... { a } } }": (2 + 2 + 1, 3),
    "{ ...F ...F } fragment F on Query { a }": (2 + 1, 0),
    "{ a { ...F } a { ...F } } fragment F on Query { x { y } }": (2 + 2 + 1 + 1, 1),
    "{ ...F ...G } fragment F on Query { a } fragment G on Query { a }": (2 + 1 + 1, 1 + 1),
    "{ a } query B { a { ...F } } fragment F on Query { x }": (1 + 1 + 1 + 1, 0),
    "{ a } fragment F on Query { x x ...G } fragment G on Query { x }": (1 + 3 + 1, 3),
    "{ ...Unknown }": (1, 0),
}


@pytest.mark.parametrize("text", WORK)
def test_every_two_of_one_name_are_counted(text: str) -> None:
    visits, pairs = WORK[text]
    tree = parse(text)

    assert work_of(tree, fragments_of(tree)) == visits + PAIR * pairs


def test_a_loop_is_not_followed() -> None:
    assert not too_many_meet(parse("{ a { ...F } } fragment F on Query { a { ...F } }"))
