"""Rounds: every server in its turn, again and again, and the middle of what came out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from bench.database import Base
from bench.processes import Process, loaded

MILLI: Final = 1000.0


@dataclass(frozen=True)
class Figures:
    """What a request costs; times in milliseconds."""

    server: float
    postgres: float
    rate: float
    p50: float
    p99: float
    requests: int

    @property
    def total(self) -> float:
        """What it costs in all."""
        return self.server + self.postgres


def measured(base: Base, process: Process, **terms: Any) -> Figures:
    """Ask one server for a while."""
    server, postgres = process.seconds(), base.seconds()
    outcome = loaded(process.task(**terms))
    server, postgres = process.seconds() - server, base.seconds() - postgres
    return Figures(
        server=MILLI * server / outcome.requests,
        postgres=MILLI * postgres / outcome.requests,
        rate=outcome.requests / outcome.seconds,
        p50=MILLI * outcome.p50,
        p99=MILLI * outcome.p99,
        requests=outcome.requests,
    )


Terms = Callable[[int], Mapping[str, Any]]


def _nothing_more(_: int) -> Mapping[str, Any]:
    return {}


def interleaved(
    base: Base,
    processes: Mapping[str, Process],
    *,
    rounds: int,
    seconds: float,
    terms: Terms = _nothing_more,
) -> dict[str, Figures]:
    """Ask all in turn, each first for a moment that does not count."""
    for number, process in enumerate(processes.values()):
        loaded(process.task(**{"seconds": max(1.0, seconds / 2), **terms(-1 - number)}))
    every: dict[str, list[Figures]] = {name: [] for name in processes}
    turn = 0
    for _ in range(rounds):
        for name, process in processes.items():
            every[name].append(measured(base, process, **{"seconds": seconds, **terms(turn)}))
            turn += 1
    return {name: _middle(each) for name, each in every.items()}


def _middle(every: Sequence[Figures]) -> Figures:
    """The medians, each of its own."""
    return Figures(
        server=median(each.server for each in every),
        postgres=median(each.postgres for each in every),
        rate=median(each.rate for each in every),
        p50=median(each.p50 for each in every),
        p99=median(each.p99 for each in every),
        requests=sum(each.requests for each in every),
    )
