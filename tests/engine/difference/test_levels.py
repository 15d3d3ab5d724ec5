"""Everything of a level is fetched at once, and only what is asked for."""

from typing import Any, Final

import pytest
from graphql import parse

from tests.engine.difference.records import Asked, Load, World
from tests.engine.difference.ways import Question, by_engine, engine


async def loads(text: str, **variables: Any) -> list[Load]:
    """How loaders are asked while the engine runs a document."""
    world = World()
    await by_engine(Question(text, parse(text), variables), world, engine())
    return world.loads


def columns(load: Load) -> Asked:
    """Which columns were asked for, in an order of their own."""
    asked = load.asked
    return Asked(tuple(sorted(asked.plain)), tuple(sorted(asked.shown)), asked.whole)


def keys(load: Load) -> tuple[str, list[Any]]:
    """Which loader was asked, and for what."""
    return load.name, list(load.keys)


async def test_a_level_is_asked_for_once() -> None:
    asked = await loads("{ books { author { friend { name } } shelf { room } reviews { word } } }")

    assert sorted(map(keys, asked)) == [
        ("authors by id", [1, 1, 2, 2]),
        ("authors by id", [2, 2, 1, 1]),
        ("books", [True]),
        ("reviews by book_id", [1, 2, 3, 4, 5]),
        ("shelves by id", [1, 1, 2, 2, 3]),
    ]


async def test_lists_of_a_level_are_one_level() -> None:
    asked = await loads("{ books { reviews { book { title } author { name } } } }")

    assert sorted(map(keys, asked[2:])) == [
        ("authors by id", [1, 2, 3, 3]),
        ("books by id", [1, 1, 1, 2, 3]),
    ]


async def test_aliases_with_other_arguments_are_other_relations() -> None:
    asked = await loads("{ book(id: 1) { a: reviews(first: 1) { word } b: reviews { word } } }")

    assert [(load.keys, load.arguments["first"]) for load in asked[1:]] == [((1,), 1), ((1,), 10)]


COLUMNS: Final[dict[str, Asked]] = {
    "title": Asked((), ("title",)),
    "a: title b: title ... { title }": Asked((), ("title",)),
    "printed number": Asked((), ("id", "printed")),
    "id label": Asked(("genre", "id", "title"), ()),
    "label title": Asked(("genre", "title"), ("title",)),
    "author { name }": Asked(("author_id",), ()),
    "title author { name } sureAuthor { id }": Asked(("author_id",), ("title",)),
    "__typename": Asked(),
    "maybePage { size }": Asked(("id",), ()),
}


@pytest.mark.parametrize("asked", COLUMNS)
async def test_only_columns_that_are_needed_are_asked_for(asked: str) -> None:
    (first, *_) = await loads(f"{{ book(id: 1) {{ {asked} }} }}")

    assert columns(first) == COLUMNS[asked]


async def test_what_a_resolver_takes_is_whole() -> None:
    first, second = await loads("{ book(id: 1) { slug title author { name } } }")

    assert first.asked.whole
    assert second.asked == Asked((), ("name",))


async def test_a_page_asks_for_what_is_shown_of_its_rows() -> None:
    asked = await loads("{ book(id: 1) { page { nodes { word } edges { node { stars word } } } } }")

    assert columns(asked[1]) == Asked((), ("stars", "word"))


async def test_a_page_of_which_no_row_is_shown_asks_for_no_column() -> None:
    asked = await loads("{ book(id: 1) { page { size edges { cursor } } } }")

    assert asked[1].asked == Asked()


async def test_a_shown_column_is_the_only_one() -> None:
    asked = await loads("{ books { reviewWords(first: 1) } }")

    assert asked[1].asked == Asked((), ("word",))


async def test_who_has_no_key_is_not_asked_about() -> None:
    asked = await loads("{ book(id: 4) { title author { name } } }")

    assert len(asked) == 1


async def test_what_is_left_out_is_not_fetched() -> None:
    text = "query ($no: Boolean!) { book(id: 1) { title author @include(if: $no) { name } } }"

    left_out, asked = await loads(text, no=False), await loads(text, no=True)

    assert [load.asked for load in left_out] == [Asked((), ("title",))]
    assert [load.asked.shown for load in asked] == [("title",), ("name",)]


async def test_what_is_refused_is_not_fetched() -> None:
    world = World(frozenset())
    text = "{ book(id: 1) { title secret secretReviews { word } secretPage { size } } }"

    await by_engine(Question(text, parse(text)), world, engine())

    assert [load.asked for load in world.loads] == [Asked((), ("title",))]
