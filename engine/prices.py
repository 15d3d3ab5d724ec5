"""Prices: what an operation costs, prepared once and worked out for each set of variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from engine.amounts import Always, Amount, Values

MOST: Final = 2**31 - 1
"""Where counting ends: lists in lists soon cost more than there are numbers for."""


class Points(NamedTuple):
    """What a selection costs."""

    fixed: int = 0
    each: int = 0
    """For each item of the page that it belongs to."""


@dataclass(frozen=True, slots=True)
class Term:
    """A field with something below it."""

    own: int
    """What one such object costs itself."""
    below: int
    """The step that prices what is below."""
    times: Amount
    """How many such objects there are."""
    page: Amount
    """How many items there are in its page, if it is one."""
    paged: bool
    """Whether it is there for each item of the page around it."""

    @property
    def is_fixed(self) -> bool:
        """Whether there are always as many."""
        return isinstance(self.times, Always) and isinstance(self.page, Always)


@dataclass(frozen=True, slots=True)
class Step:
    """A selection, or a fragment: what it costs, out of what the steps before it cost."""

    flat: int
    terms: tuple[Term, ...]
    spreads: tuple[int, ...]

    def points(self, values: Values, known: Sequence[Points]) -> Points:
        """What it costs with these values."""
        fixed, each = self.flat, 0
        for term in self.terms:
            below = known[term.below]
            one = term.own + below.fixed + (below.each and below.each * term.page(values))
            if term.paged:
                each += one
            else:
                fixed += one * term.times(values)
        for spread in self.spreads:
            fixed += known[spread].fixed
            each += known[spread].each
        return Points(min(fixed, MOST), min(each, MOST))


@dataclass(frozen=True, slots=True)
class Price:
    """What an operation costs."""

    steps: tuple[Step, ...]
    """One after the other; the last one is the operation."""
    defaults: Values
    settled: int | None = None
    """What it costs whatever is said, where that is known."""

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same for all variables."""
        return all(term.is_fixed for step in self.steps for term in step.terms)

    def of(self, variables: dict[str, Any] | None = None) -> int:
        """What it costs with these variables."""
        if self.settled is not None:
            return self.settled
        values = {**self.defaults, **(variables or {})}
        known: list[Points] = []
        for step in self.steps:
            known.append(step.points(values, known))
        return known[-1].fixed
