"""What the tables hold while is measured: one tenant that is asked, among others."""

from typing import Any, Final
from uuid import UUID

SLUG: Final = "asked"
CUSTOMERS: Final = 2_000
NEIGHBOURS: Final = 9
NEIGHBOUR_CUSTOMERS: Final = 200

# Nothing is looked up while the rows are made, and nothing here breaks a rule.
FAST: Final = "set session_replication_role = replica"
SLOW: Final = "set session_replication_role = origin"

TENANTS: Final = """
    insert into tenants (id, slug, name)
    select uuidv7(), $1 || case when n > 1 then '-' || n else '' end, initcap($1) || ' ' || n
    from generate_series(1, $2::int) n
    returning id
"""
MANY_CUSTOMERS: Final = """
    insert into customers (tenant_id, id, external_id, status, type, first_name, last_name,
        display_name, first_name_norm, last_name_norm, display_name_norm, email, email_norm,
        phone, phone_e164, city, country_code, loyalty_tier, loyalty_points,
        last_interaction_at, created_by, created_at, updated_at)
    select t, uuidv7(), 'x-' || n,
        case when n % 7 = 0 then 'INACTIVE' else 'ACTIVE' end,
        case when n % 10 = 0 then 'VIP' when n % 3 = 0 then 'WHOLESALE' else 'RETAIL' end,
        'Firstname' || n % 500, 'Lastname' || n, 'Firstname' || n % 500 || ' Lastname' || n,
        'firstname' || n % 500, 'lastname' || n, 'firstname' || n % 500 || ' lastname' || n,
        'customer' || n || '@example.com', 'customer' || n || '@example.com',
        '+40' || 700000000 + n, '+40' || 700000000 + n, 'City' || n % 100, 'RO',
        (array['NEW', 'BRONZE', 'SILVER', 'GOLD', 'PLATINUM'])[1 + n % 5], n * 37 % 5000,
        now() - n * interval '17.000123 minutes', t, now() - n * interval '61.000007 minutes',
        now() - n * interval '1 minute'
    from unnest($1::uuid[]) t, generate_series(1, $2::int) n
"""
STEPS: Final = (
    """
    insert into actors (tenant_id, id, subject, name)
    select t, uuidv7(), 'person-' || n, 'Person Number ' || n
    from unnest($1::uuid[]) t, generate_series(1, 12) n
    where $2::int > 0
    """,
    """
    insert into tags (tenant_id, id, label, label_norm, color, priority, created_by)
    select t, uuidv7(), 'Label ' || n, 'label ' || n, '#' || lpad(to_hex(n * 4099), 6, '0'),
        n * 10, t
    from unnest($1::uuid[]) t, generate_series(1, 24) n
    where $2::int > 0
    """,
    MANY_CUSTOMERS,
    """
    insert into customer_tags (tenant_id, customer_id, tag_id, created_by, created_at,
        customer_created_at, customer_deleted_at, customer_last_interaction_at,
        customer_loyalty_points)
    select c.tenant_id, c.id, worn.id, c.tenant_id, c.created_at,
        c.created_at, c.deleted_at, c.last_interaction_at, c.loyalty_points
    from customers c, lateral (
        select id from tags where tenant_id = c.tenant_id
        order by hashtextextended(tags.id::text || c.id::text, 0) limit 3
    ) worn
    where c.tenant_id = any($1) and $2::int > 0
    """,
    """
    insert into addresses (tenant_id, id, customer_id, type, line1, city, postal_code,
        country_code, is_default, created_at)
    select tenant_id, uuidv7(), id, case when n = 1 then 'BILLING' else 'SHIPPING' end,
        'Long Street ' || n || ', house ' || loyalty_points, city,
        lpad((loyalty_points + n)::text, 6, '0'), 'RO', n = 1, created_at + n * interval '1 second'
    from customers, generate_series(1, 2) n
    where tenant_id = any($1) and $2::int > 0
    """,
    """
    insert into notes (tenant_id, id, customer_id, author_id, body, created_at)
    select c.tenant_id, uuidv7(), c.id, a.id,
        'Note ' || n || ': called about the last order',
        c.created_at + n * interval '10.000017 seconds'
    from customers c cross join generate_series(1, 4) n
    join actors a on a.tenant_id = c.tenant_id
        and a.subject = 'person-' || 1 + (c.loyalty_points + n) % 12
    where c.tenant_id = any($1) and $2::int > 0
    """,
)
FILLED: Final = ("tenants", "actors", "tags", "customers", "customer_tags", "addresses", "notes")


async def filled(connection: Any) -> UUID:
    """The id of the tenant that is asked, once it and its neighbours are there."""
    (asked,) = await tenants(connection, SLUG, 1, CUSTOMERS)
    await tenants(connection, "neighbour", NEIGHBOURS, NEIGHBOUR_CUSTOMERS)
    await settled(connection)
    return asked


async def tenants(connection: Any, name: str, count: int, customers: int) -> list[UUID]:
    """New tenants with so many customers each, and all that belongs to them."""
    made = [row["id"] for row in await connection.fetch(TENANTS, name, count)]
    await connection.execute(FAST)
    for step in STEPS:
        await connection.execute(step, made, customers)
    await connection.execute(SLOW)
    return made


async def customers_alone(connection: Any, name: str, count: int) -> None:
    """A new tenant with so many customers and nothing else."""
    made = [row["id"] for row in await connection.fetch(TENANTS, name, 1)]
    await connection.execute(FAST)
    await connection.execute(MANY_CUSTOMERS, made, count)
    await connection.execute(SLOW)


async def settled(connection: Any) -> None:
    """Let the planner know what there is, and everything be written, so that later nothing is."""
    for table in FILLED:
        await connection.execute(f"vacuum analyze {table}")
    await connection.execute("checkpoint")
