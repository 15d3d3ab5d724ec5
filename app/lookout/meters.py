"""Meters: what the rooms below do, and how full the house is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.lookout.metrics import OURS, SECONDS
from app.rates import Rates
from db.connections import Database
from db.watch import Watch
from engine.documents import Documents
from events.catalogue.customer_tags import CustomerTagged
from events.catalogue.customers import CustomerCreated
from events.catalogue.notes import NoteAdded

KEYS: Final = (1, 2, 5, 10, 20, 50, 100, 250)
VERBS: Final = frozenset({"select", "insert", "update", "delete", "begin", "commit", "rollback"})


class Meters(Watch):
    """Counts what the cellar and the runners do."""

    def __init__(
        self, registry: CollectorRegistry, heard: Callable[[str], None] | None = None
    ) -> None:
        self._heard = heard
        self._facts = {
            fact.name: Counter(name, about, registry=registry)
            for fact, name, about in (
                (CustomerCreated, "customers_created", "Customers that were created."),
                (NoteAdded, "notes_created", "Notes that were written."),
                (CustomerTagged, "tagged_customers", "Tags that were put on customers."),
            )
        }
        histogram = partial(Histogram, registry=registry, namespace=OURS)
        self._statements = histogram(
            "statement_seconds",
            "How long PostgreSQL took for a statement.",
            ["verb"],
            buckets=SECONDS,
        )
        self._waits = histogram(
            "connection_wait_seconds", "How long a connection was waited for.", buckets=SECONDS
        )
        self._batches = histogram(
            "loader_batch_size", "How much a loader asked for at once.", ["loader"], buckets=KEYS
        )

    def sent(self, statement: str, seconds: float) -> None:
        """A statement was answered, or refused."""
        verb = statement.lstrip()[:8].partition(" ")[0].rstrip(";").lower()
        self._statements.labels(verb if verb in VERBS else "other").observe(seconds)
        if self._heard is not None:
            self._heard(statement)

    def waited(self, seconds: float) -> None:
        """A connection was waited for, in vain or not."""
        self._waits.observe(seconds)

    def batched(self, loader: str, keys: int) -> None:
        """A loader asked for so many at once."""
        self._batches.labels(loader).observe(keys)

    def kept(self, facts: Sequence[str]) -> None:
        """These facts happened: their change is committed."""
        for fact in facts:
            if counter := self._facts.get(fact):
                counter.inc()


@dataclass(frozen=True, slots=True)
class Levels(Collector):
    """What is looked at only when somebody asks."""

    database: Database
    documents: Documents
    rates: Rates

    def collect(self) -> Iterator[Metric]:
        """How full everything is now."""
        load = self.database.load()
        connections = GaugeMetricFamily(
            f"{OURS}_connections", "Connections to PostgreSQL.", labels=["state"]
        )
        connections.add_metric(["used"], load.used)
        connections.add_metric(["idle"], load.idle)
        yield connections
        yield _gauge("connections_waiting", "Who waits for a connection.", load.waiting)
        yield _gauge("connections_most", "Most connections at once.", load.most)
        yield _counter("document_hits", "Documents that were known.", self.documents.hits)
        yield _counter("document_misses", "Documents that were not.", self.documents.misses)
        yield _gauge("documents_kept", "Documents that are known now.", len(self.documents))
        refused = CounterMetricFamily(
            f"{OURS}_rate_refusals", "Requests of which there were too many.", labels=["whose"]
        )
        for whose, count in self.rates.refused.items():
            refused.add_metric([whose], count)
        yield refused


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{OURS}_{name}", about, value)


def _counter(name: str, about: str, value: float) -> Metric:
    return CounterMetricFamily(f"{OURS}_{name}", about, value)
