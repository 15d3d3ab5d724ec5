"""Paging: from what a client asks of a list to the rows it gets, and back to cursors."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from db.pages import Keys
from loaders.pages import Window
from resolvers.context import Context
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


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A page of rows, with what is needed to go on from it."""

    rows: Sequence[T]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool
    count: Callable[[str], Awaitable[Counted]]


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
        names = [key.name for key in self.keys]
        places = [tuple(getattr(row, name) for name in names) for row in page]
        return Listing(
            rows=page,
            cursors=[ctx.cursors.write(self.name, place) for place in places],
            has_next=bool(asked.cursor) if asked.backwards else more,
            has_previous=more if asked.backwards else bool(asked.cursor),
            count=count,
        )
