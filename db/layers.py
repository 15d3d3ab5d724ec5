"""Layers: those who fit alike, the best first, and what is left of them after a place.

How well somebody fits is a number, its rank: the weight of the word by which it is found, more if
it has that word as a whole, and more again if it has every word as a whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from uuid import UUID

from db.kept_words import ECHOED, WEIGHTS, marks
from db.search import prefix_end

WHOLE: Final = 1 + max(WEIGHTS) - min(WEIGHTS)
"""So much better does somebody fit who has a word as a whole: more than any weight tells."""
_SOONEST: Final = "\x01"
"""A word with this behind it comes before all other words that begin with it."""
_LONGEST: Final = 2**15 - 1
_FIRST: Final = UUID(int=0)
_LAST: Final = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Layer:
    """Where those who fit alike stand in the index of words."""

    rank: int
    weight: int
    low: str
    high: str
    beyond: UUID
    """Who among those with the same word come after this one."""
    letters: int
    """Who shares so many letters with a better word of the same customer is not found by this."""
    marks: int
    """What the other words leave behind wherever they are."""


def layers_said(
    words: Sequence[str], place: Sequence[Any] = (), *, backwards: bool = False
) -> dict[str, Any]:
    """The parameters that say where those stand who come after a place. The first word leads."""
    layers = list(_layers(words, _FIRST if backwards else _LAST))
    if backwards:
        layers.reverse()
    if place:
        layers = list(_after(layers, *place, backwards=backwards))
    names = [each.name for each in fields(Layer)]
    return {f"layer_{name}": [getattr(each, name) for each in layers] for name in names}


def _layers(words: Sequence[str], beyond: UUID) -> Iterator[Layer]:
    first, others = words[0], words[1:]
    whole = first, first + _SOONEST, _LONGEST
    begun = first + _SOONEST, prefix_end(first), len(first)
    every, some = marks(others, whole=True), marks(others, whole=False)
    kinds = [(2 * WHOLE, whole, every), (WHOLE, whole, some), (0, begun, some)]
    for more, (low, high, letters), left in kinds if others else (kinds[0], kinds[-1]):
        for weight in WEIGHTS if letters > ECHOED else WEIGHTS[:-1]:
            yield Layer(weight + more, weight, low, high, beyond, letters, left)


def _after(
    layers: Sequence[Layer], rank: int, token: str, id_: UUID, *, backwards: bool
) -> Iterator[Layer]:
    """Those with the same word, then the rest of their layer, then the layers that follow."""
    next_word = token + _SOONEST
    for layer in layers:
        if layer.rank == rank:
            yield replace(layer, low=token, high=next_word, beyond=id_)
            yield replace(layer, high=token) if backwards else replace(layer, low=next_word)
        elif (layer.rank > rank) is backwards:
            yield layer
