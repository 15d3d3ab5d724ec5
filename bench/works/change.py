"""A change: `customerUpdate`, against its own statements sent by hand."""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Final

from bench.findings import Finding, at_most
from bench.plan import Plan
from bench.processes import Question, question
from bench.rounds import interleaved
from bench.servers import by_hand, ours
from bench.works.customer import FIELDS, some_ids
from schema.ids import shown_id

MOST: Final = 1.5
CHANGE: Final = f"""
mutation Change($input: CustomerUpdateInput!) {{
  customerUpdate(input: $input) {{ customer {{ {FIELDS} }} userErrors {{ code message }} }}
}}
"""
# No two rounds move a customer to the same town, so everything that is asked is a change.
APART: Final = 1_000_000


def change(plan: Plan) -> Finding:
    """Move one customer after another to another town."""
    ids = asyncio.run(some_ids(plan.stage))
    body = question(CHANGE, {"input": {"id": "@id@", "city": "Town @n@"}})
    with ExitStack() as running:
        asked = Question(body, ids=[str(shown_id("customer", each)) for each in ids])
        asked_by_hand = Question(body, "/change", ids=[str(each) for each in ids])
        processes = {
            "ours": running.enter_context(ours(plan.stage, asked)),
            "by hand": running.enter_context(by_hand(plan.stage, asked_by_hand, "change")),
        }
        figures = interleaved(
            plan.stage.base, processes, rounds=plan.rounds, seconds=plan.moment, terms=elsewhere
        )
    bars = [at_most(figures, MOST, "by hand")]
    return Finding("The mutation customerUpdate", figures, against="by hand", bars=bars)


def elsewhere(turn: int) -> Mapping[str, Any]:
    """Towns of this turn's own."""
    return {"begin": (turn + 10) * APART}
