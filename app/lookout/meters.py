"""Meters: what the rooms below do, and how full the house is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.graph import Graph
from app.lookout.metrics import OURS, SECONDS
from app.lookout.spreads import Spreads
from db.connections import Database
from db.watch import Watch
from events.catalogue.customer_tags import CustomerTagged
from events.catalogue.customers import CustomerCreated
from events.catalogue.notes import NoteAdded

KEYS: Final = (1, 2, 5, 10, 20, 50, 100, 250)
VERBS: Final = frozenset(
    {"select", "insert", "update", "delete", "with", "begin", "commit", "rollback"}
)
OTHER: Final = "other"


@lru_cache(maxsize=1_024)
def _verb(statement: str) -> str:
    verb = statement.lstrip()[:8].partition(" ")[0].rstrip(";").lower()
    return verb if verb in VERBS else OTHER


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
        statements = Spreads(
            f"{OURS}_statement_seconds",
            "How long PostgreSQL took for a statement.",
            SECONDS,
            "verb",
        )
        waits = Spreads(
            f"{OURS}_connection_wait_seconds", "How long a connection was waited for.", SECONDS
        )
        self._batches = Spreads(
            f"{OURS}_loader_batch_size", "How much a loader asked for at once.", KEYS, "loader"
        )
        for spreads in (statements, waits, self._batches):
            registry.register(spreads)
        self._waits = waits.of()
        self._by_verb = {verb: statements.of(verb) for verb in sorted((*VERBS, OTHER))}

    def sent(self, statement: str, seconds: float) -> None:
        """A statement was answered, or refused."""
        self._by_verb[_verb(statement)].observe(seconds)
        if self._heard is not None:
            self._heard(statement)

    def waited(self, seconds: float) -> None:
        """A connection was waited for, in vain or not."""
        self._waits.observe(seconds)

    def batched(self, loader: str, keys: int) -> None:
        """A loader asked for so many at once."""
        self._batches.of(loader).observe(keys)

    def kept(self, facts: Sequence[str]) -> None:
        """These facts happened: their change is committed."""
        for fact in facts:
            if counter := self._facts.get(fact):
                counter.inc()


@dataclass(frozen=True, slots=True, eq=False)
class Levels(Collector):
    """What is looked at only when somebody asks."""

    database: Database
    graph: Graph

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
        documents = self.graph.library.documents
        yield _counter("document_hits", "Documents that were known.", documents.hits)
        yield _counter("document_misses", "Documents that were not.", documents.misses)
        yield _gauge("documents_kept", "Documents that are known now.", len(documents))
        engine = self.graph.runner.engine
        yield _gauge("plans_kept", "Plans of operations that are kept now.", len(engine))
        ran = CounterMetricFamily(
            f"{OURS}_engine_operations",
            "Operations by who ran them, and why not the engine.",
            labels=["way", "reason"],
        )
        for (way, reason), count in engine.ran.items():
            ran.add_metric([way, reason], count)
        yield ran
        refused = CounterMetricFamily(
            f"{OURS}_rate_refusals", "Requests of which there were too many.", labels=["whose"]
        )
        for whose, count in self.graph.rates.refused.items():
            refused.add_metric([whose], count)
        yield refused


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{OURS}_{name}", about, value)


def _counter(name: str, about: str, value: float) -> Metric:
    return CounterMetricFamily(f"{OURS}_{name}", about, value)
