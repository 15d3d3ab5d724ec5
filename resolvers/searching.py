"""Searching: the words that are looked for, which one leads, and from where people are found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from auth.scopes import Scope
from db.criteria import EVERYONE
from db.finding import RANK, Deleted, Wanted, Way, customers_count, words_said
from db.layers import layers_said
from db.reckoning import CAP, hit_counts
from db.search import query_words
from loaders.pages import Window
from resolvers.context import Context
from resolvers.customer_filters import short_enough

FEW: Final = 2_000
"""So many who have a word are all looked at, whatever else is asked for."""
_FEW_MEET: Final = 5_000
"""So many who meet a criterion are looked at sooner than those who have a common word."""
_COUNTED_TO: Final = 10_000
"""So far is told how many have a word, which of several is the rarest, and who are soon sorted."""


@dataclass(frozen=True, slots=True)
class Search:
    """From where those are found who are looked for, and what the statements are told."""

    wanted: Wanted
    said: Mapping[str, Any]
    page: Mapping[str, Any]
    """What only the statement of the page is told."""
    is_common: bool = False
    """Whether there are too many to sort all of them."""

    @property
    def listed(self) -> Wanted:
        """What is wanted of a list whose order has nothing to do with the words."""
        return replace(self.wanted, way=Way.CUSTOMERS) if self.is_common else self.wanted


def words_of(ctx: Context, search: str | None) -> list[str] | None:
    """The words that are looked for; nothing if none are, as in a search box that was cleared.

    Who has a longer word has its beginning too, which is not looked for again.
    """
    if search is None:
        return None
    ctx.need(Scope.CUSTOMERS_PII, "search")
    short_enough(search, "search")
    if not search.strip():
        return None
    said = query_words(search, region=ctx.tenant.default_region)
    return [each for each in said if not any(o != each and o.startswith(each) for o in said)]


def _longest_first(words: Sequence[str]) -> list[str]:
    """The words in an order that does not depend on who has them."""
    return sorted(words, key=lambda each: (-len(each), each))


async def rarest_first(ctx: Context, words: Sequence[str], window: Window) -> list[str]:
    """The words in the order in which they lead."""
    words = _longest_first(words)
    is_ranked, place = _ranked_from(window)
    if not is_ranked or len(words) == 1:
        return words
    return _led(words, place, {} if place else await _hits(ctx, words, _COUNTED_TO))


async def searched(
    ctx: Context, alike: Wanted, words: Sequence[str], window: Window, said: Mapping[str, Any]
) -> Search:
    """Decide which word leads, and from where those are found who have all of them."""
    if not words:
        return Search(alike, said, {})
    is_ranked, place = _ranked_from(window)
    is_filtered = alike.criterion != EVERYONE or alike.deleted is Deleted.ONLY
    words, hits = _longest_first(words), {}
    if is_filtered or not is_ranked or (len(words) > 1 and not place):
        hits = await _hits(ctx, words, _COUNTED_TO if len(words) > 1 or not is_ranked else FEW)
    words = _led(words, place, hits)
    rarest = hits.get(words[0], 0)
    wanted = replace(alike, words=len(words))
    told = {**said, **words_said(words), **layers_said(words)}
    if is_filtered and rarest > FEW and await _at_most(ctx, _FEW_MEET, alike, told):
        return Search(replace(wanted, way=Way.CUSTOMERS), told, {})
    if not is_ranked:
        return Search(wanted, told, {}, await _are_many(ctx, wanted, rarest, told))
    backwards = not window.keys[0].descending
    return Search(wanted, told, layers_said(words, place, backwards=backwards))


def _ranked_from(window: Window) -> tuple[bool, tuple[Any, ...]]:
    """Whether those who fit best come first, and from which place on."""
    is_ranked = window.keys[0].name == RANK
    return is_ranked, window.values if is_ranked else ()


def _led(words: list[str], place: tuple[Any, ...], hits: Mapping[str, int]) -> list[str]:
    """The rarest first; but a page goes on with the word that led to its place."""
    led = [each for each in words if place and place[1].startswith(each)]
    others = sorted((each for each in words if each not in led), key=lambda each: hits.get(each, 0))
    return [*led, *others]


async def _hits(ctx: Context, words: Sequence[str], most: int) -> dict[str, int]:
    told = {**words_said(words), CAP: most + 1}
    found = await ctx.reads.records(hit_counts(len(words)), **told)
    return dict(zip(words, found[0], strict=True))


async def _are_many(ctx: Context, wanted: Wanted, hits: int, told: Mapping[str, Any]) -> bool:
    """Whether more customers have the words than can soon be sorted."""
    if wanted.words == 1:
        return hits > _COUNTED_TO
    return hits > FEW and not await _at_most(ctx, FEW, wanted, told)


async def _at_most(ctx: Context, most: int, wanted: Wanted, told: Mapping[str, Any]) -> bool:
    found = await ctx.reads.number(customers_count(wanted), **{**told, CAP: most + 1})
    return found <= most
