"""Copies: beside a worn tag stands what its wearer has, whatever is done to either of them."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import asyncpg
import pytest

from tests.api.acts import ACTS, do, done, settled
from tests.conftest import Statements
from tests.copies import COPIES, differing, repeated
from tests.tenant import Tenant, kept

BESIDE: Final = COPIES["customer_tags"]
POINTS: Final = "select customer_loyalty_points as points from customer_tags where tenant_id = $1"
LIVING: Final = """
select customer_deleted_at is null as living from customer_tags where tenant_id = $1"""
MET: Final = """
update customers set last_interaction_at = '2026-03-04T05:06:07Z', loyalty_points = 7
where tenant_id = $1"""
EVERYBODY_WEARS: Final = """
insert into customer_tags (tenant_id, customer_id, tag_id, created_by,
    {copies})
select tenant_id, id, $2, $2, {originals} from customers where tenant_id = $1
on conflict do nothing"""
STANDS_BESIDE: Final = "select {copies} from customer_tags where tenant_id = $1"
COUNTS: Final = """
query ($tag: ID!) {
  tag(id: $tag) { customers { totalCount { value } } }
  customerGroups(by: [{field: TAG}]) { groups { count loyaltyPoints { sum } } }
  customerValueSuggestions(field: TAGS) { value count }
}"""


@pytest.mark.parametrize("name", ACTS)
async def test_after_every_act_the_copies_are_what_customers_have(
    tenant: Tenant, owner: asyncpg.Pool, name: str
) -> None:
    given = await ACTS[name].given(tenant)
    worn = EVERYBODY_WEARS.format(copies=", ".join(BESIDE), originals=", ".join(BESIDE.values()))
    await tenant.rows(worn, kept(await tenant.tag("Everybody")))

    await done(tenant, name, **given)

    assert await differing(owner, tenant.id) == []


@pytest.mark.parametrize("name", ["customerUpdate", "customerUpsert"])
async def test_points_are_changed_beside_every_tag(tenant: Tenant, name: str) -> None:
    ana, bo = await tenant.customer(loyaltyPoints=5), await tenant.customer(loyaltyPoints=1)
    vip, early = await tenant.tag("VIP"), await tenant.tag("early")
    await tenant.wear(ana, vip, early)
    await tenant.wear(bo, vip)
    said = {"id": ana} if name == "customerUpdate" else {"identifier": {"id": ana}}

    await done(tenant, name, **said, loyaltyPoints=12)

    points = [row["points"] for row in await tenant.rows(f"{POINTS} order by 1")]
    assert points == [1, 12, 12]


async def test_a_tag_that_is_put_on_takes_what_there_is(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana, vip, late = await tenant.customer(), await tenant.tag("VIP"), await tenant.tag("late")
    await tenant.rows(MET)

    await done(tenant, "customerTagsAdd", customerId=ana, tagIds=[vip], labels=["new"])
    await done(tenant, "customerTagsSet", customerId=ana, tagIds=[vip, late])

    rows = await tenant.rows(STANDS_BESIDE.format(copies=", ".join(BESIDE)))
    (known,) = await tenant.rows("select created_at from customers where tenant_id = $1")
    met = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    beside = {
        "customer_created_at": known["created_at"],
        "customer_deleted_at": None,
        "customer_last_interaction_at": met,
        "customer_loyalty_points": 7,
    }
    assert rows == [beside, beside]


async def test_who_is_put_away_is_not_counted_until_restored(tenant: Tenant) -> None:
    ana, bo, vip = await tenant.customer(), await tenant.customer(), await tenant.tag("VIP")
    for person in (ana, bo):
        await tenant.wear(person, vip)

    await done(tenant, "customerDelete", id=ana)
    away, fewer = await tenant.rows(LIVING), await _counts(tenant, vip)
    await done(tenant, "customerRestore", id=ana)

    assert sorted(row["living"] for row in away) == [False, True]
    assert fewer == (1, 1, 1)
    assert await _counts(tenant, vip) == (2, 2, 2)
    await done(tenant, "customerErase", id=ana, reason="REQUESTED")
    assert await _counts(tenant, vip) == (1, 1, 1)
    assert len(await tenant.rows(LIVING)) == 1


async def test_a_change_that_is_refused_leaves_the_copies(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana, vip = await tenant.customer(email="ana@x.ro"), await tenant.tag("VIP")
    await tenant.customer(email="bo@x.ro")
    await tenant.wear(ana, vip)
    before = await tenant.contents()

    answer = await do(
        tenant, "customerUpdate", {"id": ana, "email": "bo@x.ro", "loyaltyPoints": 12}
    )

    assert answer.refusals() == [("TAKEN", ["email"])]
    assert await tenant.rows(POINTS) == [{"points": 0}]
    assert await tenant.contents() == before
    assert await differing(owner, tenant.id) == []


async def test_points_that_change_while_tags_are_put_on_are_not_lost(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana, tags = await tenant.customer(), [await tenant.tag() for _ in range(12)]

    answers = await asyncio.gather(
        *(settled(tenant, "customerUpdate", {"id": ana, "loyaltyPoints": n}) for n in range(1, 13)),
        *(settled(tenant, "customerTagsAdd", {"customerId": ana, "tagIds": [t]}) for t in tags),
    )

    assert [answer.refusals() for answer in answers] == [[]] * 24
    assert len(await tenant.rows(POINTS)) == 12
    assert await differing(owner, tenant.id) == []


@pytest.mark.parametrize(("said", "copied"), [({"city": "Iași"}, 0), ({"loyaltyPoints": 9}, 1)])
async def test_copies_are_written_with_the_value_and_only_then(
    tenant: Tenant, statements: Statements, said: dict[str, Any], copied: int
) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    await tenant.wear(ana, vip)
    await done(tenant, "customerUpdate", id=ana, region="Moldova")
    statements.clear()

    await do(tenant, "customerUpdate", {"id": ana, **said})

    assert len([line for line in statements if "UPDATE customer_tags" in line]) == copied
    assert len(statements) == 3, "\n\n".join(statements)


async def test_a_copy_that_differs_is_found(tenant: Tenant, owner: asyncpg.Pool) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    await tenant.wear(ana, vip)

    await tenant.rows(MET)
    found = await differing(owner, tenant.id)
    await repeated(tenant)

    places = ("customer_last_interaction_at", "customer_loyalty_points")
    assert found == [f"customer_tags.{name}: 1" for name in places]
    assert await differing(owner, tenant.id) == []


async def _counts(tenant: Tenant, tag: str) -> tuple[int, int, int]:
    """How many wear the tag, as it says itself, by groups, and where it is suggested."""
    told = (await tenant.ask(COUNTS, tag=tag)).data
    (group,), (suggestion,) = told["customerGroups"]["groups"], told["customerValueSuggestions"]
    return (
        told["tag"]["customers"]["totalCount"]["value"],
        group["count"],
        suggestion["count"],
    )
