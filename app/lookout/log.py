"""The log: one JSON object a line on stderr, with nothing in it that was not meant to be there."""

import logging
import sys
import threading
import traceback
import warnings
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Any, Final, TextIO

import orjson

Raised = tuple[type[BaseException], BaseException, TracebackType | None]

OURS: Final = "clientela"
# What a record may bring along, or its `told` if it has one, in which nothing is null. Whatever
# else there is stays out.
FIELDS: Final = (
    "request_id",
    "trace_id",
    "tenant_id",
    "actor_id",
    "method",
    "status",
    "outcome",
    "operation",
    "operation_name",
    "document",
    "codes",
    "reason",
    "cost",
    "duration_ms",
    "error_id",
    "kind",
    "frames",
)
_FIELDS: Final = frozenset(FIELDS)


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self, *, debug: bool) -> None:
        super().__init__()
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "timestamp": _moment(record.created),
            "level": record.levelname.lower(),
            "service": OURS,
            "message": self._message(record),
        }
        line |= self._brought(record.__dict__)
        if record.exc_info and record.exc_info[0]:
            line |= self._exception(record.exc_info)
        return orjson.dumps(line, default=str).decode()

    def _brought(self, known: dict[str, Any]) -> dict[str, Any]:
        """What the record brings along."""
        told: dict[str, Any] | None = known.get("told")
        if told is not None and told.keys() <= _FIELDS:
            return told
        brought = known if told is None else told
        return {name: said for name in FIELDS if (said := brought.get(name)) is not None}

    def _message(self, record: logging.LogRecord) -> str:
        """What is said. Others put values into theirs, so only its form counts."""
        if self._debug or record.name.partition(".")[0] == OURS:
            return _writable(record.getMessage())
        return _writable(str(record.msg).partition("\n")[0])

    def _exception(self, info: Raised) -> dict[str, Any]:
        """Which error it was, and where; its text often repeats what it failed on."""
        kind, _, trace = info
        said: dict[str, Any] = {"kind": kind.__name__, "frames": frames(trace)}
        if self._debug:
            said["exception"] = _writable(self.formatException(info))
        return said


class Lines(logging.StreamHandler[TextIO]):
    """Writes to stderr, where every line leaves by itself."""

    def flush(self) -> None:
        """Nothing is held back."""


def frames(trace: TracebackType | None) -> list[str]:
    """Where an error passed: file, line and function."""
    return [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]


def begin(level: str, *, debug: bool) -> None:
    """From here on, all that this process has to say is a line of JSON."""
    handler = Lines(sys.stderr)
    handler.setFormatter(JsonLines(debug=debug))
    ours = logging.getLevelNamesMapping()[level]
    # Libraries are heard when something is wrong.
    logging.basicConfig(level=max(ours, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(ours)
    # No line says which thread or process wrote it; to find that out for each takes time.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    warnings.showwarning = _warned  # type: ignore[assignment]
    sys.excepthook = lambda _, error, __: _uncaught(error)
    sys.unraisablehook = lambda failed: _uncaught(failed.exc_value)
    threading.excepthook = lambda failed: _uncaught(failed.exc_value)


def _uncaught(error: BaseException | None) -> None:
    logging.getLogger(OURS).error("uncaught error", exc_info=error)


def _warned(*warning: Any) -> None:
    """Write down a warning of Python, by its kind and where it came from."""
    _, category, filename, lineno, *_ = warning
    where = {"kind": category.__name__, "frames": [f"{filename}:{lineno}"]}
    logging.getLogger(OURS).warning("warning", extra=where)


def _moment(seconds: float) -> str:
    whole = int(seconds)
    return f"{_second(whole)}.{int((seconds - whole) * 1000):03}Z"


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def _writable(text: str) -> str:
    """The text, without halves of characters, which no line can hold."""
    return text.encode("utf-8", "replace").decode()
