"""The customers who wear a tag: page by page, the last tagged first; and the end of a tag."""

from functools import partial
from typing import Any

import pytest

from auth.scopes import Role
from tests.api.walks import CONNECTION, Page, backwards, forwards, ids, page, together
from tests.tenant import Tenant, doing

PAGE = f"""
query ($id: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {{
  tag(id: $id) {{
    customers(first: $first, after: $after, last: $last, before: $before) {{ {CONNECTION} }}
  }}
}}"""
OF_MANY = "{ tags { nodes { label customers(first: 2) { nodes { id } totalCount { value } } } } }"
OF_CUSTOMER = "query ($id: ID!) { customer(id: $id) { tags { label } } }"
NEWEST = "{ customers { edges { cursor } } }"
SAME_TIME = "update customer_tags set created_at = '2026-01-01' where tenant_id = $1"


def wearing(tenant: Tenant, tag: str) -> Page:
    """The pages of the customers who wear a tag."""
    return partial(page, tenant, PAGE, "tag", "customers", id=tag)


async def wearers(tenant: Tenant, tag: str, number: int) -> list[str]:
    """Customers who wear a tag, the last tagged first."""
    people = [await tenant.customer() for _ in range(number)]
    for each in people:
        await tenant.wear(each, tag)
    return people[::-1]


@pytest.mark.parametrize("size", [1, 2, 5, 6])
async def test_pages_cover_every_wearer_once_from_both_ends(tenant: Tenant, size: int) -> None:
    vip = await tenant.tag("VIP")
    everybody = await wearers(tenant, vip, 5)
    await tenant.customer()
    await tenant.rows(SAME_TIME)

    onwards = await forwards(wearing(tenant, vip), size)
    back = await backwards(wearing(tenant, vip), size)

    assert together(onwards) == together(back) == everybody


async def test_the_last_tagged_stands_first(tenant: Tenant) -> None:
    vip = await tenant.tag("VIP")
    ana, bo = await tenant.customer(), await tenant.customer()

    await tenant.wear(bo, vip)
    await tenant.wear(ana, vip)

    shown = await wearing(tenant, vip)()
    assert ids(shown) == [ana, bo]
    assert shown["totalCount"] == {"value": 2, "isExact": True}


async def test_the_deleted_are_not_among_them(tenant: Tenant) -> None:
    vip = await tenant.tag("VIP")
    stays, gone = await wearers(tenant, vip, 2)

    await tenant.ask(doing("customerDelete"), input={"id": gone})

    shown = await wearing(tenant, vip)()
    assert (ids(shown), shown["totalCount"]["value"]) == ([stays], 1)
    await tenant.ask(doing("customerRestore"), input={"id": gone})
    assert ids(await wearing(tenant, vip)()) == [stays, gone]


async def test_the_pages_of_many_tags_do_not_mix(tenant: Tenant) -> None:
    one, two, none = [await tenant.tag(label) for label in ("one", "two", "none")]
    ana, bo, _ = await wearers(tenant, one, 3)
    await tenant.wear(bo, two)
    await tenant.tag(none)

    answer = await tenant.ask(OF_MANY)

    shown = {tag["label"]: tag["customers"] for tag in answer.data["tags"]["nodes"]}
    assert {label: ids(customers) for label, customers in shown.items() if ids(customers)} == {
        "one": [ana, bo],
        "two": [bo],
    }
    assert [shown[label]["totalCount"]["value"] for label in ("one", "two", "none")] == [3, 1, 0]


@pytest.mark.parametrize("asked", [{"first": 0}, {"first": 101}, {"last": 1, "first": 1}])
async def test_bounds_are_kept(tenant: Tenant, asked: dict[str, Any]) -> None:
    vip = await tenant.tag("VIP")

    answer = await tenant.ask(PAGE, id=vip, **asked)

    assert answer.codes == {"tag.customers": "BAD_USER_INPUT"}


async def test_cursors_of_other_lists_and_tenants_are_refused(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    vip, theirs = await tenant.tag("VIP"), await other_tenant.tag("VIP")
    await wearers(tenant, vip, 1)
    await wearers(other_tenant, theirs, 1)
    foreign = (await wearing(other_tenant, theirs)())["pageInfo"]["endCursor"]
    newest = (await tenant.ask(NEWEST)).data["customers"]["edges"][0]["cursor"]

    answers = [await tenant.ask(PAGE, id=vip, after=each) for each in (foreign, newest, "x")]

    assert [answer.codes for answer in answers] == [{"tag.customers": "BAD_CURSOR"}] * 3


async def test_a_tag_that_is_removed_is_worn_by_nobody(tenant: Tenant) -> None:
    vip, early = await tenant.tag("VIP"), await tenant.tag("early")
    people = await wearers(tenant, vip, 2)
    await tenant.wear(people[0], early)

    answer = await tenant.ask(doing("tagDelete", "deletedId"), input={"id": vip})

    assert answer.payload() == {"deletedId": vip, "userErrors": []}
    assert (await tenant.contents())["customer_tags"] == 1
    worn = [(await tenant.ask(OF_CUSTOMER, id=each)).data["customer"]["tags"] for each in people]
    assert worn == [[{"label": "early"}], []]


async def test_whoever_sees_tags_but_no_customers_list_sees_no_more(tenant: Tenant) -> None:
    vip = await tenant.tag("VIP")
    (ana,) = await wearers(tenant, vip, 1)

    service = await tenant.ask(PAGE, by=(Role.SERVICE,), id=vip)
    staff = await tenant.ask(PAGE, by=(Role.STAFF,), id=vip)

    assert service.data["tag"]["customers"]["nodes"] == [{"id": ana}]
    assert (staff.data, staff.codes) == ({"tag": None}, {"tag": "FORBIDDEN"})
