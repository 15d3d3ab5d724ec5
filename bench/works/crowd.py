"""A crowd: whether a page costs more far down in a list, or among ten thousand tenants."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Final

from bench.database import connected
from bench.filling import customers_alone, settled, tenants
from bench.findings import Bar, Finding, alike
from bench.plan import Plan
from bench.processes import Process, Question, question
from bench.rounds import Figures, interleaved
from bench.servers import Stage, ours

CROWDED: Final = "crowded"
TENANTS: Final = 10_000
CUSTOMERS_EACH: Final = 3
DEEP: Final = "deep"
SIZE: Final = 10
DEPTH: Final = 10_000
STEP: Final = 100
PAGE: Final = f"""
query Page($after: Cursor) {{
  customers(first: {SIZE}, after: $after) {{
    edges {{ cursor node {{ id firstName lastName email createdAt }} }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
"""
CURSOR: Final = """
query Walk($first: Int!, $after: Cursor) {
  customers(first: $first, after: $after) { pageInfo { endCursor } }
}
"""


def crowded(plan: Plan) -> Stage:
    """The same database with many more tenants; one of them is large."""
    return asyncio.run(_crowded(plan.stage))


async def _crowded(stage: Stage) -> Stage:
    await stage.base.make(CROWDED, stage.database)
    async with connected(stage.base.owner(CROWDED)) as connection:
        there = await connection.fetchval("select count(*) from tenants")
        await tenants(connection, "crowd", TENANTS - 1 - there, CUSTOMERS_EACH)
        await customers_alone(connection, DEEP, SIZE * (DEPTH + 1))
        await settled(connection)
    return replace(stage, database=CROWDED)


def depth(plan: Plan, stage: Stage) -> Finding:
    """Ask for the first page of a long list, and for one far down."""
    with ours(stage, Question(question(PAGE)), slug=DEEP) as process:
        far = f"page {DEPTH:,}"
        processes = {"page 1": process, "page 2": page(process, 2), far: page(process, DEPTH)}
        figures = interleaved(stage.base, processes, rounds=plan.rounds, seconds=plan.moment)
    bars = [alike(figures, "page 1", far)]
    return Finding("A page of 10 by its cursor, ours", figures, against="page 1", bars=bars)


def page(process: Process, number: int) -> Process:
    """The same server, asked for the page with this number by the cursor of the one before."""
    cursor = walked(process, SIZE * (number - 1))
    return process.asking(question(PAGE, {"after": cursor}))


def walked(process: Process, places: int) -> str:
    """The cursor behind so many places."""
    cursor: str | None = None
    while places:
        first = min(STEP, places)
        body = question(CURSOR, {"first": first, "after": cursor})
        cursor = process.asking(body).ask()["data"]["customers"]["pageInfo"]["endCursor"]
        places -= first
    return cursor or ""


def in_postgres(figures: Mapping[str, Figures], one: str, other: str) -> Iterator[Bar]:
    """The same for PostgreSQL alone: a plan that went wrong is lost in what the server costs."""
    value = figures[other].postgres / figures[one].postgres
    yield Bar(f"{other} = {one} ± 20%, in PostgreSQL alone", value, most=1.2, least=0.8)


def neighbours(plan: Plan, stage: Stage) -> Finding:
    """Ask for the dashboard page of one tenant among few, and among many."""
    many = f"{TENANTS:,} tenants"
    with ExitStack() as running:
        processes = {
            "10 tenants": running.enter_context(ours(plan.stage)),
            many: running.enter_context(ours(stage)),
        }
        figures = interleaved(stage.base, processes, rounds=plan.rounds, seconds=plan.seconds)
    return Finding(
        "The dashboard page of one tenant among others, ours",
        figures,
        against="10 tenants",
        bars=[alike(figures, "10 tenants", many), *in_postgres(figures, "10 tenants", many)],
    )
