"""Metrics: what is counted and timed, in the form that Prometheus reads."""

import asyncio
from functools import partial
from time import perf_counter
from typing import Final, NoReturn

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from app.answers import Noted

Ended = tuple[str, int | None, str, str, str]
"""Method, status, kind, name and outcome of a request."""

OURS: Final = "clientela"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
POINTS: Final = (1, 3, 10, 30, 100, 300, 1_000, 3_000)
BEAT: Final = 0.5
"""Seconds between two looks at whether the event loop is late."""

# When a counter began is told by no one who reads the plain form.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The counters of one house. What labels them is a bounded set, and never a tenant."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.in_flight = 0
        self._labelled: dict[Ended, tuple[Counter, Counter, Histogram]] = {}
        counter = partial(Counter, registry=self.registry, namespace=OURS)
        histogram = partial(Histogram, registry=self.registry)
        timer = partial(histogram, namespace=OURS, buckets=SECONDS)
        self._requests = counter("requests", "Requests to /graphql.", ["method", "status"])
        self._operations = counter(
            "operations", "Operations by what came of them.", ["kind", "name", "outcome"]
        )
        self._errors = counter("errors", "Answers with an error of this code.", ["code"])
        self._tokens = counter("tokens_refused", "Tokens that were refused.", ["reason"])
        self._durations = timer("operation_seconds", "How long operations took.", ["kind"])
        self._lag = timer("loop_lag_seconds", "How late the event loop was.")
        self._costs = histogram(
            "operation_cost", "What operations cost, in points.", namespace=OURS, buckets=POINTS
        )
        self._answers = histogram(
            "api_response_duration",
            "Seconds until an answer of /graphql was ready.",
            buckets=SECONDS,
        )
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
        counters = self._labelled.get(ended)
        if counters is None:
            counters = self._labelled[ended] = self._counters(*ended)
        requests, operations, durations = counters
        requests.inc()
        operations.inc()
        durations.observe(seconds)
        self._answers.observe(seconds)
        for code in noted.codes:
            self._errors.labels(code).inc()
        if noted.cost:
            self._costs.observe(noted.cost)
        if noted.reason:
            self._tokens.labels(noted.reason).inc()

    def _counters(
        self, method: str, status: int | None, kind: str, name: str, outcome: str
    ) -> tuple[Counter, Counter, Histogram]:
        """What is counted of requests that end alike. To find it takes longer than to count."""
        return (
            self._requests.labels(method, "none" if status is None else str(status)),
            self._operations.labels(kind, name, outcome),
            self._durations.labels(kind),
        )

    async def feel_the_pulse(self) -> NoReturn:
        """Look again and again how late the event loop is."""
        while True:
            due = perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self._lag.observe(max(perf_counter() - due, 0))

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)
