"""What came out: figures of those that were asked, and the bars that ours is held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.rounds import Figures


@dataclass(frozen=True)
class Bar:
    """What was promised, and what it is."""

    says: str
    value: float
    most: float = float("inf")
    least: float = 0.0
    at: float | None = None
    """Where the bar lies for a picture, in milliseconds."""

    @property
    def met(self) -> bool:
        """Whether the promise is kept."""
        return self.least <= self.value <= self.most


@dataclass(frozen=True)
class Finding:
    """What came out of one bench."""

    title: str
    figures: Mapping[str, Figures] = field(default_factory=dict)
    against: str = ""
    """Whom the others are compared with."""
    held: str = "ours"
    """Whom the bars hold."""
    bars: Sequence[Bar] = ()
    notes: Sequence[str] = ()


def at_most(figures: Mapping[str, Figures], most: float, other: str, held: str = "ours") -> Bar:
    """That one costs at most so many times what another does."""
    limit = most * figures[other].total
    value = figures[held].total / figures[other].total
    return Bar(f"{held} ≤ {most:g} × {other}", value, most=most, at=limit)


def alike(figures: Mapping[str, Figures], one: str, other: str, apart: float = 0.2) -> Bar:
    """That two cost the same, more or less."""
    value = figures[other].total / figures[one].total
    says = f"{other} = {one} ± {apart:.0%}"
    limit = (1 + apart) * figures[one].total
    return Bar(says, value, most=1 + apart, least=1 - apart, at=limit)
