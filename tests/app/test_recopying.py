"""Recopying: what old servers left beside worn tags is put right, while others change customers."""

import asyncio
from datetime import UTC, datetime
from typing import Final

import asyncpg
import pytest
from typer.testing import Result

from app import mending
from tests.api.acts import done
from tests.api.overtaking import overtaken, somebody
from tests.app.test_cli import run
from tests.copies import differing
from tests.old_server import DELETED, POINTS, PUT_ON
from tests.servers import Server
from tests.tenant import Tenant, kept

EVERYBODY: Final = "select * from customers where tenant_id = $1 order by id"
WORN: Final = "select ctid, * from customer_tags where tenant_id = $1 order by customer_id, tag_id"
MISCOUNTED: Final = "update customer_tags set customer_loyalty_points = 9 where tenant_id = $1"
EARNED: Final = "update customers set loyalty_points = 12 where id = $1"
WHO_WAITS: Final = """
select pid from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and wait_event_type = 'Lock'"""


async def _copies(postgres: Server, database: str, *said: str) -> Result:
    return await run("copies", *said, DATABASE_URL=postgres.app(database))


async def _wearing(tenant: Tenant, *tags: str) -> str:
    customer = await tenant.customer(loyaltyPoints=5)
    await tenant.wear(customer, *tags)
    return customer


async def test_what_old_servers_left_is_what_customers_have(
    postgres: Server, database: str, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    vip, late = await tenant.tag("VIP"), await tenant.tag("late")
    earns, leaves, wears, stays = [await _wearing(tenant, vip) for _ in range(4)]
    await owner.fetch(PUT_ON, tenant.id, kept(wears), tenant.id, [kept(late)])
    await owner.fetch(POINTS, 7, 1, kept(earns), tenant.id)
    await owner.fetch(DELETED, datetime.now(UTC), 1, kept(leaves), tenant.id)
    left, people = await differing(owner, tenant.id), await tenant.rows(EVERYBODY)
    rows, contents = await tenant.rows(WORN), await tenant.contents()

    first = await _copies(postgres, database, "--tenant", tenant.slug)
    mended = await tenant.rows(WORN)
    again = await _copies(postgres, database, "--tenant", tenant.slug)

    columns = ("created_at: 1", "deleted_at: 1", "loyalty_points: 2")
    assert left == [f"customer_tags.customer_{column}" for column in columns]
    assert (first.exit_code, first.stderr, again.exit_code, again.stderr) == (0, "", 0, "")
    assert first.stdout == f"{tenant.slug}: 4 looked at, 3 written anew.\n"
    assert again.stdout == f"{tenant.slug}: 4 looked at, 0 written anew.\n"
    assert await differing(owner, tenant.id) == []
    untouched = {row["customer_id"] for row in rows if row in mended}
    assert untouched == {kept(stays), kept(wears)}
    assert len([row for row in rows if row in mended]) == 2
    assert await tenant.rows(WORN) == mended
    assert await tenant.rows(EVERYBODY) == people
    assert await tenant.contents() == contents


async def test_copies_of_one_tenant_are_no_other_tenants(
    postgres: Server, database: str, tenant: Tenant, other_tenant: Tenant, owner: asyncpg.Pool
) -> None:
    for each in (tenant, other_tenant):
        await _wearing(each, await each.tag("VIP"))
        await each.rows(MISCOUNTED)

    answer = await _copies(postgres, database, "--tenant", str(tenant.id))
    left = await differing(owner, other_tenant.id)
    await _copies(postgres, database, "--tenant", str(other_tenant.id))

    assert answer.stdout == f"{tenant.slug}: 1 looked at, 1 written anew.\n"
    assert await differing(owner, tenant.id) == []
    assert left == ["customer_tags.customer_loyalty_points: 1"]


async def test_who_is_changed_in_the_same_moment_counts_for_what_they_have_then(
    postgres: Server, database: str, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await _wearing(tenant, await tenant.tag("VIP"))
    await tenant.rows(MISCOUNTED)

    async with somebody(owner, EARNED, kept(ana)) as first:
        answer = await overtaken(owner, first, _copies(postgres, database, "--tenant", tenant.slug))

    assert answer.stdout == f"{tenant.slug}: 1 looked at, 1 written anew.\n"
    assert [row["customer_loyalty_points"] for row in await tenant.rows(WORN)] == [12]


async def test_what_others_put_right_in_the_same_moment_is_not_written(
    postgres: Server, database: str, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await _wearing(tenant, await tenant.tag("VIP"))
    await tenant.rows("update customers set loyalty_points = 9 where tenant_id = $1")

    async with somebody(owner, EARNED.replace("12", "5"), kept(ana)) as first:
        answer = await overtaken(owner, first, _copies(postgres, database, "--tenant", tenant.slug))

    assert answer.stdout == f"{tenant.slug}: 1 looked at, 0 written anew.\n"
    assert await differing(owner, tenant.id) == []


@pytest.mark.breaks
async def test_who_is_cut_off_begins_these_few_anew(
    postgres: Server,
    database: str,
    tenant: Tenant,
    owner: asyncpg.Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vip = await tenant.tag("VIP")
    people = sorted([kept(await _wearing(tenant, vip)) for _ in range(2)])
    await tenant.rows(MISCOUNTED)
    monkeypatch.setattr(mending, "_PAUSE_SECONDS", 0.0)

    async with somebody(owner, "select from customers where id = $1 for update", people[1]):
        writing = asyncio.create_task(_copies(postgres, database, "--tenant", tenant.slug))
        while not (waiting := await owner.fetchval(WHO_WAITS)):
            assert not writing.done(), writing.result()
            await asyncio.sleep(0.005)
        await owner.execute("select pg_terminate_backend($1, 5000)", waiting)
        left = await differing(owner, tenant.id)
    answer = await writing

    assert left == ["customer_tags.customer_loyalty_points: 2"]
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout == f"{tenant.slug}: 2 looked at, 2 written anew.\n"
    assert await differing(owner, tenant.id) == []


async def test_nobody_waits_in_a_ring_with_who_changes_customers_meanwhile(
    postgres: Server, database: str, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    vip = await tenant.tag("VIP")
    people = [await _wearing(tenant, vip) for _ in range(20)]
    await tenant.rows(MISCOUNTED)

    writing = asyncio.create_task(_copies(postgres, database, "--tenant", tenant.slug))
    for points, each in enumerate(people, 100):
        await done(tenant, "customerUpdate", id=each, loyaltyPoints=points)
    answer = await writing

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert await differing(owner, tenant.id) == []
