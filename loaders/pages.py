"""Pages of many parents: what is asked of each parent, and how one statement is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.finding import Wanted as Sought
from db.pages import LIMIT, Keys, Place, at


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows are wanted: an order, a place in it, and how many."""

    keys: Keys
    size: int
    values: tuple[Any, ...] = ()
    looks_on: bool = True
    """Whether one row more is read, which tells whether more follow."""

    @property
    def place(self) -> Place | None:
        """The shape of the place, where there is one."""
        return Place(tuple(value is None for value in self.values)) if self.values else None

    @property
    def said(self) -> dict[str, Any]:
        """The parameters of the statement."""
        return {LIMIT: self.size + self.looks_on, **at(self.values)}


@dataclass(frozen=True, slots=True)
class Among:
    """Which customers are wanted of all: the shape of the question, and what was said."""

    sought: Sought
    said: Mapping[str, Any]

    @property
    def told(self) -> tuple[Sought, str]:
        """All by which two such questions are the same; what was said may hold lists."""
        return self.sought, repr(sorted(self.said.items()))
