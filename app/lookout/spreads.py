"""Spreads: how often values were how large, counted in plain numbers and shown when asked for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from prometheus_client.metrics_core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

Bounds = tuple[float, ...]
_ENDLESS: Final = float("inf")


class Spread:
    """How many values were at most as large as each bound, and their sum.

    Only the event loop counts here: the locks of a `Histogram` would take most of its time.
    """

    __slots__ = ("_bounds", "counts", "total")

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self._bounds, value)] += 1
        self.total += value

    @property
    def count(self) -> int:
        """How many values there were."""
        return sum(self.counts)

    def add(self, other: "Spread") -> None:
        """Count the values of another one, too."""
        self.counts = [mine + its for mine, its in zip(self.counts, other.counts, strict=True)]
        self.total += other.total

    def buckets(self) -> list[tuple[str, float]]:
        """How many there were up to each bound, as Prometheus reads it."""
        names = map(floatToGoString, (*self._bounds, _ENDLESS))
        return list(zip(names, accumulate(self.counts), strict=True))


class Spreads(Collector):
    """The spreads of one name, by the value of their label if they have one."""

    def __init__(self, name: str, about: str, bounds: Bounds, *labels: str) -> None:
        self._name, self._about = name, about
        self._bounds = bounds
        self._labels = labels
        self._known: dict[tuple[str, ...], Spread] = {}
        if not labels:
            self.of()

    def of(self, *labels: str) -> Spread:
        """The spread with these values of its labels."""
        known = self._known.get(labels)
        if known is None:
            known = self._known[labels] = Spread(self._bounds)
        return known

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        yield shown(self._name, self._about, self._labels, self._known.items())


def shown(
    name: str,
    about: str,
    labels: Sequence[str],
    spreads: Iterable[tuple[Sequence[str], Spread]],
) -> Metric:
    """Spreads as Prometheus reads them."""
    family = HistogramMetricFamily(name, about, labels=labels)
    for values, spread in spreads:
        family.add_metric(values, spread.buckets(), spread.total)
    return family
