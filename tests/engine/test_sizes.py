"""What is counted without spreading fragments is what there is when they are spread out."""

from graphql import parse
from hypothesis import given, settings

from engine.sizes import MOST, sizes
from tests.engine.naive import MADE, Made


@settings(max_examples=100, deadline=None)
@given(made=MADE)
def test_the_size_is_that_of_the_fields_that_there_are(made: Made) -> None:
    [size] = sizes(parse(made.text))

    assert size.selections == made.count(made.root)
    assert size.root_fields == len(list(made.spread_out(made.root)))
    assert size.aliases == made.aliases(made.root)
    assert size.depth == made.depth(made.root)
    assert size.introspection_depth == made.depth(made.root, schema=True)


def test_counting_ends_somewhere() -> None:
    doubling = " ".join(
        f"fragment F{number} on Author {{ a: id ...F{number + 1} ...F{number + 1} }}"
        for number in range(100)
    )

    [size] = sizes(parse(f"{{ me {{ ...F0 }} }} {doubling} fragment F100 on Author {{ a: id }}"))

    assert (size.aliases, size.selections) == (MOST, MOST)
    assert (size.depth, size.root_fields) == (2, 1)


def test_each_operation_has_its_own_size() -> None:
    found = sizes(parse("query A { me { id } } query B { a: __typename b: __typename }"))

    assert [(size.depth, size.aliases, size.root_fields) for size in found] == [
        (2, 0, 1),
        (1, 2, 2),
    ]
