"""Tags: the labels of a tenant."""

import pytest

from auth.scopes import Role
from tests.conftest import Statements
from tests.tenant import CREATE_TAG, Tenant, doing, kept, unknown

TAGS = "query ($first: Int) { tags(first: $first) { nodes { label color priority } } }"
ONE = "query ($id: ID!) { tag(id: $id) { label version } }"
UPDATE = """
mutation ($input: TagUpdateInput!) {
  tagUpdate(input: $input) {
    tag { label color priority version }
    changedFields
    userErrors { code message field ... on StaleVersion { base theirs yours } }
  }
}"""
DELETE = """
mutation ($input: TagDeleteInput!) {
  tagDelete(input: $input) { deletedId userErrors { code message field } }
}"""


async def test_a_tag_is_made_once_and_the_fact_points_at_it(tenant: Tenant) -> None:
    made = await tenant.tag("VIP", color="#ff8800", priority=10)

    answer = await tenant.ask(TAGS)

    nodes = [{"label": "VIP", "color": "#FF8800", "priority": 10}]
    assert answer.data == {"tags": {"nodes": nodes}}
    assert await tenant.recorded("v1.tag.created") == [{"tag_id": str(kept(made))}]


@pytest.mark.parametrize("label", ["vip", "  VIP ", "ＶＩＰ"])
async def test_a_label_that_looks_alike_is_taken(tenant: Tenant, label: str) -> None:
    await tenant.tag("VIP")
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_TAG, input={"label": label})

    assert answer.refusals() == [("TAKEN", ["label"])]
    assert await tenant.contents() == before


async def test_which_tag_has_the_label_is_said(tenant: Tenant) -> None:
    vip = await tenant.tag("VIP")
    whose = doing("tagCreate", "userErrors { ... on ValueTaken { existingId } }")

    answer = await tenant.ask(whose, input={"label": "vip"})

    assert answer.payload()["userErrors"][0]["existingId"] == vip


async def test_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_TAG, input={"label": "x" * 51, "color": "red", "priority": 1001}
    )

    wrong = [(["label"]), (["color"]), (["priority"])]
    assert answer.refusals() == [("BAD_USER_INPUT", field) for field in wrong]
    assert await tenant.contents() == before


async def test_what_is_left_out_stays_and_null_clears(tenant: Tenant) -> None:
    made = await tenant.tag("VIP", color="#FF8800", priority=10)

    answer = await tenant.ask(UPDATE, input={"id": made, "color": None})

    assert answer.payload() == {
        "tag": {"label": "VIP", "color": None, "priority": 10, "version": 2},
        "changedFields": ["color"],
        "userErrors": [],
    }


async def test_staff_see_no_tags_and_managers_do(tenant: Tenant) -> None:
    await tenant.tag("VIP")

    staff = await tenant.ask(TAGS, by=(Role.STAFF,))
    manager = await tenant.ask(TAGS, by=(Role.MANAGER,))

    assert (staff.data, staff.codes) == (None, {"tags": "FORBIDDEN"})
    assert manager.data["tags"]["nodes"] == [{"label": "VIP", "color": None, "priority": 0}]


async def test_another_tenants_tag_does_not_exist(tenant: Tenant, other_tenant: Tenant) -> None:
    foreign = await other_tenant.tag("VIP")
    before = await other_tenant.contents()

    seen = await tenant.ask(ONE, id=foreign)
    changed = await tenant.ask(UPDATE, input={"id": foreign, "label": "Mine"})
    removed = await tenant.ask(DELETE, input={"id": foreign})
    never = await tenant.ask(DELETE, input={"id": unknown("tag")})

    assert seen.data == {"tag": None}
    assert changed.refusals() == removed.refusals() == [("NOT_FOUND", ["id"])]
    assert removed.body == never.body
    assert await other_tenant.contents() == before


@pytest.mark.parametrize("first", [1, 100])
async def test_tags_cost_one_statement_however_many(
    tenant: Tenant, statements: Statements, first: int
) -> None:
    for _ in range(3):
        await tenant.tag()
    statements.clear()

    await tenant.ask(TAGS, first=first)

    assert len(statements) == 1, "\n\n".join(statements)
