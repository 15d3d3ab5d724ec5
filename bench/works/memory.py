"""Memory: whether a server that is asked ever new documents goes on growing."""

from dataclasses import dataclass
from typing import Final

from bench.documents import distinct
from bench.findings import Bar, Finding
from bench.plan import Plan
from bench.processes import Question, loaded
from bench.servers import ours

MOST: Final = 1.1
MEGA: Final = 1024 * 1024


@dataclass(frozen=True)
class Length:
    """How long it is asked: so many requests before, so many in all, by so many documents."""

    before: int
    all: int
    documents: int


SHORT: Final = Length(before=1_000, all=3_000, documents=1_000)
LONG: Final = Length(before=10_000, all=100_000, documents=10_000)


def memory(plan: Plan) -> Finding:
    """Ask by many documents again and again."""
    length = LONG if plan.memory else SHORT
    base = plan.stage.base
    # A whole body is chosen, as an id is elsewhere.
    asked = Question("@id@", ids=[distinct(number) for number in range(length.documents)])
    with ours(plan.stage, asked) as process:
        loaded(process.task(most=length.before, seconds=3_600.0))
        before, beside = process.resident(), base.own_bytes()
        loaded(process.task(most=length.all - length.before, begin=length.before, seconds=3_600.0))
        after, beside_after = process.resident(), base.own_bytes()
    note = (
        f"{before / MEGA:.1f} MB after {length.before:,} requests and {after / MEGA:.1f} MB after"
        f" {length.all:,}, by {length.documents:,} documents."
    )
    postgres = (
        f"PostgreSQL's processes have {beside / MEGA:.1f} MB and {beside_after / MEGA:.1f} MB"
        " beside what they share."
    )
    short = "" if plan.memory else " MEMORY=1 asks 100,000 times, by 10,000 documents."
    bar = Bar(f"after {length.all:,} ≤ {MOST:g} × after {length.before:,}", after / before, MOST)
    return Finding("Resident memory, ours", bars=[bar], notes=[note + short, postgres])
