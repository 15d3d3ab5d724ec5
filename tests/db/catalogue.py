"""What the system catalogue says of the tables, held against the rules of the wall."""

from collections.abc import Mapping
from typing import Any, Final

from db.migrate import APP_ROLE

# Tables that belong to no tenant, and why.
GLOBAL: Final[Mapping[str, str]] = {
    "alembic_version": "says which step the database is at",
    "tenants": "says which tenants there are",
}
LONGEST_NAME: Final = 53  # a shard adds its number, and a longer name would be cut
OWN_TENANT: Final = (
    "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)"
)
TYPES: Final = (
    *("bigint", "boolean", "date", "jsonb", "smallint", "text", "text[]"),
    *("timestamp with time zone", "uuid"),
)

# The tables of the tenants: every one that is not said to belong to nobody.
_OWNED: Final = """
    with said as (
        select $1::text[] as shared, $2::text::regrole::oid as app, $3::text as own_tenant,
            $4::text[] as types, $5::int as longest
    ),
    owned as (
        select oid, relname::text as name, relkind, relrowsecurity and relforcerowsecurity as shut,
            (select attnum from pg_attribute
             where attrelid = pg_class.oid and attname = 'tenant_id') as tenant
        from pg_class, said
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
            and relname <> all(said.shared)
    )
"""

# Each rule, and the question who breaks it.
_RULES: Final[Mapping[str, str]] = {
    "is no plain table": "select name from owned where relkind <> 'r'",
    "has no tenant_id that is always there": """
        select name from owned where not exists (
            select from pg_attribute where attrelid = owned.oid and attnum = owned.tenant
                and attnotnull and atttypid = 'uuid'::regtype)
    """,
    "has no primary key": """
        select name from owned where relkind = 'r' and not exists (
            select from pg_index where indrelid = owned.oid and indisprimary)
    """,
    "does not begin with the tenant": """
        select indexrelid::regclass::text from owned join pg_index on indrelid = owned.oid
        where indkey[0] is distinct from owned.tenant
    """,
    "is not shut, also for its owner": "select name from owned where not shut",
    "has not exactly the one policy": """
        select name from said, owned left join pg_policy on polrelid = owned.oid
        group by name
        having count(polname) <> 1 or not bool_and(
            polcmd = '*' and polpermissive and polroles = array[said.app]
            and pg_get_expr(polqual, polrelid) = said.own_tenant
            and coalesce(pg_get_expr(polwithcheck, polrelid), '') = said.own_tenant)
    """,
    "points at a row without its tenant": """
        select conname from owned join pg_constraint on conrelid = owned.oid
        where contype = 'f' and confrelid <> 'tenants'::regclass and (
            array_length(conkey, 1) < 2 or conkey[1] <> owned.tenant
            or confkey[1] is distinct from (
                select attnum from pg_attribute
                where attrelid = confrelid and attname = 'tenant_id'))
    """,
    "does not point at its tenant": """
        select name from owned where not exists (
            select from pg_constraint where conrelid = owned.oid and contype = 'f'
                and confrelid = 'tenants'::regclass and conkey = array[owned.tenant])
    """,
    "empties or moves a row when another one goes": """
        select conname from owned join pg_constraint on conrelid = owned.oid
        where contype = 'f' and (confdeltype not in ('a', 'c', 'r') or confupdtype <> 'a')
    """,
    "is a trigger": """
        select tgname from owned join pg_trigger on tgrelid = owned.oid where not tgisinternal
    """,
    "has a type that no index can serve behind the wall": """
        select name || '.' || attname from said, owned join pg_attribute on attrelid = owned.oid
        where attnum > 0 and not attisdropped and format_type(atttypid, null) <> all(said.types)
    """,
    "is worked out by the server": """
        select name || '.' || attname from owned join pg_attribute on attrelid = owned.oid
        where attgenerated <> '' or attidentity <> ''
    """,
    "is not ordered by its bytes": """
        select name || '.' || attname from owned join pg_attribute on attrelid = owned.oid
        where atttypid = 'text'::regtype and attcollation <> '"C"'::regcollation
    """,
    "is too long for a shard": """
        select named from said, (
            select name as named from owned
            union select indexrelid::regclass::text from owned join pg_index on indrelid = owned.oid
            union select conname from owned join pg_constraint on conrelid = owned.oid
        ) every where length(named) > said.longest
    """,
}


async def faults(connection: Any) -> list[str]:
    """Everything in which the tables break the rules, as one sentence each."""
    said = (list(GLOBAL), APP_ROLE, OWN_TENANT, list(TYPES), LONGEST_NAME)
    found: list[str] = []
    for rule, breakers in _RULES.items():
        found += [f"{row[0]} {rule}" for row in await connection.fetch(_OWNED + breakers, *said)]
    return sorted(found)
