"""A page is cut out of its rows, and its cursors are made only when they are read."""

from collections.abc import Iterable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final, cast
from uuid import UUID

import pytest

from db.columns import EVERYTHING, Wanted
from db.pages import LIMIT, NEWEST
from resolvers.context import Context
from resolvers.cursors import Cursors, Kinds, Values
from resolvers.paging import Asked, Counted, Course, Listing

COURSE: Final = Course("notes", NEWEST)
ROWS: Final = [
    {"id": UUID(int=number), "created_at": datetime(2027, 1, number, tzinfo=UTC)}
    for number in range(4, 0, -1)
]
WRITTEN: Final[list[Values]] = []


class Counting(Cursors):
    """Cursors that note what is written."""

    def write_all(self, about: str, kinds: Kinds, places: Iterable[Values]) -> list[str]:
        """The cursors of several places."""
        noted = list(places)
        WRITTEN.extend(noted)
        return super().write_all(about, kinds, noted)


PLAIN: Final = Cursors(b"secret", UUID(int=9))
CURSORS: Final = Counting(b"secret", UUID(int=9))


async def _count(_: None, __: str) -> Counted:
    return Counted(4, is_exact=True)


def page(asked: Asked, rows: list[Any]) -> Listing[Any]:
    WRITTEN.clear()
    ctx = cast("Context", SimpleNamespace(cursors=CURSORS))
    return Listing(rows, COURSE.turn(ctx, asked, EVERYTHING, _count))


def cursor(row: dict[str, Any]) -> str:
    return PLAIN.write(COURSE.name, (datetime, UUID), (row["created_at"], row["id"]))


def test_nothing_is_written_until_it_is_read() -> None:
    listing = page(Asked(first=3), ROWS)

    assert (listing.rows, listing.has_next, listing.has_previous) == (ROWS[:3], True, False)
    assert WRITTEN == []
    assert listing.start_cursor == cursor(ROWS[0])
    assert len(WRITTEN) == 1
    assert listing.end_cursor == cursor(ROWS[2])
    assert len(WRITTEN) == 2


def test_edges_have_their_cursors_and_these_are_written_once() -> None:
    listing = page(Asked(last=3), ROWS)

    edges = [(page.cursors[number], row) for page, number, row in listing.edges]
    assert (listing.start_cursor, listing.end_cursor) == (edges[0][0], edges[-1][0])
    assert len(WRITTEN) == 3
    assert edges == [(cursor(row), row) for row in reversed(ROWS[:3])]
    assert (listing.has_next, listing.has_previous) == (False, True)


def test_a_page_with_nothing_on_it_has_no_cursors() -> None:
    listing = page(Asked(first=3, after="x"), [])

    assert (listing.cursors, list(listing.edges)) == ([], [])
    assert (listing.start_cursor, listing.end_cursor) == (None, None)
    assert (listing.has_next, listing.has_previous) == (False, True)


@pytest.mark.parametrize(
    ("wanted", "besides"),
    [
        (Wanted(("id",), places=True), ("shown_created_at",)),
        (Wanted((), ("created_at",), places=True), ("id",)),
        (Wanted(("id",)), ()),
    ],
    ids=["plain", "shown", "none"],
)
def test_a_page_needs_what_its_cursors_are_made_of(
    wanted: Wanted, besides: tuple[str, ...]
) -> None:
    assert COURSE.needs(wanted).besides == besides
    assert COURSE.needs(EVERYTHING) is EVERYTHING


@pytest.mark.parametrize(
    ("wanted", "read"),
    [(Wanted(("id",)), 3), (Wanted(("id",), ends=True), 4), (EVERYTHING, 4)],
    ids=["rows", "and whether more follow", "everything"],
)
def test_one_row_more_is_read_if_it_is_asked_whether_more_follow(wanted: Wanted, read: int) -> None:
    ctx = cast("Context", SimpleNamespace(cursors=CURSORS))

    assert COURSE.window(ctx, Asked(first=3), wanted).said == {LIMIT: read}
