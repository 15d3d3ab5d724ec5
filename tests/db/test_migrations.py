"""The migrations make exactly the tables that the rows describe."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

import asyncpg
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db.base import Row
from db.migrate import differences, head, migrate
from tests.copies import differing
from tests.house.sources import ROOT
from tests.servers import Server

MIGRATE: Final = """
import asyncio, sys
from db.migrate import migrate
asyncio.run(migrate(sys.argv[1]))
"""

# Everything about a table that a difference could be in, one line each.
# A number may be written as a number or as a text; it is the same number.
COLUMNS: Final = r"""
    select format('%s.%s %s%s%s%s', c.relname, attname, format_type(atttypid, atttypmod),
        case when attnotnull then ' not null' else '' end,
        ' default ' || regexp_replace(pg_get_expr(adbin, adrelid), '''(\d+)''::bigint', '\1'),
        ' collate ' || collname)
    from pg_class c
    join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
    left join pg_attrdef on adrelid = c.oid and adnum = attnum
    left join pg_collation o on o.oid = attcollation
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname = any($1)
"""
CONSTRAINTS: Final = """
    select format('%s: %s %s', c.relname, conname, pg_get_constraintdef(o.oid))
    from pg_class c join pg_constraint o on conrelid = c.oid and contype <> 'n'
    where relnamespace = 'public'::regnamespace and relname = any($1)
"""
INDEXES: Final = """
    select indexdef from pg_indexes where schemaname = 'public' and tablename = any($1)
"""
RIGHTS: Final = """
    select format('%s %s %s', relname, relacl, (
        select string_agg(pg_get_expr(polqual, polrelid), ', ')
        from pg_policy where polrelid = pg_class.oid))
    from pg_class where relnamespace = 'public'::regnamespace and relname = any($1)
"""

# The last step before anything was kept beside worn tags, and what was laid then.
BEFORE_COPIES: Final = "2026_11_22_0600"
MET: Final = datetime(2026, 3, 4, tzinfo=UTC)
WORN_BEFORE: Final = """
    create temp table ids as
        select md5('t')::uuid t, md5('g')::uuid g, md5('a')::uuid a, md5('b')::uuid b;
    insert into tenants (id, slug, name) select t, 'before', 'Before' from ids;
    insert into tags (tenant_id, id, label, label_norm, created_by)
        select t, g, 'VIP', 'vip', t from ids;
    insert into customers (tenant_id, id, display_name, display_name_norm, created_by,
            loyalty_points, last_interaction_at, deleted_at)
        select t, a, 'A', 'a', t, 5, null::timestamptz, null::timestamptz from ids
        union all select t, b, 'B', 'b', t, 7, '2026-03-04Z', '2026-05-06Z' from ids;
    insert into customer_tags (tenant_id, customer_id, tag_id, created_by)
        select t, unnest(array[a, b]), g, t from ids;
"""
BESIDE: Final = """
    select customer_loyalty_points, customer_deleted_at is null, customer_last_interaction_at
    from customer_tags order by 1
"""
WALLS: Final = """
    select relforcerowsecurity from pg_class
    where oid in ('customers'::regclass, 'customer_tags'::regclass)
"""


async def test_alembic_sees_no_difference(postgres: Server, database: str) -> None:
    await differences(postgres.owner(database), Row.metadata)


@pytest.mark.parametrize("asked", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "rules", "ix"])
async def test_what_is_migrated_is_what_the_rows_describe(
    owner: asyncpg.Pool, described: asyncpg.Connection, asked: str
) -> None:
    migrated = await lines(owner, asked)

    wanted = await lines(described, asked)

    assert wanted
    assert migrated - wanted == set()
    assert wanted - migrated == set()


async def test_a_column_that_differs_is_seen(described: asyncpg.Connection) -> None:
    before = await lines(described, COLUMNS)

    transaction = described.transaction()
    await transaction.start()
    await described.execute("alter table tags alter color set not null")
    after = await lines(described, COLUMNS)
    await transaction.rollback()

    assert before - after == {"tags.color text collate C"}
    assert after - before == {"tags.color text not null collate C"}


async def test_two_who_migrate_at_once_wait_for_one_another(postgres: Server) -> None:
    name = await postgres.fresh()
    command = (sys.executable, "-c", MIGRATE, postgres.owner(name))

    both = [await asyncio.create_subprocess_exec(*command, cwd=ROOT) for _ in range(2)]

    assert [await each.wait() for each in both] == [0, 0]
    await postgres.drop(name)


async def test_migrating_twice_changes_nothing(
    postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    before = [await lines(owner, asked) for asked in (COLUMNS, CONSTRAINTS, INDEXES, RIGHTS)]

    await migrate(postgres.owner(database))

    after = [await lines(owner, asked) for asked in (COLUMNS, CONSTRAINTS, INDEXES, RIGHTS)]
    assert after == before
    assert await owner.fetchval("select version_num from alembic_version") == head()


async def test_what_was_worn_before_is_counted_too(postgres: Server) -> None:
    name = await postgres.fresh()
    await migrate(postgres.owner(name), step=BEFORE_COPIES)
    connection = await asyncpg.connect(postgres.owner(name))
    await connection.execute(WORN_BEFORE)

    await migrate(postgres.owner(name))

    walls = await connection.fetch(WALLS)
    found = await connection.fetch(BESIDE)
    assert await differing(connection) == []
    assert [tuple(row) for row in found] == [(5, True, None), (7, False, MET)]
    assert [row["relforcerowsecurity"] for row in walls] == [True, True]
    await connection.close()
    await postgres.drop(name)


@pytest.fixture(scope="module")
async def described(postgres: Server) -> AsyncIterator[asyncpg.Connection]:
    """A database with the tables as the rows describe them, and no migration."""
    name = await postgres.fresh()
    url = make_url(postgres.owner(name)).set(drivername="postgresql+asyncpg")
    async with create_async_engine(url, poolclass=NullPool).begin() as empty:
        await empty.run_sync(Row.metadata.create_all)
    connection = await asyncpg.connect(postgres.owner(name))
    yield connection
    await connection.close()
    await postgres.drop(name)


async def lines(connection: asyncpg.Connection | asyncpg.Pool, asked: str) -> set[str]:
    """What a database says of the tables that have rows, one line each."""
    return {row[0] for row in await connection.fetch(asked, list(Row.metadata.tables))}
