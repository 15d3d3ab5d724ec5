"""Contention: who comes second waits, is told why not, or is asked to send it again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import asyncpg
import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from tests.api.acts import do, settled
from tests.api.overtaking import overtaken, somebody, waits
from tests.conftest import Statements
from tests.servers import UNHURRIED, Server
from tests.tenant import Tenant, kept

HELD: Final = "select from {} where id = $1 for update"
NEW_TAG: Final = """
insert into tags (tenant_id, id, label, label_norm, created_by)
values ($1, gen_random_uuid(), 'Gold', 'gold', gen_random_uuid())"""
NEW_CUSTOMER: Final = """
insert into customers (tenant_id, id, email_norm, display_name, display_name_norm, created_by)
values ($1, gen_random_uuid(), 'ana@x.ro', 'Ana', 'ana', gen_random_uuid())"""


@pytest.fixture(scope="module")
async def impatient(
    postgres: Server, database: str, owner: asyncpg.Pool
) -> AsyncIterator[tuple[Tenant, Statements]]:
    """A tenant of a house that waits a tenth of a second for others, and what it says."""
    sent = Statements()
    url = postgres.app(database)
    hasty = f"{url}{'&' if '?' in url else '?'}lock_timeout=100ms"
    house = built(load_settings(UNHURRIED), hasty, watch=sent.see)
    async with house.app.router.lifespan_context(house.app):
        transport = httpx2.ASGITransport(app=house.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client:
            tenant = Tenant(client, owner, f"hasty-{database[-12:]}")
            await tenant.open()
            yield tenant, sent


async def test_of_fifty_changes_at_once_none_is_lost(tenant: Tenant) -> None:
    ana = await tenant.customer(city="0")
    cities = [str(n) for n in range(1, 51)]

    answers = await asyncio.gather(
        *(settled(tenant, "customerUpdate", {"id": ana, "city": city}) for city in cities)
    )

    assert [answer.payload()["changedFields"] for answer in answers] == [["city"]] * 50
    now = (await do(tenant, "customerUpdate", {"id": ana}, "city version")).payload()["customer"]
    assert now["version"] == 51
    replaced = "select before ->> 'city' as city from revisions where tenant_id = $1"
    before = [row["city"] for row in await tenant.rows(replaced)]
    assert sorted([*before, now["city"]]) == sorted(["0", *cities])


async def test_fifty_changes_at_once_to_the_same_are_one(tenant: Tenant) -> None:
    ana = await tenant.customer(city="0")
    given = {"id": ana, "city": "1"}

    answers = await asyncio.gather(
        *(settled(tenant, "customerUpdate", given, "version") for _ in range(50))
    )

    changed = sorted(answer.payload()["changedFields"] for answer in answers)
    assert changed == [[]] * 49 + [["city"]]
    assert {answer.payload()["customer"]["version"] for answer in answers} == {2}
    assert len(await tenant.recorded("v1.customer.updated")) == 1


async def test_those_who_want_to_be_the_default_wait_in_line_and_one_is(tenant: Tenant) -> None:
    ana = await tenant.customer()
    kinds = ["BILLING", "BOTH", "SHIPPING", "BOTH"]
    made = [await tenant.address(ana, type=kind) for kind in kinds]

    chosen = await asyncio.gather(
        *(do(tenant, "addressSetDefault", {"id": each}) for each in made * 3),
        *(do(tenant, "addressUpdate", {"id": each, "isDefault": False}) for each in made),
    )
    last = await do(tenant, "addressSetDefault", {"id": made[1]})

    assert [answer.refusals() for answer in [*chosen, last]] == [[]] * 17
    defaults = "select id from addresses where tenant_id = $1 and is_default"
    assert await tenant.rows(defaults) == [{"id": kept(made[1])}]


async def test_a_new_label_that_somebody_else_makes_first_is_worn_all_the_same(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await tenant.customer()

    async with somebody(owner, NEW_TAG, tenant.id) as first:
        add = do(
            tenant, "customerTagsAdd", {"customerId": ana, "labels": ["gold"]}, "tags { label }"
        )
        answer = await overtaken(owner, first, add)

    assert answer.payload() == {
        "customer": {"id": ana, "tags": [{"label": "Gold"}]},
        "userErrors": [],
    }
    assert await tenant.recorded("v1.tag.created") == []


async def test_one_new_label_for_many_customers_at_once_is_one_tag(tenant: Tenant) -> None:
    people = [await tenant.customer() for _ in range(8)]

    answers = await asyncio.gather(
        *(do(tenant, "customerTagsAdd", {"customerId": each, "labels": ["VIP"]}) for each in people)
    )

    assert [answer.refusals() for answer in answers] == [[]] * 8
    assert len(await tenant.recorded("v1.tag.created")) == 1
    assert len(await tenant.recorded("v1.customer.tagged")) == 8


@pytest.mark.parametrize("act", ["customerTagsAdd", "customerTagsSet"])
async def test_a_tag_that_is_gone_in_the_same_moment_is_not_found(
    tenant: Tenant, owner: asyncpg.Pool, act: str
) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")

    async with somebody(owner, "delete from tags where id = $1", kept(vip)) as first:
        put_on = do(tenant, act, {"customerId": ana, "tagIds": [vip]})
        answer = await overtaken(owner, first, put_on)

    assert answer.refusals() == [("NOT_FOUND", ["tagIds"])]
    assert await tenant.recorded("v1.customer.tagged") == []


async def test_a_tag_that_is_gone_in_the_same_moment_is_not_there_to_be_taken_off(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    await tenant.wear(ana, vip)

    async with somebody(owner, "delete from tags where id = $1", kept(vip)) as first:
        take_off = do(tenant, "customerTagsRemove", {"customerId": ana, "tagIds": [vip]})
        answer = await overtaken(owner, first, take_off)

    assert answer.payload() == {"customer": {"id": ana}, "userErrors": []}
    assert await tenant.recorded("v1.customer.untagged") == []


@pytest.mark.parametrize(
    ("act", "given", "field"),
    [
        ("customerUpdate", {"city": "Iași"}, "id"),
        ("noteCreate", {"body": "Hello"}, "customerId"),
        ("customerTagsAdd", {"labels": ["VIP"]}, "customerId"),
    ],
)
async def test_a_customer_that_is_put_away_in_the_same_moment_is_not_found(
    tenant: Tenant, owner: asyncpg.Pool, *, act: str, given: dict[str, Any], field: str
) -> None:
    ana = await tenant.customer()
    before = await tenant.contents()

    away = "update customers set deleted_at = now() where id = $1"
    async with somebody(owner, away, kept(ana)) as first:
        answer = await overtaken(owner, first, do(tenant, act, {field: ana, **given}))

    assert answer.refusals() == [("NOT_FOUND", [field])]
    assert await tenant.contents() == before


async def test_an_address_that_somebody_else_takes_first_is_taken(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    async with somebody(owner, NEW_CUSTOMER, tenant.id) as first:
        create = do(tenant, "customerCreate", {"email": "Ana@X.ro"})
        answer = await overtaken(owner, first, create)

    assert answer.refusals() == [("TAKEN", ["email"])]
    assert await tenant.recorded("v1.customer.created") == []


async def test_who_waits_too_long_tries_three_times_and_is_asked_to_send_it_again(
    impatient: tuple[Tenant, Statements], owner: asyncpg.Pool
) -> None:
    tenant, sent = impatient
    vip = await tenant.tag("VIP")
    given = {"id": vip, "label": "Gold", "idempotencyKey": "k"}
    before = await tenant.contents()
    sent.clear()

    async with somebody(owner, HELD.format("tags"), kept(vip)) as first:
        busy = await do(tenant, "tagUpdate", given)
        nothing = await tenant.contents() == before
        await first.execute("rollback")
    again = await do(tenant, "tagUpdate", given, "label")

    assert busy.refusals() == [("CONFLICT", None)]
    assert nothing
    assert again.payload()["tag"] == {"id": vip, "label": "Gold"}
    tries = [line for line in sent if line.startswith("INSERT INTO idempotency_keys")]
    assert len(tries) == 3 + 1


async def test_who_waits_a_little_is_heard(
    impatient: tuple[Tenant, Statements], owner: asyncpg.Pool
) -> None:
    tenant, _ = impatient
    oak = await tenant.tag("Oak")

    async with somebody(owner, HELD.format("tags"), kept(oak)) as first:
        answer = await overtaken(owner, first, do(tenant, "tagUpdate", {"id": oak, "priority": 5}))

    assert answer.payload()["changedFields"] == ["priority"]


async def test_of_two_who_wait_for_one_another_both_get_their_turn(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await tenant.customer()
    home = await tenant.address(ana)

    async with somebody(owner, HELD.format("addresses"), kept(home)) as first:
        waiting = await waits(owner, do(tenant, "addressUpdate", {"id": home, "city": "Iași"}))
        await first.execute(HELD.format("customers"), kept(ana))
        await first.execute("commit")

    assert (await waiting).payload()["changedFields"] == ["city"]
    assert len(await tenant.recorded("v1.customer.address_updated")) == 1
