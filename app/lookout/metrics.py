"""Metrics: what is counted and timed, in the form that Prometheus reads."""

import asyncio
from collections import Counter as Counted
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from time import perf_counter
from typing import Final, NoReturn

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from app.answers import Noted
from app.lookout.spreads import Spread, Spreads, shown

Ended = tuple[str, int | None, str, str, str]
"""Method, status, kind, name and outcome of a request."""

OURS: Final = "clientela"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
POINTS: Final = (1, 3, 10, 30, 100, 300, 1_000, 3_000)
BEAT: Final = 0.5
"""Seconds between two looks at whether the event loop is late."""

# When a counter began is told by no one who reads the plain form.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Requests(Collector):
    """How many requests ended how, and how long they took: each was counted once for all."""

    def __init__(self, ended: dict[Ended, Spread]) -> None:
        self._ended = ended

    def collect(self) -> Iterator[Metric]:
        """What there is to say of them."""
        requests: Counted[tuple[str, ...]] = Counted()
        operations: Counted[tuple[str, ...]] = Counted()
        durations: defaultdict[tuple[str, ...], Spread] = defaultdict(partial(Spread, SECONDS))
        answers = Spread(SECONDS)
        for (method, status, kind, name, outcome), spread in self._ended.items():
            requests[method, "none" if status is None else str(status)] += spread.count
            operations[kind, name, outcome] += spread.count
            durations[kind,].add(spread)
            answers.add(spread)
        yield _counter("requests", "Requests to /graphql.", ("method", "status"), requests)
        about = "Operations by what came of them."
        yield _counter("operations", about, ("kind", "name", "outcome"), operations)
        about = "How long operations took."
        yield shown(f"{OURS}_operation_seconds", about, ("kind",), durations.items())
        about = "Seconds until an answer of /graphql was ready."
        yield shown("api_response_duration", about, (), [((), answers)])


class Metrics:
    """The counters of one house. What labels them is a bounded set, and never a tenant."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.in_flight = 0
        self._ended: dict[Ended, Spread] = {}
        counter = partial(Counter, registry=self.registry, namespace=OURS)
        self._errors = counter("errors", "Answers with an error of this code.", ["code"])
        self._tokens = counter("tokens_refused", "Tokens that were refused.", ["reason"])
        lag = Spreads(f"{OURS}_loop_lag_seconds", "How late the event loop was.", SECONDS)
        costs = Spreads(f"{OURS}_operation_cost", "What operations cost, in points.", POINTS)
        self._lag, self._costs = lag.of(), costs.of()
        for collector in (Requests(self._ended), lag, costs):
            self.registry.register(collector)
        under_way = Gauge(
            "requests_in_flight", "Requests under way.", registry=self.registry, namespace=OURS
        )
        under_way.set_function(lambda: self.in_flight)
        ProcessCollector(registry=self.registry)

    def answered(
        self, method: str, status: int | None, outcome: str, noted: Noted, seconds: float
    ) -> None:
        """A request ended; without a status if the client left."""
        kind = noted.kind or "unknown"
        ended = (method, status, kind, noted.name, outcome)
        spread = self._ended.get(ended)
        if spread is None:
            spread = self._ended[ended] = Spread(SECONDS)
        spread.observe(seconds)
        for code in noted.codes:
            self._errors.labels(code).inc()
        if noted.cost:
            self._costs.observe(noted.cost)
        if noted.reason:
            self._tokens.labels(noted.reason).inc()

    async def feel_the_pulse(self) -> NoReturn:
        """Look again and again how late the event loop is."""
        while True:
            due = perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self._lag.observe(max(perf_counter() - due, 0))

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)


def _counter(
    name: str, about: str, labels: tuple[str, ...], counts: Counted[tuple[str, ...]]
) -> Metric:
    family = CounterMetricFamily(f"{OURS}_{name}", about, labels=labels)
    for values, count in counts.items():
        family.add_metric(values, count)
    return family
