"""Memory: whether a server that is asked ever new documents goes on growing."""

from dataclasses import dataclass
from typing import Final

from bench.findings import Bar, Finding
from bench.page import PAGE
from bench.plan import Plan
from bench.processes import Question, loaded, question
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
SMALL: Final = PAGE.replace("query Dashboard", "query Dashboard@n@").replace(
    "first: 50", "first: 1"
)


def memory(plan: Plan) -> Finding:
    """Ask by many documents again and again."""
    length = LONG if plan.memory else SHORT
    terms = {"seconds": 3_600.0, "around": length.documents}
    with ours(plan.stage, Question(question(SMALL))) as process:
        loaded(process.task(most=length.before, **terms))
        before = process.resident()
        loaded(process.task(most=length.all - length.before, begin=length.before, **terms))
        after = process.resident()
    note = (
        f"{before / MEGA:.1f} MB after {length.before:,} requests and {after / MEGA:.1f} MB after"
        f" {length.all:,}, by {length.documents:,} documents."
    )
    short = "" if plan.memory else " MEMORY=1 asks 100,000 times, by 10,000 documents."
    bar = Bar(f"after {length.all:,} ≤ {MOST:g} × after {length.before:,}", after / before, MOST)
    return Finding("Resident memory, ours", bars=[bar], notes=[note + short])
