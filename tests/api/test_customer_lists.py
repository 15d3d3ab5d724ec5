"""Lists of customers: pages from both ends, cursors that fit one list only, and counts."""

from typing import Any

import asyncpg
import pytest

from tests.api.walks import CUSTOMERS, backwards, customers, forwards, ids, together
from tests.tenant import Tenant, doing

COUNT = """
query ($mode: CountMode!) { customers(first: 1) { totalCount(mode: $mode) { value isExact } } }"""
TAGS = "{ tags { edges { cursor } } }"
MODES = ["EXACT", "CAPPED", "ESTIMATED"]
MANY = """
insert into customers (tenant_id, id, display_name, display_name_norm, created_by)
select $1, gen_random_uuid(), 'Ana', 'ana', $1 from generate_series(1, 10001)"""


async def people(tenant: Tenant, number: int) -> list[str]:
    """Customers, newest first, all of one instant."""
    made = [await tenant.customer() for _ in range(number)]
    await tenant.rows("update customers set created_at = '2026-01-01' where tenant_id = $1")
    return made[::-1]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
async def test_pages_cover_everybody_once_from_both_ends(tenant: Tenant, size: int) -> None:
    everybody = await people(tenant, 7)

    onwards = await forwards(customers(tenant), size)
    back = await backwards(customers(tenant), size)

    assert together(onwards) == together(back) == everybody
    assert [len(some) for some in onwards] == [len(some) for some in reversed(back)]


async def test_a_page_knows_where_it_stands(tenant: Tenant) -> None:
    first, second, third = await people(tenant, 3)
    page = customers(tenant)

    middle = await page(first=1, after=(await page(first=1))["edges"][0]["cursor"])
    before = await page(last=5, before=middle["pageInfo"]["startCursor"])
    beyond = await page(first=5, after=middle["pageInfo"]["endCursor"])

    assert (ids(before), ids(middle), ids(beyond)) == ([first], [second], [third])
    flags = [
        (shown["pageInfo"]["hasPreviousPage"], shown["pageInfo"]["hasNextPage"])
        for shown in (before, middle, beyond)
    ]
    assert flags == [(False, True), (True, True), (True, False)]
    (edge,) = middle["edges"]
    assert middle["pageInfo"]["startCursor"] == middle["pageInfo"]["endCursor"] == edge["cursor"]


async def test_an_empty_list_has_no_cursors(tenant: Tenant) -> None:
    shown = await customers(tenant)()

    assert shown == {
        "edges": [],
        "nodes": [],
        "totalCount": {"value": 0, "isExact": True},
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


async def test_a_page_has_twenty_unless_more_are_asked_for(tenant: Tenant) -> None:
    everybody = await people(tenant, 21)
    page = customers(tenant)

    usual = await page()
    most = await page(first=100)
    from_the_end = await page(before=(await page(last=1))["edges"][0]["cursor"])

    assert ids(usual) == everybody[:20]
    assert ids(most) == everybody
    assert ids(from_the_end) == everybody[:20]


async def test_whoever_comes_meanwhile_moves_no_page(tenant: Tenant) -> None:
    first, second, third = await people(tenant, 3)
    page = customers(tenant)
    start = await page(first=1)

    await tenant.customer()
    following = await page(first=2, after=start["pageInfo"]["endCursor"])

    assert (ids(start), ids(following)) == ([first], [second, third])


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"first": 0}, "first"),
        ({"first": -1}, "first"),
        ({"first": 101}, "first"),
        ({"last": 0}, "last"),
        ({"last": 101}, "last"),
        ({"first": 1, "last": 1}, "first"),
        ({"first": 1, "before": "x"}, "first"),
        ({"last": 1, "after": "x"}, "first"),
        ({"after": "x", "before": "x"}, "first"),
    ],
)
async def test_bounds_are_kept_and_directions_are_not_mixed(
    tenant: Tenant, asked: dict[str, Any], field: str
) -> None:
    answer = await tenant.ask(CUSTOMERS, **asked)

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": [field]}


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", "A" * 4000, "%00", "=" * 5])
async def test_what_is_no_cursor_is_refused(tenant: Tenant, cursor: str) -> None:
    answers = [await tenant.ask(CUSTOMERS, **{way: cursor}) for way in ("after", "before")]

    assert [answer.codes for answer in answers] == [{"customers": "BAD_CURSOR"}] * 2


