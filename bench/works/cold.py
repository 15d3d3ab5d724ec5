"""A cold start: what a document costs that the server has never seen."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Any, Final

from graphql import GraphQLSchema, parse, validate

from app.settings import load_settings
from bench.findings import Finding
from bench.page import PAGE
from bench.plan import Plan
from bench.processes import Question, question
from bench.rounds import MILLI, Figures, interleaved
from bench.servers import ours
from engine.documents import Documents
from schema.costs import WEIGHTS
from schema.root import schema

NAME: Final = "query Dashboard"
TIMES: Final = 30
REQUESTS: Final = 60
ROUNDS: Final = 3
# No two turns have a name in common.
APART: Final = 1_000


def cold(plan: Plan) -> Finding:
    """Ask a server for pages by documents that are new to it, and by one that it knows."""
    unseen = Question(question(PAGE.replace(NAME, f"{NAME}@n@")))
    with ours(plan.stage, unseen) as process:
        known = process.asking(question(PAGE))
        processes = {"known": known, "never seen": process}
        figures = interleaved(
            plan.stage.base, processes, rounds=ROUNDS, seconds=plan.seconds, terms=new
        )
    return Finding(
        "The dashboard page by a document that was never seen, ours",
        figures,
        against="known",
        notes=[_more(figures), *steps()],
    )


def new(turn: int) -> Mapping[str, Any]:
    """A few requests, by documents of this turn's own."""
    return {"seconds": 60.0, "most": REQUESTS, "begin": (turn + 10) * APART}


def _more(figures: dict[str, Figures]) -> str:
    more = figures["never seen"].server - figures["known"].server
    return f"A document that was never seen costs the server {more:.2f} ms more."


def steps() -> list[str]:
    """How long the steps take, one by one, in a process that does nothing else."""
    graphql: GraphQLSchema = schema._schema  # noqa: SLF001 - Strawberry shows it nowhere else
    documents = Documents(graphql, load_settings({}).limits, WEIGHTS)

    tree = parse(PAGE)
    each: Mapping[str, Callable[[str], Any]] = {
        "graphql-core reads it": parse,
        "graphql-core validates it": lambda _: validate(graphql, tree),
        "ours reads, checks and prices it": lambda text: documents.read(
            text, is_open=True, brought_by="bench"
        ),
    }
    return [f"In a process of its own, {says} in {_time(each[says]):.2f} ms." for says in each]


def _time(step: Callable[[str], Any]) -> float:
    """The middle of what a step takes with texts that differ."""
    took = []
    for number in range(TIMES):
        text = PAGE.replace(NAME, f"{NAME}{number}")
        began = perf_counter()
        step(text)
        took.append(MILLI * (perf_counter() - began))
    return median(took)
