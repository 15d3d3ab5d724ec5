"""Kept words: what stands beside each word of a customer, so that few have to be looked at.

A word alone does not tell whether the customer has the other words that are looked for, nor whether
a better word of the same customer begins with the same letters. What is kept beside it tells both:
the first nearly always, the second always.
"""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from db.search import COMPANY, CONTACT, NAME, SearchToken

ECHO: Final = 1
WEIGHTS: Final = (NAME, COMPANY, CONTACT, ECHO)
"""Everything that a kept word may weigh, the most first."""
ECHOED: Final = 3
"""An echo shares so many letters with a better word at least."""

_BITS: Final = 61
_MARKED: Final = {2: 2, 4: 1}
"""So many first letters of a word leave so many marks."""
_SHORT: Final = 3
"""And so many does a word that ends before."""
_END: Final = "\n"


@dataclass(frozen=True, slots=True)
class KeptToken(SearchToken):
    """A word among the others of the same customer."""

    shared: int
    """With how many letters a better one begins too: a heavier, or one before it."""


def marks(several: Iterable[str], *, whole: bool = True) -> int:
    """What words leave behind wherever they are: a few bits of a number, for their first letters.

    Whoever has the words has these bits, and perhaps others. The end of a whole word counts as a
    letter, so that short ones leave marks of their own. The fewer letters, the more marks: they are
    looked for more often, and each is also left by others.
    """
    left = 0
    for word in several:
        told = f"{word}{_END}" if whole else word
        for letters, times in _MARKED.items():
            if whole or len(told) >= letters:
                begun = told[:letters]
                for nth in range(times if len(begun) == letters else _SHORT):
                    left |= 1 << crc32(f"{nth}{begun}".encode()) % _BITS
    return left


def kept(several: Iterable[SearchToken]) -> list[KeptToken]:
    """The words of a customer as they are kept, the best first.

    Whoever is looked for by letters that a better word has too is found by that one. A contact that
    begins like a better word, as most addresses do, is an echo.
    """
    better: list[str] = []
    found = []
    for each in sorted(several, key=lambda each: (-each.weight, each.token)):
        place = bisect(better, each.token)
        beside = better[max(0, place - 1) : place + 1]
        better.insert(place, each.token)
        shared = max((_alike(each.token, other) for other in beside), default=0)
        is_echo = each.weight == CONTACT and shared >= ECHOED
        found.append(KeptToken(each.token, ECHO if is_echo else each.weight, shared))
    return found


def _alike(one: str, other: str) -> int:
    """With how many letters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    differing = (place for place, (mine, theirs) in pairs if mine != theirs)
    return next(differing, min(len(one), len(other)))
