"""Records: the rows of a small library, the columns that are asked for, and who asked when."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which columns are asked for: as Python's values, as clients see them, and whether all."""

    plain: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    whole: bool = False
    places: bool = False
    ends: bool = False


WHOLE: Final = Asked(whole=True)


class Row(tuple[Any, ...]):
    """A row: what was asked for stands in its place, and some of it has a name."""

    names: Mapping[str, int]

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(self.names[place] if isinstance(place, str) else place)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row, or what holds rows, as ordinary resolvers know it."""

    kind: str
    row: Any


@dataclass(frozen=True, slots=True)
class Page:
    """No row, but it holds some."""

    of: int
    rows: Sequence[Row]
    size: int

    @property
    def edges(self) -> list[tuple[str, Row]]:
        """Each row with its place."""
        return [(f"{self.of}.{place}", row) for place, row in enumerate(self.rows)]


@dataclass(frozen=True, slots=True)
class Load:
    """That a loader was asked."""

    name: str
    keys: tuple[Hashable, ...]
    asked: Asked
    arguments: Values


class Refused(Exception):
    """Somebody may not see something."""

    def __init__(self, right: str) -> None:
        super().__init__(f"You may not: {right}.")
        self.extensions = {"code": "FORBIDDEN", "right": right}


class Torn(Exception):
    """Something could not be read."""


RIGHTS: Final = frozenset({"read secrets", "see pages"})


@dataclass
class World:
    """All there is for one operation."""

    rights: frozenset[str] = RIGHTS
    count: int = 0
    loads: list[Load] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)

    def rows(self, table: str, asked: Asked) -> Iterator[tuple[Values, Row]]:
        """All rows of a table: every value, and what was asked for."""
        for values in TABLES[table]:
            now = {**values, **self._changed(table, values)}
            yield now, cut(now, asked)

    def _changed(self, table: str, values: Values) -> Values:
        if table == "counters":
            return {"count": self.count}
        if table == "books" and values["id"] in self.titles:
            return {"title": self.titles[values["id"]]}
        return {}


def cut(values: Values, asked: Asked) -> Row:
    """A row of what was asked for."""
    others = tuple(values) if asked.whole else ()
    row = Row(
        [values[name] for name in asked.plain]
        + [shown(values[name]) for name in asked.shown]
        + [values[name] for name in others]
    )
    named = {name: len(asked.plain) + len(asked.shown) + at for at, name in enumerate(others)}
    row.names = {name: at for at, name in enumerate(asked.plain)} | named
    return row


def shown(value: Any) -> Any:
    """A value as clients see it."""
    return value.isoformat() if isinstance(value, date) else value


BOOKS: Final = (
    (1, "Poezii", "POETRY", 200, 12.5, date(1883, 12, 21), 1, 1, "Somnoroase păsărele"),
    (2, "Luceafărul", "POETRY", 40, 3.0, date(1883, 4, 1), 1, 1, None),
    (3, "O scrisoare pierdută", "DRAMA", 120, 8.25, date(1884, 11, 13), 2, 2, ""),
    (4, "Anonymous", "PROSE", 0, 0.0, date(1, 1, 1), None, 2, "Nobody wrote it"),
    (5, "Zâna", "PROSE", 1, 1e300, date(9999, 12, 31), 2, 3, None),
)
NAMES: Final = (
    *("id", "title", "genre", "pages", "price", "printed"),
    *("author_id", "shelf_id", "blurb"),
)
GOOD: Final[Values] = {
    "must": "yes",
    "text": "text",
    "genre": "PROSE",
    "sure_genre": "PROSE",
    "count": 1,
    "sure_count": 2,
    "price": 1.5,
    "flag": True,
    "words": ["a", "b"],
    "sure_words": ["c"],
    "numbers": [1, None, 3],
    "grid": [[1, 2], [3]],
    "loose": {"b": 1, "a": [None]},
    "code": "L",
}
# Every letter has one thing wrong with it. What is no text, or a number and yet no number of its
# kind, never stands in a column.
LETTERS: Final[tuple[Values, ...]] = (
    {},
    {"must": None},
    {"genre": "PURPLE"},
    {"sure_genre": "PURPLE"},
    {"sure_genre": None},
    {"count": 2**31},
    {"count": -(2**31)},
    {"sure_count": 2**31},
    {"sure_count": None},
    {"price": float("nan")},
    {"price": float("inf")},
    {"words": ["a", None]},
    {"sure_words": ["a", None]},
    {"sure_words": None},
    {"words": []},
    {"words": "letters"},
    {"words": 5},
    {"numbers": [1, 2**40, "x", None]},
    {"grid": [[1], None]},
    {"grid": [[1], [None, 2]]},
    {"grid": []},
    {"genre": ["PROSE"]},
    {"loose": None},
    {"loose": "text"},
    {"code": None},
    {"text": "", "count": 0, "price": 0.0, "flag": False, "loose": 0},
    {"count": None, "price": None, "flag": None, "text": None, "genre": None},
)
# Those of the first book are as they should be; of the second and the third, something is wrong.
MARKS: Final = (
    ("a", "PROSE", 1),
    ("b", "DRAMA", -1),
    (None, "PURPLE", 2**31),
    ("c", "POETRY", 0),
    ("d", None, None),
)
TABLES: Final[dict[str, list[Values]]] = {
    "books": [dict(zip(NAMES, each, strict=True)) for each in BOOKS],
    "authors": [
        {"id": 1, "name": "Mihai", "friend_id": 2, "house_id": 3},
        {"id": 2, "name": "Ion", "friend_id": 1, "house_id": None},
        {"id": 3, "name": "Ana", "friend_id": None, "house_id": 99},
    ],
    "shelves": [
        {"id": 1, "room": "north", "height": 2},
        {"id": 2, "room": "south", "height": -1},
        {"id": 3, "room": "", "height": 0},
    ],
    "reviews": [
        {
            "id": number,
            "stars": number % 6,
            "word": word,
            "book_id": book,
            "author_id": by,
            **dict(zip(("mark", "genre", "size"), MARKS[number - 1], strict=True)),
        }
        for number, (word, book, by) in enumerate(
            [("fine", 1, 1), ("long", 1, 2), ("fine", 2, None), ("odd", 1, 3), ("cut", 3, 3)], 1
        )
    ],
    "letters": [{**GOOD, "id": at, **each} for at, each in enumerate(LETTERS)],
    "counters": [{"id": 1, "count": 0}],
}
