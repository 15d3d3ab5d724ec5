"""The wall of the database: what it refuses the application, whatever is sent to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import asyncpg
import pytest

from tests.isolation.evidence import tables
from tests.isolation.values import OURS, THEIRS
from tests.isolation.world import Ground, inhabited
from tests.servers import Server

REFUSED = "42501"
DANGLING = "23503"
UNTOUCHED = {"UPDATE 0", "DELETE 0", REFUSED}

TELL = "select set_config('app.tenant_id', $1, false)"
ALL = "select count(*) from {}"
OWN = "select count(*) from {} where tenant_id = $1"
OTHER = "select count(*) from {} where tenant_id <> $1"
LINE = "select row_to_json(t)::text from {} t where tenant_id = $1 limit 1"
ADD = "insert into {0} select * from json_populate_record(null::{0}, $1)"
CHANGE = "update {} set tenant_id = tenant_id"
REMOVE = "delete from {}"
GIVE_AWAY = "update {} set tenant_id = $1"
LEAD_ASTRAY = """
update {child} set {column} = (select {target} from {parent} where tenant_id = $2 limit 1)
where ctid = (select ctid from {child} where tenant_id = $1 and {column} is not null limit 1)
"""
KEYS = """
select conname as name, conrelid::regclass::text as child, confrelid::regclass::text as parent,
    array(
        select attname::text from unnest(conkey) with ordinality as key (number, place)
        join pg_attribute on attrelid = conrelid and attnum = number order by place
    ) as columns,
    array(
        select attname::text from unnest(confkey) with ordinality as key (number, place)
        join pg_attribute on attrelid = confrelid and attnum = number order by place
    ) as targets
from pg_constraint where contype = 'f' and confrelid <> 'tenants'::regclass order by conname
"""


@dataclass(frozen=True, slots=True)
class Cellar:
    """What is kept of two tenants in which everything was done."""

    owner: asyncpg.Pool
    tables: list[str]
    ours: UUID
    theirs: UUID

    async def line(self, table: str) -> str:
        """A row of theirs, as JSON."""
        return cast("str", await self.owner.fetchval(LINE.format(table), self.theirs))


@pytest.fixture(scope="module")
async def cellar(ground: Ground) -> Cellar:
    """Two full tenants."""
    ours = await inhabited(await ground.tenant(OURS.mark), OURS)
    theirs = await inhabited(await ground.tenant(THEIRS.mark), THEIRS)
    names = await tables(ground.owner)
    return Cellar(ground.owner, names, ours.party.tenant.id, theirs.party.tenant.id)


@pytest.fixture
async def app(postgres: Server, database: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the application, which was told no tenant."""
    connection = await asyncpg.connect(postgres.app(database))
    yield connection
    await connection.close()


async def test_who_names_no_tenant_sees_nothing(cellar: Cellar, app: asyncpg.Connection) -> None:
    seen = {table: await app.fetchval(ALL.format(table)) for table in cellar.tables}

    assert seen == dict.fromkeys(cellar.tables, 0)


async def test_who_names_no_tenant_writes_nothing(cellar: Cellar, app: asyncpg.Connection) -> None:
    added, touched = {}, {}
    for table in cellar.tables:
        added[table] = await outcome(app, ADD.format(table), await cellar.line(table))
        touched[table] = {
            await outcome(app, CHANGE.format(table)),
            await outcome(app, REMOVE.format(table)),
        }

    assert added == dict.fromkeys(cellar.tables, REFUSED)
    assert [table for table, what in touched.items() if not what <= UNTOUCHED] == []


async def test_who_names_a_tenant_sees_its_rows_alone(
    cellar: Cellar, app: asyncpg.Connection
) -> None:
    await app.fetchval(TELL, str(cellar.ours))

    own = {table: await app.fetchval(OWN.format(table), cellar.ours) for table in cellar.tables}
    other = {table: await app.fetchval(OTHER.format(table), cellar.ours) for table in cellar.tables}

    assert 0 not in own.values()
    assert other == dict.fromkeys(cellar.tables, 0)


async def test_who_names_a_tenant_writes_nothing_of_another(
    cellar: Cellar, app: asyncpg.Connection
) -> None:
    await app.fetchval(TELL, str(cellar.ours))

    added, given = {}, {}
    for table in cellar.tables:
        added[table] = await outcome(app, ADD.format(table), await cellar.line(table))
        given[table] = await outcome(app, GIVE_AWAY.format(table), cellar.theirs)

    assert added == dict.fromkeys(cellar.tables, REFUSED)
    assert given == dict.fromkeys(cellar.tables, REFUSED)


async def test_no_reference_leads_into_another_tenant(cellar: Cellar) -> None:
    keys = await cellar.owner.fetch(KEYS)

    led = {}
    async with cellar.owner.acquire() as owner:
        for key in keys:
            ways = {"column": key["columns"][-1], "target": key["targets"][-1]}
            astray = LEAD_ASTRAY.format(child=key["child"], parent=key["parent"], **ways)
            led[key["name"]] = await outcome(owner, astray, cellar.ours, cellar.theirs)

    assert {(key["columns"][0], key["targets"][0]) for key in keys} == {("tenant_id", "tenant_id")}
    assert led == {key["name"]: DANGLING for key in keys}


async def outcome(connection: Any, statement: str, *values: Any) -> str:
    """What a statement touches, or the code with which it is refused. Nothing of it stays."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        return str(await connection.execute(statement, *values))
    except asyncpg.PostgresError as refusal:
        return str(refusal.sqlstate)
    finally:
        await transaction.rollback()
