"""The ledger: every request is written down once, in the metrics and as a line of the log."""

import logging
from dataclasses import dataclass, field
from time import perf_counter, time
from types import TracebackType
from typing import Final, Self

from app.answers import Answer, Noted
from app.left import Left
from app.lookout.metrics import Metrics
from resolvers.context import Origin

log: Final = logging.getLogger("clientela.requests")
_REQUEST: Final = logging.LogRecord(log.name, logging.INFO, "", 0, "request", None, None).__dict__
SHOWN_DIGITS: Final = 16
FAULT: Final = "INTERNAL_SERVER_ERROR"
FAULT_STATUS: Final = 500


class Line(logging.LogRecord):
    """A line about a request. Where it was written takes long to find out, and no line says it."""

    def __init__(self, told: dict[str, object]) -> None:
        self.__dict__ = known = _REQUEST.copy()
        known["created"] = time()
        known["told"] = told


@dataclass(slots=True)
class Entry:
    """A request that is under way; written down when it is left."""

    metrics: Metrics
    method: str
    """One of those that the route takes."""
    origin: Origin
    noted: Noted = field(default_factory=Noted)
    status: int | None = None
    """The number of the answer; none, if the client left before there was one."""
    outcome: str = "left"
    began: float = field(default_factory=perf_counter)

    def answered(self, answer: Answer, status: int) -> None:
        """Note what came of the request."""
        self.status = status
        if answer.code == FAULT:
            self.outcome = "failed"
        else:
            self.outcome = "refused" if answer.code else "partial" if answer.partial else "ok"

    def __enter__(self) -> Self:
        self.metrics.in_flight += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.metrics.in_flight -= 1
        if isinstance(error, Exception) and not isinstance(error, Left):
            self.status, self.outcome, self.noted.codes = FAULT_STATUS, "failed", (FAULT,)
        seconds = perf_counter() - self.began
        self.metrics.answered(self.method, self.status, self.outcome, self.noted, seconds)
        if log.isEnabledFor(logging.INFO):
            log.handle(Line(self._line(seconds)))

    def _line(self, seconds: float) -> dict[str, object]:
        """What the log says. No text, value or name that somebody has sent, and no address."""
        noted = self.noted
        line: dict[str, object] = {
            "request_id": self.origin.request_id,
            "trace_id": self.origin.trace_id,
            "tenant_id": noted.tenant_id,
            "actor_id": noted.actor_id,
            "method": self.method,
            "status": self.status,
            "outcome": self.outcome,
            "operation": noted.kind or None,
            "operation_name": noted.name,
            "document": noted.digest[:SHOWN_DIGITS] or None,
            "codes": noted.codes,
            "cost": noted.cost,
            "duration_ms": round(seconds * 1000, 2),
        }
        if noted.reason:
            line["reason"] = noted.reason
        if self.status and noted.actor_id and noted.kind:  # then nothing is null
            return line
        return {name: said for name, said in line.items() if said is not None}
