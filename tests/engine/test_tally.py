"""What answers come to, and that nothing is made of them any more once it is too much."""

import asyncio
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Final

import pytest
from graphql import ExecutionResult, execute, parse

from engine.tally import FETCHED, Counting, Tally
from tests.engine.shelves import SCHEMA

BOOK: Final = {"title": "Poezii", "words": ["somnoroase", "păsărele"], "copies": [{}, {}, {}]}


class Library:
    """The library, with one book, and one author whom somebody has to fetch."""

    def __init__(self) -> None:
        self.fetched = 0

    book = staticmethod(lambda _info, **_: BOOK)

    def me(self, _info: Any) -> "Author":
        return Author(self)


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who is fetched when he is waited for."""

    library: Library

    def __await__(self) -> Generator[None, None, dict[str, str]]:
        self.library.fetched += 1
        yield from asyncio.sleep(0).__await__()
        return {"name": "Eminescu"}


def run(text: str, tally: Tally, library: Library) -> ExecutionResult:
    """Execute a document about the library."""
    running: Any = execute(SCHEMA, parse(text), library, executor_class=Counting, tally=tally)

    async def ended() -> ExecutionResult:
        result: ExecutionResult = await running if isawaitable(running) else running
        return result

    return asyncio.run(ended())


COMES_TO: Final[dict[str, tuple[int, int]]] = {
    "{ __typename }": (1, 0),
    '{ book(id: "1") { title } }': (1 + 1, 1),
    '{ book(id: "1") { a: title b: title ... { title } } }': (1 + 3, 1),
    '{ book(id: "1") { words } }': (1 + 1 + 2, 1),
    '{ book(id: "1") { copies { a: __typename b: __typename } } }': (1 + 1 + 3 + 3 * 2, 1 + 3),
    "{ me { name } }": (1 + FETCHED + 1, 1),
    "{ a: me { name } b: me { name } }": (2 * (1 + FETCHED + 1), 2),
    '{ __type(name: "Copy") { name kind } }': (3, 1),
}


@pytest.mark.parametrize("text", COMES_TO)
def test_what_an_answer_comes_to(text: str) -> None:
    tally = Tally(1_000, end=pytest.fail)

    result = run(text, tally, Library())

    assert result.errors is None
    assert (tally.values, tally.objects) == COMES_TO[text]


def ends() -> Iterator[tuple[Tally, list[str]]]:
    """Tallies that are as large as they may be, and whether they were ended."""
    for most in (2 * (1 + FETCHED + 1), 2 * (1 + FETCHED + 1) - 1):
        ended: list[str] = []
        yield Tally(most, end=lambda ended=ended: ended.append("now")), ended  # type: ignore[misc]


def test_one_too_many_ends_it_once() -> None:
    seen = []
    for tally, ended in ends():
        run("{ a: me { name } b: me { name } }", tally, Library())
        seen.append((tally.over, ended))

    assert seen == [(False, []), (True, ["now"])]


def test_what_is_too_much_is_not_begun() -> None:
    library, ended = Library(), list[str]()
    tally = Tally(3 * (1 + FETCHED) - 1, end=lambda: ended.append("now"))

    result = run("{ a: me { name } b: me { name } c: me { name } }", tally, library)

    assert (library.fetched, ended, tally.over) == (2, ["now"], True)
    assert result.data == {"a": None, "b": None, "c": None}
