"""Pages of notes: of one customer, of many at once, from both ends."""

from functools import partial
from typing import Any

import pytest

from tests.api.walks import CONNECTION, Page, backwards, forwards, ids, page, together
from tests.tenant import Tenant

PAGE = f"""
query ($id: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {{
  customer(id: $id) {{
    notes(first: $first, after: $after, last: $last, before: $before) {{ {CONNECTION} }}
  }}
}}"""
OF_MANY = """
query ($first: Int, $after: Cursor) {
  customers { nodes { id notes(first: $first, after: $after) {
    nodes { id } totalCount { value isExact } pageInfo { hasNextPage endCursor }
  } } }
}"""
TAGS = "{ tags { edges { cursor } } }"
SAME_TIME = "update notes set created_at = '2026-01-01' where tenant_id = $1"


def notes(tenant: Tenant, customer: str) -> Page:
    """The pages of the notes about a customer."""
    return partial(page, tenant, PAGE, "customer", "notes", id=customer)


async def notes_about(tenant: Tenant, customer: str, number: int) -> list[str]:
    """Notes about a customer, newest first."""
    return [await tenant.note(customer) for _ in range(number)][::-1]


@pytest.mark.parametrize("size", [1, 2, 5, 6])
async def test_pages_cover_every_note_once_from_both_ends(tenant: Tenant, size: int) -> None:
    ana, bo = await tenant.customer(), await tenant.customer()
    about_ana = await notes_about(tenant, ana, 5)
    await notes_about(tenant, bo, 2)
    await tenant.rows(SAME_TIME)

    onwards = await forwards(notes(tenant, ana), size)
    back = await backwards(notes(tenant, ana), size)

    assert together(onwards) == together(back) == about_ana


async def test_a_page_counts_all_notes_and_knows_where_it_stands(tenant: Tenant) -> None:
    ana = await tenant.customer()
    _, second, _ = await notes_about(tenant, ana, 3)

    start = await notes(tenant, ana)(first=1)
    shown = await notes(tenant, ana)(first=1, after=start["pageInfo"]["endCursor"])

    (edge,) = shown["edges"]
    assert edge["node"] == {"id": second}
    assert shown["totalCount"] == {"value": 3, "isExact": True}
    assert shown["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": True,
        "startCursor": edge["cursor"],
        "endCursor": edge["cursor"],
    }


async def test_a_customer_without_notes_has_an_empty_page(tenant: Tenant) -> None:
    shown = await notes(tenant, await tenant.customer())()

    assert (shown["nodes"], shown["totalCount"]) == ([], {"value": 0, "isExact": True})


async def test_the_pages_of_many_customers_do_not_mix(tenant: Tenant) -> None:
    ana, bo, cy = [await tenant.customer() for _ in range(3)]
    written = {ana: await notes_about(tenant, ana, 3), bo: await notes_about(tenant, bo, 1), cy: []}

    answer = await tenant.ask(OF_MANY, first=2)

    shown = {each["id"]: each["notes"] for each in answer.data["customers"]["nodes"]}
    assert {each: ids(page) for each, page in shown.items()} == {
        each: about[:2] for each, about in written.items()
    }
    counts = {each: page["totalCount"]["value"] for each, page in shown.items()}
    assert counts == {ana: 3, bo: 1, cy: 0}
    assert [shown[each]["pageInfo"]["hasNextPage"] for each in (ana, bo, cy)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "asked", [{"first": 0}, {"first": 101}, {"last": 0}, {"first": 1, "last": 1}, {"last": 101}]
)
async def test_bounds_are_kept(tenant: Tenant, asked: dict[str, Any]) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(PAGE, id=ana, **asked)

    assert answer.data == {"customer": {"notes": None}}
    assert answer.codes == {"customer.notes": "BAD_USER_INPUT"}


async def test_cursors_of_other_lists_and_tenants_are_refused(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    ana, foreign = await tenant.customer(), await other_tenant.customer()
    await other_tenant.note(foreign)
    await tenant.tag()
    theirs = (await notes(other_tenant, foreign)())["pageInfo"]["endCursor"]
    of_tags = (await tenant.ask(TAGS)).data["tags"]["edges"][0]["cursor"]

    answers = [await tenant.ask(PAGE, id=ana, after=each) for each in (theirs, of_tags, "x", "")]

    assert [answer.codes for answer in answers] == [{"customer.notes": "BAD_CURSOR"}] * 4
