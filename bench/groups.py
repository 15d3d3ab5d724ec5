"""The bench of groups: how long it takes to put a million customers of one tenant together."""

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from os import getloadavg
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from rich.console import Console

from auth.caller import Caller
from auth.scopes import Role, grants_of
from bench.database import Base, base, connected, known
from bench.filling import FAST, tenants
from bench.machine import described
from bench.processes import ROOT
from db.connections import Access, Database
from db.conversation import Conversation
from db.migrate import migrate
from db.sealed import Reader
from db.tenants import Tenant, find_tenant
from resolvers.columns import Wanted
from resolvers.context import Context, Origin
from resolvers.cursors import Cursors
from resolvers.customer_groups import Asked, groups
from resolvers.customer_lists import Question
from resolvers.value_suggestions import Asked as Typed
from resolvers.value_suggestions import suggestions

MILLION: Final = 1_000_000
PIECE: Final = 50_000
BAR: Final = 400.0
RESULTS: Final = ROOT / "bench" / "results" / "groups.txt"
NAME: Final = "groups"
HEAD: Final = f"{'ms':<46}{'p50':>9}{'p95':>9}{'max':>9}{'computed':>12}"
"""What PostgreSQL computed is of all its processes, of which up to three work at once."""

COUNT: Final = Wanted(plain=("count",))
TOTAL: Final = Wanted(plain=("count",), ends=True)
POINTS: Final = Wanted(plain=("count", "loyalty_points"))
FIGURES: Final = Wanted(plain=("count", "created_at", "last_interaction_at", "loyalty_points"))
NOBODY: Final = Question()
ACTIVE: Final = Question({"status": {"eq": "ACTIVE"}})
MOROCCAN: Final = Question({"country_code": {"eq": "MA"}, "marketing_opt_in": True})

WORKS: Final[Mapping[str, tuple[tuple[str, ...], Wanted, Question]]] = {
    "by status": (("status",), COUNT, NOBODY),
    "by country": (("country_code",), COUNT, NOBODY),
    "by country, and the total": (("country_code",), TOTAL, NOBODY),
    "by town": (("city",), COUNT, NOBODY),
    "by month in which they became known": (("created_month",), COUNT, NOBODY),
    "by day in which they became known": (("created_day",), COUNT, NOBODY),
    "by month and status": (("created_month", "status"), COUNT, NOBODY),
    "by year of birth": (("born_year",), COUNT, NOBODY),
    "by tier and type": (("loyalty_tier", "type"), COUNT, NOBODY),
    "by tag": (("tag",), COUNT, NOBODY),
    "by tag, with points": (("tag",), POINTS, NOBODY),
    "by tag, with figures": (("tag",), FIGURES, NOBODY),
    "by tier, with figures": (("loyalty_tier",), FIGURES, NOBODY),
    "by tier, of those who are active": (("loyalty_tier",), COUNT, ACTIVE),
    "by town, with figures, of a twelfth": (("city",), FIGURES, MOROCCAN),
}
TYPED: Final = {
    "suggestions: towns": Typed("city"),
    "suggestions: towns that begin so": Typed("city", "city9", 50),
    "suggestions: tags": Typed("tags"),
}
PEOPLE: Final = """
    insert into customers (tenant_id, id, status, type, kind, display_name, display_name_norm,
        email, email_norm, city, region, country_code, nationality, gender, preferred_language,
        preferred_channel, born_on, loyalty_tier, loyalty_points, newsletter_subscribed,
        marketing_opt_in, last_interaction_at, created_by, created_at, deleted_at)
    select $1, gen_random_uuid(),
        case when h % 11 = 0 then 'BLOCKED' when h % 7 = 0 then 'INACTIVE' else 'ACTIVE' end,
        case when h % 10 = 0 then 'VIP' when h % 3 = 0 then 'WHOLESALE' else 'RETAIL' end,
        case when h % 9 = 0 then 'CORPORATE' else 'INDIVIDUAL' end,
        'Customer number ' || n, 'customer number ' || n,
        'customer' || n || '@example.com', 'customer' || n || '@example.com',
        case when h % 13 <> 0 then 'City' || h % 1000 end,
        case when h % 13 <> 0 then 'Region' || h % 100 end,
        case when h % 13 <> 0 then (array['MA', 'RO', 'DE', 'FR', 'ES', 'IT', 'GB', 'US', 'NO',
            'IS', 'PL', 'PT'])[1 + (h / 7) % 12] end,
        case when h % 5 = 0 then 'MA' end,
        case when h % 4 > 0 then (array['FEMALE', 'MALE'])[1 + h % 2] end,
        (array['ar', 'fr', 'en', null])[1 + (h / 3) % 4],
        (array['EMAIL', 'SMS', 'WHATSAPP', null])[1 + (h / 5) % 4],
        case when h % 3 > 0 then date '1940-01-01' + h % 24000 end,
        (array['NEW', 'BRONZE', 'SILVER', 'GOLD', 'PLATINUM'])[1 + (h / 11) % 5], h % 5000,
        h % 2 = 0, h % 3 = 0, case when h % 4 > 0 then now() - h % 500000 * interval '1 min' end,
        $1, now() - n * interval '4.7 minutes', case when h % 50 = 0 then now() end
    from generate_series($2::int, $3::int) n, lateral (select abs(hashint4(n)) h) as hashed
"""
TAGS: Final = """
    insert into tags (tenant_id, id, label, label_norm, priority, created_by)
    select $1, gen_random_uuid(), 'Label ' || n, 'label ' || n, n, $1 from generate_series(0, 23) n
"""
WORN: Final = """
    insert into customer_tags (tenant_id, customer_id, tag_id, created_by, created_at,
        customer_created_at, customer_deleted_at, customer_last_interaction_at,
        customer_loyalty_points)
    select c.tenant_id, c.id, t.id, c.tenant_id, c.created_at,
        c.created_at, c.deleted_at, c.last_interaction_at, c.loyalty_points from customers c
    join tags t on t.tenant_id = c.tenant_id and t.priority in (c.loyalty_points % 24,
        c.loyalty_points / 24 % 24)
    where c.tenant_id = $1 and c.loyalty_points % 4 > 0
"""
INDEXES: Final = """
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index
    where indrelid = 'customers'::regclass and not indisprimary
"""

