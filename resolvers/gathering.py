"""Gathering: from where those are found who meet what a list is filtered by.

The values of the tenant's own fields stand in a table of their own, and so do worn tags: no index
has them beside what customers are sorted by. There are three ways to a page. Whoever meets the
rarest part is looked up, and all of them are sorted. Or they are remembered by their ids, and the
list is gone through in its order until the page is full. Or each whom the list comes to is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from math import prod, sqrt
from typing import Any, Final

from db.criteria import (
    All,
    Criterion,
    Gathered,
    LookedUp,
    Match,
    OnTheWay,
    Own,
    is_apart,
    is_of_tags,
    parts_of,
)
from db.finding import Wanted
from db.reckoning import CAP, ENDS, SOME, holding_counts
from db.sorting import is_own_order, own_key
from loaders.pages import Window
from resolvers.context import Context

FEW: Final = 5_000
"""So far is counted who meets a part. Of more it is reckoned, from customers at both ends."""
COMPARED: Final = 3
"""So many parts are counted and compared with the others, beside the one that limits the list."""
LOOKING_UP: Final = 2.5
"""Microseconds for a value that is looked up by the customer's id."""
ASKING: Final = 5.0
"""The same for a customer who is looked up, or asked in the order of a list."""
REMEMBERING: Final = 0.4
PASSING: Final = 0.2
"""The same for an id that is remembered, and for one that is passed by in the order of a list."""
JOINING: Final = 1.0
"""The same where it is asked who of some wears a tag as well."""
EVERYBODY: Final = 1_000_000
"""So many customers are reckoned with. Where there are fewer, no way is long."""
_SERVED: Final = frozenset({"eq", "gt", "gte", "in", "lt", "lte", "starts_with"})
"""What an index tells."""
_ENDS: Final = 2 * ENDS
_NOTHING: Final[tuple[Criterion, ...]] = ()


