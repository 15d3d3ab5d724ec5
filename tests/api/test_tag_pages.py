"""Pages of the tags of a tenant: the most important first, from both ends."""

from functools import partial
from typing import Any

import pytest

from tests.api.walks import CONNECTION, Page, backwards, forwards, ids, page, together
from tests.tenant import Tenant

PAGE = f"""
query ($first: Int, $after: Cursor, $last: Int, $before: Cursor) {{
  tags(first: $first, after: $after, last: $last, before: $before) {{ {CONNECTION} }}
}}"""
CUSTOMERS = "{ customers { edges { cursor } } }"


def tags(tenant: Tenant) -> Page:
    """The pages of the tags of a tenant."""
    return partial(page, tenant, PAGE, "tags")


async def ranked(tenant: Tenant) -> list[str]:
    """Tags in their order: by priority, and of equal ones the newest first."""
    made = [await tenant.tag(priority=n) for n in (0, 5, 5, 1000, 0)]
    return [made[place] for place in (3, 2, 1, 4, 0)]


@pytest.mark.parametrize("size", [1, 2, 5, 6])
async def test_pages_cover_every_tag_once_from_both_ends(tenant: Tenant, size: int) -> None:
    everything = await ranked(tenant)

    onwards = await forwards(tags(tenant), size)
    back = await backwards(tags(tenant), size)

    assert together(onwards) == together(back) == everything


async def test_a_page_counts_all_tags_and_knows_where_it_stands(tenant: Tenant) -> None:
    everything = await ranked(tenant)

    start = await tags(tenant)(first=1)
    shown = await tags(tenant)(first=2, after=start["pageInfo"]["endCursor"])

    assert ids(shown) == everything[1:3]
    assert shown["totalCount"] == {"value": 5, "isExact": True}
    assert shown["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": True,
        "startCursor": shown["edges"][0]["cursor"],
        "endCursor": shown["edges"][1]["cursor"],
    }


@pytest.mark.parametrize(
    "asked", [{"first": 0}, {"first": 101}, {"last": 0}, {"last": 101}, {"first": 1, "last": 1}]
)
async def test_bounds_are_kept(tenant: Tenant, asked: dict[str, Any]) -> None:
    answer = await tenant.ask(PAGE, **asked)

    assert (answer.data, answer.codes) == (None, {"tags": "BAD_USER_INPUT"})


async def test_cursors_of_other_lists_and_tenants_are_refused(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    await other_tenant.tag()
    await tenant.customer()
    theirs = (await tags(other_tenant)())["pageInfo"]["endCursor"]
    of_customers = (await tenant.ask(CUSTOMERS)).data["customers"]["edges"][0]["cursor"]

    answers = [await tenant.ask(PAGE, after=each) for each in (theirs, of_customers, "x", "")]

    assert [answer.codes for answer in answers] == [{"tags": "BAD_CURSOR"}] * 4
