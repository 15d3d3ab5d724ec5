"""Pages of many parents: what is asked of each parent, and how one statement is told of it."""

from dataclasses import dataclass
from typing import Any

from db.pages import LIMIT, Keys, Place, at


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows are wanted: an order, a place in it, and how many."""

    keys: Keys
    size: int
    values: tuple[Any, ...] = ()

    @property
    def place(self) -> Place | None:
        """The shape of the place, where there is one."""
        return Place(tuple(value is None for value in self.values)) if self.values else None

    @property
    def said(self) -> dict[str, Any]:
        """The parameters of the statement. One row more than wanted tells whether more follow."""
        return {LIMIT: self.size + 1, **at(self.values)}
