"""Paging: from what a client asks of a list to the rows it gets, and back to cursors."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
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


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A page of rows, with what is needed to go on from it. Cursors are made when first read."""

    rows: Sequence[T]
    has_next: bool
    has_previous: bool
    count: Callable[[str], Awaitable[Counted]]
    written: Callable[[Sequence[T]], list[str]]
    """The cursors of rows of this list."""

    @cached_property
    def cursors(self) -> list[str]:
        """The cursor of every row."""
        return self.written(self.rows)

    @property
    def edges(self) -> Sequence[tuple[str, T]]:
        """Every row with its cursor."""
        return list(zip(self.cursors, self.rows, strict=True))

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first row."""
        return self._cursor(0)

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last row."""
        return self._cursor(-1)

    def _cursor(self, place: int) -> str | None:
        if not self.rows:
            return None
        if "cursors" in vars(self):
            return self.cursors[place]
        return self.written((self.rows[place],))[0]


@dataclass(frozen=True, slots=True)
class Course:
    """A list in an order, and what its cursors are bound to."""

    name: str
    keys: Keys

    def window(self, ctx: Context, asked: Asked) -> Window:
        """Which rows a client asks for."""
        keys = tuple(key.reversed() for key in self.keys) if asked.backwards else self.keys
        cursor = asked.cursor
        place = () if cursor is None else ctx.cursors.read(self.name, cursor)
        return Window(keys, asked.size, place)

    def needs(self, wanted: Wanted) -> Wanted:
        """The same columns, and those of which a cursor is made."""
        return wanted.also(*(key.name for key in self.keys))

    def listing(
        self,
        ctx: Context,
        asked: Asked,
        rows: Sequence[Any],
        count: Callable[[str], Awaitable[Counted]],
    ) -> Listing[Any]:
        """The page that was asked for, out of rows of which one is too many if more follow."""
        more = len(rows) > asked.size
        page = list(rows[: asked.size])
        if asked.backwards:
            page.reverse()
        return Listing(
            rows=page,
            has_next=bool(asked.cursor) if asked.backwards else more,
            has_previous=more if asked.backwards else bool(asked.cursor),
            count=count,
            written=partial(self._written, ctx.cursors),
        )

    def _written(self, cursors: Cursors, rows: Sequence[Any]) -> list[str]:
        # An order has two keys at least, for an id comes last: so each place is a tuple.
        place = itemgetter(*(key.name for key in self.keys))
        return cursors.write_all(self.name, map(place, rows))
