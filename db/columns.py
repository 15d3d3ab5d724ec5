"""Columns: which ones are wanted of the rows that a statement finds, and in which form."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

TEXTUAL: Final[frozenset[type[Any]]] = frozenset({datetime, date, Decimal})
"""What is a value of its own in Python, and a text for clients."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns are wanted. A row holds them in this order: plain, shown, besides."""

    plain: tuple[str, ...] = ()
    """As values of Python."""
    shown: tuple[str, ...] = ()
    """As clients see them: what is `TEXTUAL`, is a text."""
    whole: bool = False
    """Whether every column is wanted, by its name."""
    places: bool = False
    """Whether it is asked where rows stand in their list."""
    ends: bool = False
    """Whether it is asked what comes after them."""
    besides: tuple[str, ...] = ()
    """What else is needed of a row, read by name: plain, or `as_shown`."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Much is kept by what is wanted, and looked up in every operation.
        said = hash((self.plain, self.shown, self.whole, self.places, self.ends, self.besides))
        object.__setattr__(self, "_hash", said)

    def __hash__(self) -> int:
        return self._hash

    def also(self, *names: str) -> "Wanted":
        """The same, and these columns."""
        return _also(self, names)


@lru_cache(maxsize=1024)
def _also(wanted: Wanted, names: tuple[str, ...]) -> Wanted:
    """Made once, so that what is kept by it is found without being compared."""
    if wanted.whole:
        return wanted
    there = {*wanted.plain, *wanted.besides, *map(as_shown, wanted.shown)}
    more = tuple(name for name in dict.fromkeys(names) if name not in there)
    return replace(wanted, besides=wanted.besides + more)


def as_shown(name: str) -> str:
    """What a column is called that is a text because it is shown."""
    return f"shown_{name}"


EVERYTHING: Final = Wanted(whole=True)
