"""One large tenant among very many that are small, where a plan for the average fits nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson

from db.ids import new_id
from db.sealed import Reader, Sealed
from tests.db.filling import FAST, SLOW

MANY: Final = 2_000
SMALL: Final = 2
LARGE: Final = 2_000
ASKED_ABOUT: Final = 50
_STEPS: Final[Mapping[str, str]] = {
    "actors": """
        insert into actors (tenant_id, id, subject, name)
        select t, gen_random_uuid(), 'person-' || n, 'Person' from unnest($1::uuid[]) t,
            generate_series(1, $2::int) n
    """,
    "tags": """
        insert into tags (tenant_id, id, label, label_norm, priority, created_by)
        select t, gen_random_uuid(), 'Tag ' || n, 'tag ' || n, n % 100, t
        from unnest($1::uuid[]) t, generate_series(1, $2::int) n
    """,
    "customers": """
        insert into customers (tenant_id, id, display_name, display_name_norm, created_by,
            created_at)
        select t, gen_random_uuid(), 'Name ' || n, 'name ' || n, t,
            now() - n * interval '1 minute'
        from unnest($1::uuid[]) t, generate_series(1, $2::int) n
    """,
    "customer_tokens": """
        insert into customer_tokens (tenant_id, customer_id, token, weight)
        select tenant_id, id, word, 4
        from customers, unnest(array['name', 'other']) word
        where tenant_id = any($1) and $2::int > 0
    """,
    "customer_tags": """
        insert into customer_tags (tenant_id, customer_id, tag_id, created_by,
            customer_created_at, customer_deleted_at, customer_last_interaction_at,
            customer_loyalty_points)
        select c.tenant_id, c.id, t.id, c.tenant_id,
            c.created_at, c.deleted_at, c.last_interaction_at, c.loyalty_points from customers c
        join tags t on t.tenant_id = c.tenant_id
            and t.label_norm = replace(c.display_name, 'Name', 'tag')
        where c.tenant_id = any($1) and $2::int > 0
    """,
    "notes": """
        insert into notes (tenant_id, id, customer_id, author_id, body)
        select tenant_id, gen_random_uuid(), id, tenant_id, 'Note'
        from customers where tenant_id = any($1) and $2::int > 0
    """,
    "addresses": """
        insert into addresses (tenant_id, id, customer_id, type, line1, city, postal_code,
            country_code)
        select tenant_id, gen_random_uuid(), id, 'SHIPPING', 'Street', 'Town', '1', 'RO'
        from customers where tenant_id = any($1) and $2::int > 0
    """,
    "company_members": """
        insert into company_members (tenant_id, id, company_id, customer_id, created_by)
        select tenant_id, gen_random_uuid(), id, coalesce(
            lead(id) over (partition by tenant_id order by id),
            first_value(id) over (partition by tenant_id order by id)), tenant_id
        from customers where tenant_id = any($1) and $2::int > 0
    """,
    "revisions": """
        insert into revisions (tenant_id, object_id, version, customer_id, before, actor_id)
        select tenant_id, id, 2, id, '{}', tenant_id
        from customers where tenant_id = any($1) and $2::int > 0
    """,
}

# What names the rows of a table that have no id.
_NAMED: Final = {
    "customer_tags": "tag_id",
    "customer_tokens": "customer_id",
    "revisions": "object_id",
}


@dataclass(frozen=True, slots=True)
class Crowd:
    """The large tenant, as the application that keeps one plan for all; and some ids of it."""

    connection: asyncpg.Connection
    tenant_id: UUID
    ids: Mapping[str, Sequence[UUID]]

    async def plan(self, sealed: Sealed, said: Mapping[str, Any]) -> dict[str, Any]:
        """How a statement is answered by the plan that is kept for every tenant."""
        values = sealed.arguments(Reader(self.tenant_id), said)
        await self.connection.execute("set plan_cache_mode = force_generic_plan")
        await self.connection.execute(f"prepare asked as {sealed.sql}")
        told = f"({', '.join(map(_written, values))})" if values else ""
        plan = await self.connection.fetchval(
            f"explain (analyze, timing off, format json) execute asked {told}"
        )
        await self.connection.execute("deallocate asked")
        return dict(orjson.loads(plan)[0]["Plan"])


async def crowded(owner: asyncpg.Connection, app: asyncpg.Connection) -> Crowd:
    """Fill a database, and tell the application that it is asked by the large tenant."""
    large, *others = (new_id() for _ in range(1 + MANY))
    await owner.execute(FAST)
    await owner.execute(
        "insert into tenants (id, slug, name) select t, 'crowd-' || t, 'Crowd'"
        " from unnest($1::uuid[]) t",
        [large, *others],
    )
    for table, step in _STEPS.items():
        await owner.execute(step, [large], LARGE)
        await owner.execute(step, others, SMALL)
        await owner.execute(f"vacuum analyze {table}")
    await owner.execute(SLOW)
    await app.fetchval("select set_config('app.tenant_id', $1, false)", str(large))
    return Crowd(app, large, {table: await _some(owner, table, large) for table in _STEPS})


async def _some(owner: asyncpg.Connection, table: str, tenant_id: UUID) -> list[UUID]:
    column = _NAMED.get(table, "id")
    told = "select {} from {} where tenant_id = $1 limit $2"
    found = await owner.fetch(told.format(column, table), tenant_id, ASKED_ABOUT)
    return [row[0] for row in found]


def _written(value: Any) -> str:
    """A value as SQL writes it."""
    if isinstance(value, list):
        value = f"{{{','.join(map(str, value))}}}"
    return f"'{value}'"
