"""Paging: from what a client asks of a list to the rows it gets, and back to cursors."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, repeat
from operator import itemgetter
from typing import Any, Final, Generic, TypeVar

from db.columns import Wanted
from db.pages import Keys
from loaders.pages import Window
from resolvers.context import Context
from resolvers.cursors import Cursors
from resolvers.refusals import Refusal

T = TypeVar("T")

DEFAULT_SIZE: Final = 20
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The four arguments of a connection."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @property
    def backwards(self) -> bool:
        """Whether the list is read from its end."""
        return self.last is not None or self.before is not None

    @property
    def size(self) -> int:
        """How many rows are wanted."""
        asked = self.last if self.backwards else self.first
        return DEFAULT_SIZE if asked is None else asked

    @property
    def cursor(self) -> str | None:
        """The place at which the page begins."""
        return self.before if self.backwards else self.after

    def checked(self) -> "Asked":
        """The same, if it makes sense."""
        if self.backwards and (self.first is not None or self.after is not None):
            raise Refusal("Use either first and after, or last and before.", "first")
        if not 1 <= self.size <= MOST:
            name = "last" if self.backwards else "first"
            raise Refusal(f"{name} must be between 1 and {MOST}.", name)
        return self


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and whether that is exact."""

    value: int
    is_exact: bool


# Counts the list of a parent, as exactly as a mode says.
Count = Callable[[Any, str], Awaitable[Counted]]


class Turn:
    """One time that a list is asked for: how far its pages reach, and from where."""

    __slots__ = ("backwards", "begun", "counted", "size", "written")

    def __init__(
        self, asked: Asked, written: Callable[[Sequence[Any]], list[str]], counted: Count
    ) -> None:
        self.size = asked.size
        self.backwards = asked.backwards
        self.begun = bool(asked.cursor)
        self.written = written
        """The cursors of rows of this list."""
        self.counted = counted


# A page, the number of a row in it, and the row.
Edge = tuple["Listing[T]", int, T]


class Listing(Generic[T]):
    """A page of rows, with what is needed to go on from it. What nobody reads is not made."""

    __slots__ = ("_cursors", "_found", "_parent", "_turn")

    def __init__(self, found: Sequence[T], turn: Turn, parent: Any = None) -> None:
        self._found = found
        """The rows, of which one is too many if more follow."""
        self._turn = turn
        self._parent = parent
        """Whose list this is, if it is not everybody's."""
        self._cursors: list[str] | None = None

    @property
    def rows(self) -> Sequence[T]:
        """The rows of the page."""
        rows = self._found[: self._turn.size]
        return rows[::-1] if self._turn.backwards else rows

    def count(self, mode: str) -> Awaitable[Counted]:
        """How long the whole list is."""
        return self._turn.counted(self._parent, mode)

    @property
    def has_next(self) -> bool:
        """Whether more follow."""
        return self._turn.begun if self._turn.backwards else self._is_cut

    @property
    def has_previous(self) -> bool:
        """Whether more come before."""
        return self._is_cut if self._turn.backwards else self._turn.begun

    @property
    def cursors(self) -> list[str]:
        """The cursor of every row."""
        if self._cursors is None:
            self._cursors = self._turn.written(self.rows)
        return self._cursors

    @property
    def edges(self) -> Sequence["Edge[T]"]:
        """Every row at its place."""
        rows = self.rows
        return list(zip(repeat(self, len(rows)), count(), rows, strict=False))

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first row."""
        return self._cursor(0)

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last row."""
        return self._cursor(-1)

    @property
    def _is_cut(self) -> bool:
        return len(self._found) > self._turn.size

    def _cursor(self, place: int) -> str | None:
        if not self._found:
            return None
        if self._cursors is not None:
            return self._cursors[place]
        return self._turn.written((self.rows[place],))[0]


@dataclass(frozen=True, slots=True)
class Course:
    """A list in an order, and what its cursors are bound to."""

    name: str
    keys: Keys

    def window(self, ctx: Context, asked: Asked, wanted: Wanted) -> Window:
        """Which rows a client asks for."""
        keys = tuple(key.reversed() for key in self.keys) if asked.backwards else self.keys
        cursor = asked.cursor
        place = () if cursor is None else ctx.cursors.read(self.name, self._kinds, cursor)
        return Window(keys, asked.size, place, wanted.whole or wanted.ends)

    def needs(self, wanted: Wanted) -> Wanted:
        """The same columns, and those of which a cursor is made, if any is."""
        return wanted.also(*(key.shown for key in self.keys)) if wanted.places else wanted

    def turn(self, ctx: Context, asked: Asked, wanted: Wanted, counted: Count) -> Turn:
        """What the pages that are asked for have in common."""
        # An order has two keys at least, for an id comes last: so each place is a tuple.
        place = itemgetter(*(key.name if wanted.whole else key.shown for key in self.keys))
        return Turn(asked, partial(self._written, ctx.cursors, place), counted)

    def _written(self, cursors: Cursors, place: Callable[[T], Any], rows: Sequence[T]) -> list[str]:
        return cursors.write_all(self.name, self._kinds, map(place, rows))

    @property
    def _kinds(self) -> tuple[type[Any], ...]:
        return tuple(key.kind for key in self.keys)
