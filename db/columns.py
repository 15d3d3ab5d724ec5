"""Columns: which ones are wanted of the rows that a statement finds, and in which form."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns are wanted. A row holds them in this order: plain, shown, besides."""

    plain: tuple[str, ...] = ()
    """As values of Python."""
    shown: tuple[str, ...] = ()
    """As clients see them: instants, days and exact numbers are texts."""
    whole: bool = False
    """Whether every column is wanted, by its name."""
    places: bool = False
    """Whether it is asked where rows stand in their list."""
    ends: bool = False
    """Whether it is asked what comes after them."""
    besides: tuple[str, ...] = ()
    """What a loader needs of a row for itself; read by name."""
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
    more = tuple(name for name in dict.fromkeys(names) if name not in wanted.plain + wanted.besides)
    return replace(wanted, besides=wanted.besides + more)


EVERYTHING: Final = Wanted(whole=True)
