"""One customer by id: what GraphQL costs where the database has next to nothing to do."""

import asyncio
from contextlib import ExitStack
from typing import Final
from uuid import UUID

from bench.database import connected
from bench.findings import Finding, at_most
from bench.page import difference, meaning
from bench.plan import Plan
from bench.processes import Process, Question, Silent, question
from bench.rounds import interleaved
from bench.servers import Stage, by_hand, ours
from schema.ids import shown_id

MOST: Final = 1.6
FIELDS: Final = (
    "id firstName lastName email phone status type loyaltyTier loyaltyPoints"
    " createdAt lastInteractionAt"
)
CUSTOMER: Final = f"query Customer($id: ID!) {{ customer(id: $id) {{ {FIELDS} }} }}"
MANY: Final = 500


def customer(plan: Plan) -> Finding:
    """Ask for one customer after another."""
    ids = asyncio.run(some_ids(plan.stage))
    body = question(CUSTOMER, {"id": "@id@"})
    with ExitStack() as running:
        asked = Question(body, ids=[str(shown_id("customer", each)) for each in ids])
        asked_by_hand = Question(body, "/customer", ids=[str(each) for each in ids])
        processes = {
            "ours": running.enter_context(ours(plan.stage, asked)),
            "by hand": running.enter_context(by_hand(plan.stage, asked_by_hand)),
        }
        same(processes)
        figures = interleaved(plan.stage.base, processes, rounds=plan.rounds, seconds=plan.moment)
    bars = [at_most(figures, MOST, "by hand")]
    return Finding("One customer by id, 11 fields", figures, against="by hand", bars=bars)


def same(processes: dict[str, Process]) -> None:
    """Make sure that both answer the same customer."""
    one, other = (meaning(process.ask()["data"]["customer"]) for process in processes.values())
    if found := difference(one, other):
        raise Silent(f"Ours and the one by hand do not answer the same: {found}")


async def some_ids(stage: Stage) -> list[UUID]:
    """The ids of some customers, in no order."""
    some = "select id from customers where tenant_id = $1 order by md5(id::text) limit $2"
    async with connected(stage.base.owner(stage.database)) as connection:
        return [row["id"] for row in await connection.fetch(some, stage.tenant, MANY)]