class Approach(Enum):
    """From where a page is found."""

    LOOKED_UP = auto()
    REMEMBERED = auto()
    ASKED = auto()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many meet each part, and about how many meet all."""

    counts: Mapping[Criterion, int]
    all_meet: float

    def cheapest(self, rarest: Criterion, held: Sequence[Criterion], size: int) -> Approach:
        """The way to a page that takes the least time, where fewest meet this part."""
        met = self.counts[rarest]
        listed = min((self.counts[part] for part in held), default=EVERYBODY)
        if met > listed:
            return Approach.ASKED
        all_meet = max(self.all_meet, 1)
        passed = listed * size / all_meet
        others = [part for part in self.counts if part != rarest]
        joining = sum(JOINING if is_of_tags(part) else LOOKING_UP for part in others)
        stopped_at = PASSING * passed + LOOKING_UP * len(others) * size * met / all_meet
        takes = {
            Approach.LOOKED_UP: joining * met + ASKING * all_meet,
            Approach.REMEMBERED: REMEMBERING * met + stopped_at,
            Approach.ASKED: ASKING * passed,
        }
        return min(takes, key=lambda way: takes[way])


async def gathered(
    ctx: Context, sought: Wanted, window: Window, said: Mapping[str, Any], *, is_indexed: bool
) -> Wanted:
    """The same list, and from where those are found who meet what it is filtered by. There are
    several ways only if an index has its order."""
    parts = tuple(parts_of(sought.criterion))
    is_own = is_own_order(window.keys)
    # What many have at once is counted last, and no further than what comes before.
    apart = sorted((part for part in parts if is_apart(part)), key=_is_said_whole)
    if not apart and not is_own:
        return sought
    held = tuple(part for part in apart if is_own and _is_sorted_by(part, said))
    plain = tuple(part for part in parts if is_own and _is_served(part))
    rest = tuple(part for part in parts if part not in (*apart, *plain))
    others = (part for part in apart if part not in held)
    asked: tuple[Criterion, ...] = (*([All(plain)] if plain else ()), *others)
    known, early = asked, _NOTHING
    if is_indexed and not sought.words and _is_worth_it(asked, is_own=is_own):
        first, later = asked[:COMPARED], asked[COMPARED:]
        counts = await _counts(ctx, held[:1], first, said)
        known, early = _approach(first, counts, held[:1], window.size)
        early = (*early, *(OnTheWay(part) for part in later))
    if not is_own:
        return replace(sought, criterion=All((*rest, *known, *early)))
    met = tuple(part.part for part in held if isinstance(part, Own))
    return replace(sought, criterion=All((*rest, *known)), held=met, early=early)


def _approach(
    asked: Sequence[Criterion], counts: Counts, held: Sequence[Criterion], size: int
) -> tuple[tuple[Criterion, ...], tuple[Criterion, ...]]:
    """What customers are asked, and what is asked of their ids before they are looked at."""
    rarest = min(asked, key=lambda part: counts.counts[part])
    apart = tuple(part for part in asked if part != rarest and is_apart(part))
    plain = tuple(part for part in asked if part != rarest and not is_apart(part))
    on_the_way = tuple(OnTheWay(part) for part in apart)
    match counts.cheapest(rarest, held, size):
        case Approach.LOOKED_UP:
            return plain, (LookedUp(rarest, apart),)
        case Approach.REMEMBERED:
            return plain, (Gathered(rarest), *on_the_way)
        case Approach.ASKED if is_apart(rarest):
            return plain, (OnTheWay(rarest), *on_the_way)
    return (rarest,), on_the_way


async def _counts(
    ctx: Context,
    held: tuple[Criterion, ...],
    asked: tuple[Criterion, ...],
    said: Mapping[str, Any],
) -> Counts:
    stmt = holding_counts(held, asked)
    (found,) = await ctx.reads.records(stmt, **said, **{CAP: FEW + 1})
    return reckoned(held, asked, found)


def reckoned(held: Sequence[Criterion], asked: Sequence[Criterion], found: Sequence[int]) -> Counts:
    """What is reckoned with, after these were found by counting."""
    parts = [*held, *asked]
    counted, met, of_ends = found[: len(parts)], found[len(parts) : -1], found[-1]
    # Of how many meet a part it may only be known that they are not few, and how many at the ends.
    shares = [max(each / _ENDS, FEW / EVERYBODY) for each in met]
    counts = {
        part: each if each <= FEW else max(FEW + 1, round(EVERYBODY * share))
        for part, each, share in zip(parts, counted, shares, strict=True)
    }
    fewest, meet = min(zip(counted[len(held) :], met[len(held) :], strict=True))
    if fewest > FEW:
        return Counts(counts, EVERYBODY * _likely(prod(shares), of_ends))
    # Of some nobody may do, and yet somebody of the others.
    return Counts(counts, fewest * (meet + 0.5) / (min(fewest, SOME) + 0.5))


def _likely(by_chance: float, seen: int) -> float:
    """Which share of all is likely to meet all parts, where so many of those at the ends do: as
    large as by chance, unless so few or so many of them can hardly be chance."""
    at_least, at_most = seen - 2 * sqrt(seen), seen + 0.5
    return max(min(by_chance, at_most / _ENDS), at_least / _ENDS)


def _is_worth_it(asked: Sequence[Criterion], *, is_own: bool) -> bool:
    """Whether the ways differ: one tag alone is found as quickly as it can be."""
    return len(asked) > 1 or any(is_own or isinstance(part, Own) for part in asked)


def _is_said_whole(part: Criterion) -> bool:
    inner = parts_of(part.part) if isinstance(part, Own) else ()
    return any(isinstance(each, Match) and each.operator == "eq" for each in inner)


def _is_sorted_by(part: Criterion, said: Mapping[str, Any]) -> bool:
    return isinstance(part, Own) and said[part.field] == said[own_key(0)]


def _is_served(part: Criterion) -> bool:
    return isinstance(part, Match) and not is_apart(part) and part.operator in _SERVED
