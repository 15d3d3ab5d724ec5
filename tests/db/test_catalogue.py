"""The wall, as the database itself describes it."""

from typing import Final

import asyncpg
import pytest

from db.migrate import APP_ROLE, OWNER_ROLE
from tests.db.catalogue import GLOBAL, OWN_TENANT, faults

# A table as it should be; each fault below is planted in it.
GOOD: Final = """
    create table strays (
        tenant_id uuid not null references tenants (id),
        id uuid not null,
        customer_id uuid,
        word text collate "C",
        primary key (tenant_id, id)
    )
"""
SHUT: Final = (
    "alter table strays enable row level security",
    "alter table strays force row level security",
)
POLICY: Final = (
    f"create policy own_tenant on strays to {APP_ROLE}"
    f" using ({OWN_TENANT}) with check ({OWN_TENANT})"
)
# A change of the table, and what is wrong with it afterwards.
PLANTED: Final = (
    ("alter table strays no force row level security", "strays is not shut, also for its owner"),
    ("alter table strays disable row level security", "strays is not shut, also for its owner"),
    ("drop policy own_tenant on strays", "strays has not exactly the one policy"),
    (
        f"create policy more on strays for select to {APP_ROLE} using (true)",
        "strays has not exactly the one policy",
    ),
    (
        f"alter policy own_tenant on strays using ({OWN_TENANT} or id is null)",
        "strays has not exactly the one policy",
    ),
    ("alter policy own_tenant on strays to public", "strays has not exactly the one policy"),
    (
        "create index ix_strays on strays (word, tenant_id)",
        "ix_strays does not begin with the tenant",
    ),
    (
        "alter table strays add constraint uq_strays unique (word)",
        "uq_strays does not begin with the tenant",
    ),
    (
        (
            "alter table strays add constraint fk foreign key (tenant_id, customer_id)"
            " references customers (tenant_id, id) on delete set null (customer_id)"
        ),
        "fk empties or moves a row when another one goes",
    ),
    (
        (
            "alter table strays add constraint fk foreign key (customer_id, tenant_id)"
            " references customers (id, tenant_id)"
        ),
        "fk points at a row without its tenant",
    ),
    (
        "alter table strays drop constraint strays_tenant_id_fkey",
        "strays does not point at its tenant",
    ),
    (
        "alter table strays add price numeric",
        "strays.price has a type that no index can serve behind the wall",
    ),
    ("alter table strays add label text", "strays.label is not ordered by its bytes"),
    (
        "alter table strays add place bigint generated always as identity",
        "strays.place is worked out by the server",
    ),
    (
        (
            "create trigger touch before update on strays for each row"
            " execute function suppress_redundant_updates_trigger()"
        ),
        "touch is a trigger",
    ),
    (
        f"create index {'long' * 14} on strays (tenant_id)",
        f"{'long' * 14} is too long for a shard",
    ),
)
EXTENSIONS: Final = {"plpgsql", "vector"}
FUNCTIONS: Final = {"app_set_context"}
# What the application may do with a table: read, add, change, remove.
READ, ADD, AMEND, EVERYTHING = "r---", "ra--", "rac-", "racd"
RIGHTS: Final = {"alembic_version": READ, "tenants": READ, "audit_log": ADD, "outbox": AMEND}


async def test_every_table_belongs_to_a_tenant_or_to_nobody_for_a_reason(
    owner: asyncpg.Pool,
) -> None:
    tables = {
        row[0]
        for row in await owner.fetch("select tablename from pg_tables where schemaname = 'public'")
    }

    assert set(GLOBAL) < tables
    assert await faults(owner) == []


async def test_a_table_as_it_should_be_has_no_fault(owner: asyncpg.Pool) -> None:
    assert await planted(owner, GOOD, *SHUT, POLICY) == []


@pytest.mark.parametrize(("change", "fault"), PLANTED)
async def test_a_planted_fault_is_found(owner: asyncpg.Pool, change: str, fault: str) -> None:
    assert await planted(owner, GOOD, *SHUT, POLICY, change) == [fault]


async def test_a_table_without_a_tenant_is_found(owner: asyncpg.Pool) -> None:
    found = await planted(owner, "create table strays (id uuid)")

    assert "strays has no tenant_id that is always there" in found
    assert "strays has no primary key" in found


async def test_a_view_is_found_whatever_it_shows(owner: asyncpg.Pool) -> None:
    found = await planted(owner, "create materialized view strays as select tenant_id from tags")

    assert "strays is no plain table" in found


async def test_the_application_is_nobody_in_particular(owner: asyncpg.Pool) -> None:
    role = await owner.fetchrow(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,"
        " pg_has_role(oid, $2, 'member') as owns_by_membership,"
        " exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o') as owns,"
        " has_schema_privilege(oid, 'public', 'create') as creates_tables,"
        " has_database_privilege(oid, current_database(), 'create') as creates_schemas"
        " from pg_roles r where rolname = $1",
        APP_ROLE,
        OWNER_ROLE,
    )

    assert role is not None
    assert [right for right, held in role.items() if held] == []


async def test_the_application_reads_and_writes_what_it_must_and_no_more(
    owner: asyncpg.Pool,
) -> None:
    rows = await owner.fetch(
        "select relname,"
        " case when has_any_column_privilege($1, oid, 'select') then 'r' else '-' end ||"
        " case when has_any_column_privilege($1, oid, 'insert') then 'a' else '-' end ||"
        " case when has_any_column_privilege($1, oid, 'update') then 'c' else '-' end ||"
        " case when has_table_privilege($1, oid, 'delete') then 'd' else '-' end as rights,"
        " has_table_privilege($1, oid, 'truncate, references, trigger') as too_much"
        " from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
        APP_ROLE,
    )

    rights = {row["relname"]: row["rights"] for row in rows}
    assert rights == {table: RIGHTS.get(table, EVERYTHING) for table in rights}
    assert [row["relname"] for row in rows if row["too_much"]] == []


async def test_of_a_fact_only_what_erasure_takes_out_of_it_can_be_changed(
    owner: asyncpg.Pool,
) -> None:
    changed = await owner.fetch(
        "select attname from pg_attribute where attrelid = 'outbox'::regclass and attnum > 0"
        " and has_column_privilege($1, attrelid, attnum, 'update')",
        APP_ROLE,
    )

    assert [row["attname"] for row in changed] == ["payload"]


async def test_nothing_else_lives_in_the_database(owner: asyncpg.Pool) -> None:
    extensions = {row[0] for row in await owner.fetch("select extname from pg_extension")}
    functions = await owner.fetch(
        "select proname, prosecdef from pg_proc where pronamespace = 'public'::regnamespace"
        " and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')"
    )

    assert extensions <= EXTENSIONS
    assert {row["proname"] for row in functions} == FUNCTIONS
    assert [row["proname"] for row in functions if row["prosecdef"]] == []


async def planted(owner: asyncpg.Pool, *statements: str) -> list[str]:
    """The faults that are found while these statements hold; afterwards they never did."""
    async with owner.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        try:
            for statement in statements:
                await connection.execute(statement)
            return await faults(connection)
        finally:
            await transaction.rollback()