async def test_a_cursor_that_was_touched_is_refused(tenant: Tenant) -> None:
    await people(tenant, 1)
    cursor = (await customers(tenant)())["pageInfo"]["endCursor"]
    touched = [
        cursor[:place] + ("B" if cursor[place] == "A" else "A") + cursor[place + 1 :]
        for place in range(len(cursor) - 1)
    ]

    answers = [await tenant.ask(CUSTOMERS, after=each) for each in touched]

    assert {str(answer.codes) for answer in answers} == {"{'customers': 'BAD_CURSOR'}"}


@pytest.mark.parametrize(
    "other",
    [
        {"where": {"status": {"eq": "ACTIVE"}}},
        {"sortBy": [{"field": "CREATED_AT", "direction": "DESC"}]},
        {"search": "ana"},
    ],
)
async def test_a_cursor_fits_no_other_filter_order_or_search(
    tenant: Tenant, other: dict[str, Any]
) -> None:
    await people(tenant, 2)
    plain = (await customers(tenant)(first=1))["pageInfo"]["endCursor"]
    special = (await customers(tenant, **other)(first=1))["pageInfo"]["endCursor"]

    refused = [
        await tenant.ask(CUSTOMERS, after=plain, **other),
        await tenant.ask(CUSTOMERS, after=special),
    ]

    assert [answer.codes for answer in refused] == [{"customers": "BAD_CURSOR"}] * 2
    assert len(ids(await customers(tenant, **other)(after=special))) == 1


async def test_a_cursor_fits_no_other_tenant_and_no_other_kind_of_list(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    await people(other_tenant, 1)
    await tenant.tag()
    foreign = (await customers(other_tenant)())["pageInfo"]["endCursor"]
    of_tags = (await tenant.ask(TAGS)).data["tags"]["edges"][0]["cursor"]

    answers = [await tenant.ask(CUSTOMERS, after=cursor) for cursor in (foreign, of_tags)]

    assert [answer.codes for answer in answers] == [{"customers": "BAD_CURSOR"}] * 2


@pytest.mark.parametrize("mode", MODES)
async def test_what_can_be_counted_quickly_is_counted_exactly(tenant: Tenant, mode: str) -> None:
    await people(tenant, 3)
    gone = await tenant.customer()
    await tenant.ask(doing("customerDelete"), input={"id": gone})

    answer = await tenant.ask(COUNT, mode=mode)

    assert answer.data == {"customers": {"totalCount": {"value": 3, "isExact": True}}}


async def test_a_way_of_counting_may_be_left_out_and_may_not_be_null(tenant: Tenant) -> None:
    count = "query ($mode: CountMode) { customers { totalCount(mode: $mode) { value } } }"

    left_out = await tenant.ask(count)
    null = await tenant.ask(count, mode=None)

    assert left_out.data == {"customers": {"totalCount": {"value": 0}}}
    assert (null.data, null.codes) == (None, {"customers.totalCount": "BAD_USER_INPUT"})


async def test_what_is_too_much_to_count_is_capped_or_estimated(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    await tenant.rows(MANY)
    await owner.execute("analyze customers")

    counts = [(await tenant.ask(COUNT, mode=mode)).data["customers"] for mode in MODES]

    exact, capped, estimated = (count["totalCount"] for count in counts)
    assert exact == {"value": 10_001, "isExact": True}
    assert capped == {"value": 10_000, "isExact": False}
    assert estimated["isExact"] is False
    assert 5_000 < estimated["value"] < 20_000
