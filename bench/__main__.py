"""The bench: starts a database and the servers, asks them in turn, and says what it costs."""

import asyncio
import signal
import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from bench.database import Base, base, known
from bench.findings import Finding
from bench.machine import described
from bench.picture import drawn
from bench.plan import Plan
from bench.processes import ROOT, Silent
from bench.report import lines, told
from bench.servers import EVERYBODY, Stage
from bench.works.change import change
from bench.works.cold import cold
from bench.works.crowd import crowded, depth, neighbours
from bench.works.customer import customer
from bench.works.dashboard import dashboard
from bench.works.memory import memory

MEASURED: Final = "measured"
RESULTS: Final = ROOT / "bench" / "results"
ALONE: Final[Mapping[str, Callable[[Plan], Finding]]] = {
    "dashboard": dashboard,
    "customer": customer,
    "cold": cold,
}
# These two ask a larger database, which is made for them.
AMONG_MANY: Final[Mapping[str, Callable[[Plan, Stage], Finding]]] = {
    "depth": depth,
    "tenants": neighbours,
}
# What changes rows, or takes long, comes last.
LAST: Final[Mapping[str, Callable[[Plan], Finding]]] = {"change": change, "memory": memory}
WORKS: Final = (*ALONE, *AMONG_MANY, *LAST)

console: Final = Console(highlight=False, soft_wrap=True, markup=False)


def main(words: list[str]) -> int:
    """Measure what is asked for; keep it if that is everything."""
    said = _said(words)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stop)
    works = [name for name in said.only if name in WORKS] or list(WORKS)
    servers = tuple(name for name in said.only if name in EVERYBODY)
    with base() as server, tempfile.TemporaryDirectory(prefix="clientela-bench-") as logs:
        running = asyncio.run(known(server))
        tenant = asyncio.run(running.laid(MEASURED))
        stage = Stage(running, MEASURED, tenant, Path(logs))
        plan = Plan(stage, said.seconds, said.rounds, servers or EVERYBODY, said.memory)
        try:
            findings = _findings(plan, ["dashboard"] if servers else works)
            if not said.only:
                _keep(findings, running)
        except Silent as silent:
            console.print(str(silent))
            return 1
    return 0


def _findings(plan: Plan, works: list[str]) -> list[Finding]:
    found = []
    for finding in _measured(plan, works):
        for line in told(finding):
            console.print(line)
        console.print()
        found.append(finding)
    return found


def _measured(plan: Plan, works: list[str]) -> Iterator[Finding]:
    yield from (measure(plan) for name, measure in ALONE.items() if name in works)
    if set(works) & set(AMONG_MANY):
        stage = crowded(plan)
        yield from (measure(plan, stage) for name, measure in AMONG_MANY.items() if name in works)
    yield from (measure(plan) for name, measure in LAST.items() if name in works)


def _keep(findings: list[Finding], running: Base) -> None:
    machine = described(asyncio.run(running.version()))
    RESULTS.mkdir(exist_ok=True)
    text = "\n".join(lines(findings, machine))
    (RESULTS / "latest.txt").write_text(f"{text}\n", "utf-8")
    (RESULTS / "latest.svg").write_text(drawn(findings, machine), "utf-8")
    for line in machine:
        console.print(line)
    console.print(f"Kept in {RESULTS.relative_to(ROOT)}/latest.txt and latest.svg.")


def _said(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--only",
        type=_names,
        default=[],
        help=f"some of {', '.join(WORKS)}; or of {', '.join(EVERYBODY)} for the dashboard alone",
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="how long a turn takes")
    parser.add_argument("--rounds", type=int, default=5, help="how many turns each has")
    parser.add_argument("--memory", action="store_true", help="measure memory at length")
    return parser.parse_args(words)


def _names(said: str) -> list[str]:
    names = [name for name in said.split(",") if name]
    if unknown := set(names) - {*WORKS, *EVERYBODY}:
        raise ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}.")
    return names


def _stop(number: int, _: Any) -> None:
    """Leave by the way that ends everything we have started."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
