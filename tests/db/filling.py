"""A large tenant among small ones: enough rows that a plan shows what it is worth."""

from typing import Any, Final
from uuid import UUID

from db.ids import new_id

LARGE: Final = 20_000
SMALL: Final = 300
OTHERS: Final = 20

# Nothing is looked up while the rows are made, and nothing here breaks a rule.
FAST: Final = "set session_replication_role = replica"
SLOW: Final = "set session_replication_role = origin"

_CUSTOMERS: Final = """
    insert into customers (tenant_id, id, external_id, user_id, status, type, kind, first_name,
        last_name, display_name, first_name_norm, last_name_norm, company_name_norm,
        display_name_norm, email, email_norm, phone_e164, born_on, city, country_code,
        loyalty_points, last_interaction_at, created_by, deleted_at, created_at, updated_at)
    select $1, gen_random_uuid(), 'x-' || n, case when n % 3 = 0 then 'u-' || n end,
        case when n % 200 = 0 then 'BLOCKED' when n % 5 = 0 then 'INACTIVE' else 'ACTIVE' end,
        case when n % 100 = 0 then 'VIP' else 'RETAIL' end,
        case when n % 10 = 0 then 'CORPORATE' else 'INDIVIDUAL' end,
        'First' || n % 500, 'Last' || n % 2000, 'First' || n % 500 || ' Last' || n % 2000,
        case when n % 4 > 0 then 'first' || n % 500 end, 'last' || n % 2000,
        case when n % 10 = 0 then 'company' || n end, 'first' || n % 500 || ' last' || n % 2000,
        'mail' || n || '@example.com', case when n % 7 > 0 then 'mail' || n || '@example.com' end,
        '+40' || 700000000 + n, case when n % 6 > 0 then date '1950-01-01' + n % 20000 end,
        'City' || n % 100, case when n % 50 = 0 then 'DE' else 'RO' end, n % 5000,
        case when n % 3 > 0 then now() - n * interval '3 minutes' end, $1,
        case when n % 50 = 0 then now() end, now() - n * interval '10 minutes',
        now() - n * interval '1 minute'
    from generate_series(1, $2::int) n
"""
_REST: Final = (
    """
    insert into customer_tokens (tenant_id, token, customer_id, weight)
    select tenant_id, token, id, 4 from customers, unnest(
        array[lower(first_name), last_name_norm, email]) token
    where tenant_id = $1
    """,
    """
    insert into tags (tenant_id, id, label, label_norm, priority, created_by)
    select $1, gen_random_uuid(), 'Tag ' || n, 'tag ' || n, n % 100, $1
    from generate_series(1, 300) n
    """,
    """
    insert into customer_tags (tenant_id, customer_id, tag_id, created_by, created_at,
        customer_created_at, customer_deleted_at, customer_last_interaction_at,
        customer_loyalty_points)
    select $1, worn.id, t.id, $1, worn.created_at,
        worn.created_at, worn.deleted_at, worn.last_interaction_at, worn.loyalty_points
    from (select *, unnest(array[1 + n % 299, case when n % 2 = 0 then 300 end]) tag
          from (select *, row_number() over (order by external_id) n
                from customers where tenant_id = $1) numbered) worn
    join (select id, row_number() over (order by label_norm) n
          from tags where tenant_id = $1) t on t.n = worn.tag
    """,
    """
    insert into notes (tenant_id, id, customer_id, author_id, body, created_at)
    select $1, gen_random_uuid(), id, $1, 'Note', created_at + k * interval '1 second'
    from customers, generate_series(1, case when external_id = 'x-5001' then 5000 else 1 end) k
    where tenant_id = $1
    """,
    """
    insert into addresses (tenant_id, id, customer_id, type, line1, city, postal_code, country_code)
    select $1, gen_random_uuid(), id, 'SHIPPING', 'Street', 'Town', '1', 'RO'
    from customers where tenant_id = $1
    """,
)
_FILLED: Final = ("customers", "customer_tokens", "tags", "customer_tags", "notes", "addresses")


async def filled(connection: Any) -> UUID:
    """The id of a new tenant with many customers, beside tenants with a few."""
    large = new_id()
    await connection.execute(FAST)
    for tenant_id, size in ((large, LARGE), *((new_id(), SMALL) for _ in range(OTHERS))):
        await _fill(connection, tenant_id, size)
    await connection.execute(SLOW)
    for table in _FILLED:
        await connection.execute(f"vacuum analyze {table}")
    return large


async def _fill(connection: Any, tenant_id: UUID, size: int) -> None:
    named = f"filled-{tenant_id.hex}"
    await connection.execute(
        "insert into tenants (id, slug, name) values ($1, $2, $2)", tenant_id, named
    )
    await connection.execute(_CUSTOMERS, tenant_id, size)
    for step in _REST:
        await connection.execute(step, tenant_id)