console: Final = Console(highlight=False, soft_wrap=True, markup=False)


class Explained(Conversation):
    """A conversation that keeps the plan of what it was asked last."""

    plan: tuple[str, ...] = ()

    async def fetch(self, sealed: Any, said: dict[str, Any]) -> Any:
        """Explain a statement instead of answering it."""
        connection = await self._connected()
        arguments = sealed.arguments(self.reader, said)
        rows = await connection.fetch(f"explain (analyze) {sealed.sql}", *arguments)
        self.plan = tuple(row[0] for row in rows)
        return []


def main(words: list[str]) -> int:
    """Measure, and keep what came out."""
    parser = ArgumentParser(prog="bench.groups", description=__doc__)
    parser.add_argument("--customers", type=int, default=MILLION, help="how many the tenant has")
    parser.add_argument("--questions", type=int, default=20, help="how often each is asked")
    said = parser.parse_args(words)
    with base() as server:
        report = asyncio.run(_measured(server, said.customers, said.questions))
    if said.customers == MILLION:
        RESULTS.write_text("\n".join([*report, ""]), "utf-8")
    return 0


async def _measured(server: Any, customers: int, questions: int) -> list[str]:
    running = await known(server)
    tenant_id = await laid(running, customers)
    database = Database(Access(running.app(NAME)))
    await database.open()
    tenant = await find_tenant(database, str(tenant_id))
    assert tenant is not None  # noqa: S101  # it was just laid
    lines, plans, waiting = [HEAD], [], getloadavg()[0]
    for name in (*WORKS, *TYPED):
        computed = running.seconds()
        taken = sorted([await _taken(database, tenant, name) for _ in range(questions)])
        computed = (running.seconds() - computed) * 1000 / questions
        lines.append(_line(name, taken, computed))
        console.print(lines[-1])
        plans += ["", name, *await _plan(database, tenant, name)]
    machine = described(await running.version())
    await database.close()
    load = f"{questions} questions of each kind; load {waiting:.1f} before (laying), "
    load += f"{getloadavg()[0]:.1f} after, of which up to three are this bench"
    told = f"{customers:,} customers of one tenant among 310"
    return [*machine[:4], told, load, "", *lines, *plans]


def _line(name: str, taken: list[float], computed: float) -> str:
    p95 = quantiles(taken, n=20, method="inclusive")[-1]
    verdict = "met" if p95 <= BAR else "NOT"
    return (
        f"{verdict:<6}{name:<40}{median(taken):>9.1f}{p95:>9.1f}{taken[-1]:>9.1f}{computed:>12.1f}"
    )


async def _taken(database: Database, tenant: Tenant, name: str) -> float:
    conversation = Conversation(database, Reader(tenant.id))
    begun = perf_counter()
    await _asked(_context(tenant, conversation), name)
    await conversation.end()
    return (perf_counter() - begun) * 1000


async def _plan(database: Database, tenant: Tenant, name: str) -> Iterator[str]:
    conversation = Explained(database, Reader(tenant.id))
    await _asked(_context(tenant, conversation), name)
    await conversation.end()
    return (f"    {line}" for line in conversation.plan)


async def _asked(ctx: Context, name: str) -> None:
    if name in TYPED:
        await suggestions(ctx, COUNT, TYPED[name])
        return
    by, wanted, question = WORKS[name]
    rows_only = Wanted(plain=wanted.plain) if isinstance(ctx.conversation, Explained) else wanted
    await groups(ctx, rows_only, question, Asked(by))


def _context(tenant: Tenant, conversation: Conversation) -> Context:
    grants = grants_of([Role.ADMIN])
    caller = Caller(tenant.id, tenant.id, "admin", None, frozenset({Role.ADMIN}), grants, None)
    return Context(
        caller=caller,
        tenant=tenant,
        origin=Origin("request", "trace"),
        now=datetime.now(UTC),
        conversation=conversation,
        cursors=Cursors(b"secret", tenant.id),
    )


async def laid(running: Base, customers: int) -> UUID:
    """Make a database with one large tenant and many small ones; the id of the large one."""
    await running.make(NAME)
    await migrate(running.owner(NAME))
    async with connected(running.owner(NAME)) as connection:
        (tenant_id,) = await tenants(connection, "large", 1, 0)
        await connection.execute(FAST)
        zone = "update tenants set time_zone = 'Africa/Casablanca' where id = $1"
        await connection.execute(zone, tenant_id)
        again = await connection.fetch(INDEXES)
        for index in again:
            await connection.execute(f"drop index {index['name']}")
        for begin in range(1, customers, PIECE):
            end = min(begin + PIECE - 1, customers)
            await connection.execute(PEOPLE, tenant_id, begin, end)
        await connection.execute(TAGS, tenant_id)
        await connection.execute(WORN, tenant_id)
        for index in again:
            await connection.execute(index["made"])
        for neighbours, each in ((300, 20), (10, 500)):
            await tenants(connection, f"neighbour-{each}", neighbours, each)
        await connection.execute("vacuum analyze")
    return UUID(str(tenant_id))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
