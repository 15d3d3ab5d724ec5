"""The report: everything that came out, as lines of text."""

from collections.abc import Iterator, Sequence
from typing import Final

from bench.findings import Bar, Finding
from bench.rounds import Figures

UNBOUNDED: Final = float("inf")
HEAD: Final = (
    f"  {'':<14}{'server':>8}{'PostgreSQL':>12}{'sum':>9}{'ratio':>8}"
    f"{'req/s':>9}{'p50':>9}{'p99':>9}{'requests':>10}"
)


def lines(findings: Sequence[Finding], machine: Sequence[str]) -> Iterator[str]:
    """The whole report. All times are milliseconds; a cost is CPU time of one request."""
    yield "CPU time per request in ms; medians of rounds in which all are asked in turn."
    yield from machine
    for finding in findings:
        yield ""
        yield from told(finding)


def told(finding: Finding) -> Iterator[str]:
    """One bench."""
    yield finding.title
    if finding.figures:
        yield HEAD
    for name, figures in finding.figures.items():
        yield row(name, figures, finding)
    for bar in finding.bars:
        yield held(bar)
    for note in finding.notes:
        yield f"  {note}"


def row(name: str, figures: Figures, finding: Finding) -> str:
    """What one cost, and how many times what the one it is compared with costs."""
    other = finding.figures.get(finding.against)
    ratio = f"{figures.total / other.total:.2f}" if other else ""
    return (
        f"  {name:<14}{figures.server:>8.3f}{figures.postgres:>12.3f}{figures.total:>9.3f}"
        f"{ratio:>8}{figures.rate:>9.0f}{figures.p50:>9.2f}{figures.p99:>9.2f}"
        f"{figures.requests:>10}"
    )


def held(bar: Bar) -> str:
    """Whether a bar is met."""
    return f"  {'met' if bar.met else 'NOT MET':<8}{bar.says}: {bar.value:.2f}"
