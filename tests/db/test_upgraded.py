"""Upgrading: what old servers do meanwhile succeeds, nobody waits, what broke off goes on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy.exc import SQLAlchemyError

from db.migrate import head, migrate
from tests.app.test_cli import run
from tests.copies import COPIES, differing
from tests.db.behind import ACME, STEP, Behind, back_to, overhearing, pausing_after, standing_at
from tests.db.test_migrations import COLUMNS, lines
from tests.old_server import DELETED, POINTS, PUT_ON
from tests.servers import Server

# The last step before anything was kept beside worn tags, the first after that, and the next.
WITHOUT_COPIES: Final = "2026_11_22_0600"
EMPTY_COPIES: Final = "2026_11_22_0700"
WITH_COPIES: Final = "2026_11_22_0730"
OLDEST: Final = "2026_11_22_0100"
FILLS: Final = "with few as ("
FEW: Final = 1000
TAG: Final = "00000000-0000-7000-8000-000000000002"
TAGGED: Final = (
    "insert into tags (tenant_id, id, label, label_norm, created_by) values ($1, $2, 'V', 'v', $1)"
)
PEOPLE: Final = """
insert into customers (tenant_id, id, display_name, display_name_norm, created_by, loyalty_points,
    created_at)
select $1, md5(n::text)::uuid, 'A', 'a', $1, 5, '2026-03-04Z'
from generate_series(1, $2::int) n returning id"""
WEARING: Final = """
insert into customer_tags (tenant_id, customer_id, tag_id, created_by)
select tenant_id, id, $2, tenant_id from customers where tenant_id = $1"""
TELL: Final = "select set_config('app.tenant_id', $1, false)"
TAKE_OFF: Final = "delete from customer_tags where tenant_id = $1 and customer_id = $2"
FILLED: Final = (
    "select customer_id, xmin::text from customer_tags where customer_loyalty_points = 5"
)
FORCED: Final = """
select relname from pg_class where relforcerowsecurity and relname in ('customers', 'customer_tags')
order by 1"""
TAKEN: Final = """
select mode from pg_locks where relation in ('customers'::regclass, 'customer_tags'::regclass)
and pid <> pg_backend_pid()"""
FILLER: Final = """
select pid from pg_stat_activity where datname = current_database() and query like $1 || '%'"""
BESIDE: Final = ("ix_customer_tags_groups", "new_custom_values")
TAKING: Final = ("alter table", "create policy", "drop table", "drop index ix", "create index ix")


@pytest.fixture
async def behind(postgres: Server, template: str) -> AsyncIterator[Behind]:
    """A database in which nothing is kept beside worn tags, and many are worn."""
    async with standing_at(postgres, template, WITHOUT_COPIES) as behind:
        await behind.one.execute(TAGGED, ACME, TAG)
        await behind.one.execute(PEOPLE, ACME, 2 * FEW + 1)
        await behind.one.execute(WEARING, ACME, TAG)
        yield behind


@pytest.fixture
async def unfilled(behind: Behind) -> Behind:
    """The same, with room beside the tags, and nothing in it yet."""
    await migrate(behind.url, step=EMPTY_COPIES)
    return behind


async def test_who_fills_holds_nobody(behind: Behind, postgres: Server) -> None:
    old = await _old(behind, postgres)
    first, *_, last = await _people(behind)

    async with pausing_after(FILLS, behind.url):
        taken = await behind.other.fetch(TAKEN)
        filled = await behind.other.fetch(FILLED)
        read = await old.fetchval("select count(*) from customer_tags where tenant_id = $1", ACME)
        changed = [await old.fetchval(POINTS, 6, 1, each, ACME) for each in (first, last)]
        gone = await old.execute(TAKE_OFF, ACME, first)
    await old.close()

    assert (taken, len(filled), read, changed, gone) == ([], FEW, 2 * FEW + 1, [2, 2], "DELETE 1")
    assert await behind.other.fetchval(STEP) == head()
    assert await differing(behind.other) == []
    assert len(await behind.other.fetch(FORCED)) == 2


async def test_what_old_servers_write_meanwhile_is_put_right_in_the_end(
    behind: Behind, postgres: Server
) -> None:
    old = await _old(behind, postgres)
    put_on, points, deleted = [await old.prepare(said) for said in (PUT_ON, POINTS, DELETED)]
    people = await _people(behind)
    for nth, step in enumerate([EMPTY_COPIES, WITH_COPIES, "head"]):
        first, second, third, *_ = people[3 * nth :]
        await migrate(behind.url, step=step)
        await behind.other.execute(TAKE_OFF, ACME, first)
        worn = await put_on.fetch(ACME, first, ACME, [TAG])
        assert [row["customer_id"] for row in worn] == [first]
        assert await points.fetchval(7, 1, second, ACME) == 2
        assert await deleted.fetchval(datetime.now(UTC), 1, third, ACME) == 2
    await old.close()
    left = await differing(behind.other)

    done = await run("copies", DATABASE_URL=postgres.app(await behind.name()))

    # Of those who were written to before they were filled, only the filling knew.
    assert left == [
        "customer_tags.customer_created_at: 2",
        "customer_tags.customer_deleted_at: 2",
        "customer_tags.customer_loyalty_points: 4",
    ]
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "acme: 2,001 looked at, 6 written anew.\n"
    assert await differing(behind.other) == []


async def test_who_fills_waits_for_nobody(unfilled: Behind) -> None:
    taking_off = unfilled.one.transaction()
    await taking_off.start()
    await unfilled.one.execute(TAKE_OFF, ACME, (await _people(unfilled))[0])

    await migrate(unfilled.url, step=WITH_COPIES)
    await taking_off.rollback()

    assert await unfilled.other.fetchval(STEP) == WITH_COPIES
    assert await differing(unfilled.other) == [
        "customer_tags.customer_created_at: 1",
        "customer_tags.customer_loyalty_points: 1",
    ]


async def test_who_was_broken_off_while_filling_goes_on(unfilled: Behind) -> None:
    async with pausing_after(FILLS, unfilled.url) as migrating:
        filler = await unfilled.other.fetchval(FILLER, f"\n{FILLS}")
        await unfilled.other.execute("select pg_terminate_backend($1, 5000)", filler)
    assert isinstance(migrating.exception(), SQLAlchemyError)
    left = await unfilled.other.fetchval(STEP), set(await unfilled.other.fetch(FILLED))

    await migrate(unfilled.url)

    assert (left[0], len(left[1])) == (EMPTY_COPIES, FEW)
    assert left[1] < set(await unfilled.other.fetch(FILLED))
    assert await differing(unfilled.other) == []


@pytest.mark.parametrize("broken_off", ["pg_cancel_backend", "pg_terminate_backend"])
@pytest.mark.parametrize(
    ("table", "half"),
    [
        ("customer_tags", {"ix_customer_tags_groups": False}),
        ("custom_values", {"ix_customer_tags_groups": True, "new_custom_values": False}),
    ],
)
async def test_what_is_had_at_hand_is_built_anew_if_it_was_broken_off(
    unfilled: Behind, table: str, half: dict[str, bool], broken_off: str
) -> None:
    await migrate(unfilled.url, step=WITH_COPIES)
    writing = unfilled.one.transaction()
    await writing.start()
    await unfilled.one.execute(f"lock table {table} in row exclusive mode")
    migrating = asyncio.create_task(migrate(unfilled.url))
    builder = await unfilled.builder(migrating)
    await unfilled.other.execute(f"select {broken_off}($1)", builder)
    with pytest.raises(SQLAlchemyError):
        await migrating
    left = await unfilled.other.fetchval(STEP), await unfilled.indexes(*BESIDE)
    await writing.commit()

    await migrate(unfilled.url)

    assert left == (WITH_COPIES, half)
    assert await unfilled.other.fetchval(STEP) == head()
    assert await unfilled.indexes(*BESIDE) == {"ix_customer_tags_groups": True}
    assert await unfilled.indexes("pk_custom_values") == {"pk_custom_values": True}


async def test_who_goes_back_and_forth_has_the_same_beside_the_tags(behind: Behind) -> None:
    await migrate(behind.url)
    before = await behind.other.fetchval("select count(*) from customer_tags")

    await back_to(WITHOUT_COPIES, behind.url)
    columns = {line.split()[0] for line in await lines(behind.other, COLUMNS)}
    await migrate(behind.url)

    assert before == 2 * FEW + 1
    assert {f"customer_tags.{copy}" for copy in COPIES["customer_tags"]} & columns == set()
    assert await behind.other.fetchval("select count(*) from customer_tags") == before
    assert await differing(behind.other) == []


async def test_who_takes_a_table_for_themselves_does_not_wait_for_long(postgres: Server) -> None:
    name = await postgres.fresh()
    bounded, took = False, list[tuple[str, bool]]()

    def said(_: Any, __: Any, statement: str, *___: Any) -> None:
        nonlocal bounded
        bounded |= statement == "set local lock_timeout = '5s'"
        if statement.strip().startswith(TAKING):
            took.append((statement, bounded))

    def begun(_: Any) -> None:
        nonlocal bounded
        bounded = False

    with overhearing("before_cursor_execute", said), overhearing("begin", begun):
        await migrate(postgres.owner(name))
        await back_to(OLDEST, postgres.owner(name))
    await postgres.drop(name)

    assert any("drop column customer_created_at" in statement for statement, _ in took)
    assert [statement for statement, bounded in took if not bounded] == []


async def _old(behind: Behind, postgres: Server) -> asyncpg.Connection:
    """A server that is older than the newest step, and does not like to wait."""
    connection = await asyncpg.connect(postgres.app(await behind.name()))
    await connection.execute("set lock_timeout = '100ms'")
    await connection.fetchval(TELL, ACME)
    return connection


async def _people(behind: Behind) -> list[Any]:
    found = await behind.other.fetch(
        "select id from customers where tenant_id = $1 order by id", ACME
    )
    return [row["id"] for row in found]
