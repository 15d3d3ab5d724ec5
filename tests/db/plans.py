"""Plans: how PostgreSQL answers what is asked for a tenant, and what is wrong with that."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

import asyncpg
import orjson

from auth.caller import Caller
from auth.scopes import Role, grants_of
from db.connections import Database
from db.conversation import Conversation
from db.sealed import Reader, Sealed
from db.tenants import Tenant
from db.wires import Record
from resolvers.context import Context, Origin
from resolvers.cursors import Cursors

# As many rows may be read in vain, or sorted, before a plan is bad.
MOST: Final = 1_000
NOW: Final = datetime.now(UTC)
# A join that compares what was found already reads nothing more, so it is not among these.
_IN_VAIN: Final = ("Filter", "Index Recheck")


class Explained(Conversation):
    """A conversation that looks at how each of its questions is answered."""

    def __init__(self, database: Database, reader: Reader) -> None:
        super().__init__(database, reader)
        self.faults: list[str] = []
        self.asked = 0

    async def fetch(self, sealed: Sealed, said: dict[str, Any]) -> list[Record]:
        """Look at the plan of a statement, and run it."""
        looked = replace(sealed, sql=f"explain (analyze, timing off, format json) {sealed.sql}")
        plan = (await super().fetch(looked, said))[0][0]
        self.faults += faults(orjson.loads(plan)[0]["Plan"])
        self.asked += 1
        return await super().fetch(sealed, said)


@dataclass(frozen=True, slots=True)
class Large:
    """A tenant with many customers, and some things of it that stand out."""

    database: Database
    owner: asyncpg.Connection
    tenant: Tenant
    written_about: UUID
    common_tag: UUID
    rare_tag: UUID

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[Context]:
        """An administrator who asks, and whose questions are looked at."""
        mine, grants = self.tenant.id, grants_of([Role.ADMIN])
        caller = Caller(mine, mine, "admin", None, frozenset({Role.ADMIN}), grants, None)
        conversation = Explained(self.database, Reader(mine))
        try:
            yield Context(
                caller=caller,
                tenant=self.tenant,
                origin=Origin("request", "trace"),
                now=NOW,
                conversation=conversation,
                cursors=Cursors(b"secret", mine),
            )
        finally:
            await conversation.end()


def seen(ctx: Context) -> tuple[bool, list[str]]:
    """Whether anything was asked, and what was wrong with how it was answered."""
    conversation = cast("Explained", ctx.conversation)
    return conversation.asked > 0, conversation.faults


def faults(plan: dict[str, Any]) -> list[str]:
    """What is wrong with a plan."""
    return [fault for node in every_node(plan) for fault in _faults(node)]


def every_node(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan, and all that are below it."""
    yield node
    for inner in node.get("Plans", ()):
        yield from every_node(inner)


def _faults(node: dict[str, Any]) -> Iterator[str]:
    name = node.get("Index Name") or node.get("Relation Name")
    in_vain = sum(_rows(node, f"Rows Removed by {reason}") for reason in _IN_VAIN)
    if node["Node Type"] == "Seq Scan":
        yield f"reads {name} from one end to the other"
    if in_vain > MOST:
        yield f"reads {in_vain} rows of {name} in vain"
    if not _is_narrow(node) and (read := _rows(node, "Actual Rows")) > MOST:
        yield f"reads {read} rows of {name} for being the tenant's"
    if node["Node Type"] == "Sort" and (read := _rows(node["Plans"][0], "Actual Rows")) > MOST:
        yield f"sorts {read} rows"


def _rows(node: dict[str, Any], name: str) -> int:
    return int(node.get(name, 0) * node["Actual Loops"])


def _is_narrow(node: dict[str, Any]) -> bool:
    """Whether an index that is asked is asked for more than the tenant."""
    return "Index Cond" not in node or " AND " in node["Index Cond"]
