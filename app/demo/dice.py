"""Dice of the demo: chance that falls the same way every time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

# The day on which the story ends, whenever it is told.
DAY: Final = datetime(2026, 11, 1, tzinfo=UTC)


class Dice(Random):
    """Chance that depends on nothing but the seed."""

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often among a hundred."""
        return self.random() * 100 < percent

    def weighted(self, options: Mapping[T, int]) -> T:
        """One of the options; the heavier it is, the likelier."""
        return self.choices(list(options), list(options.values()))[0]

    def several(self, options: tuple[T, ...], counts: Mapping[int, int]) -> list[T]:
        """As many different options as the weights of the counts make likely."""
        return self.sample(options, self.weighted(counts))

    def digits(self, pattern: str) -> str:
        """The pattern with a digit for every #; no number begins with 0."""
        filled = ""
        for letter in pattern:
            first = 0 if filled[-1:].isdigit() else 1
            filled += str(self.randrange(first, 10)) if letter == "#" else letter
        return filled

    def between(self, start: datetime, end: datetime) -> datetime:
        """A moment from start on and before the end, in office hours where there are any."""
        seconds = int((end - start).total_seconds())
        moment = start + timedelta(seconds=self.randrange(seconds))
        worked = moment.replace(hour=self.randrange(7, 17))
        return worked if start <= worked < end else moment
