"""Custom fields: what a tenant keeps of its customers beside what everybody does."""

import asyncio
from typing import Any

import pytest

from auth.scopes import Role
from tests.api.own_fields import KEYS, RETIRE, keys
from tests.conftest import Statements
from tests.tenant import CREATE_CUSTOM_FIELD, Tenant, doing, kept, unknown

SHOWN = "key label help kind options access isRequired isUnique isFilterable position version"
FIELDS = f"query ($r: Boolean! = false) {{ customFields(isRetired: $r) {{ {SHOWN} }} }}"
ONE = "query ($id: ID!) { customField(id: $id) { key retiredAt createdBy { name } } }"
UPDATE = f"""
mutation ($input: CustomFieldUpdateInput!) {{
  customFieldUpdate(input: $input) {{
    customField {{ {SHOWN} }}
    changedFields
    userErrors {{ code message field ... on StaleVersion {{ base theirs yours }} }}
  }}
}}"""
PLAIN: dict[str, Any] = {
    "help": None,
    "options": [],
    "access": "STAFF",
    "isRequired": False,
    "isUnique": False,
    "isFilterable": False,
    "position": 0,
    "version": 1,
}


async def test_a_field_is_made_once_and_the_fact_points_at_it(tenant: Tenant) -> None:
    said = {"key": "shoe_size", "label": " Shoe size ", "kind": "NUMBER"}

    made = (await tenant.ask(CREATE_CUSTOM_FIELD, input=said)).payload()["customField"]["id"]

    shown = {"key": "shoe_size", "label": "Shoe size", "kind": "NUMBER", **PLAIN}
    assert (await tenant.ask(FIELDS)).data == {"customFields": [shown]}
    recorded = await tenant.recorded("v1.custom_field.created")
    assert recorded == [{"custom_field_id": str(kept(made))}]
    one = {"key": "shoe_size", "retiredAt": None, "createdBy": {"name": "Admin"}}
    assert (await tenant.ask(ONE, id=made)).data == {"customField": one}


async def test_everything_that_can_be_said_of_a_field_is_kept(tenant: Tenant) -> None:
    said = {
        "key": "size",
        "label": "Size",
        "kind": "OPTION",
        "help": "As on the label\nof a shirt",
        "options": ["S", "M"],
        "access": "CUSTOMER_READS",
        "isRequired": True,
        "isFilterable": True,
        "position": 7,
    }

    await tenant.ask(CREATE_CUSTOM_FIELD, input=said)

    assert (await tenant.ask(FIELDS)).data == {"customFields": [{**PLAIN, **said}]}


async def test_what_only_one_may_have_can_be_found(tenant: Tenant) -> None:
    await tenant.custom_field("card", isUnique=True, isFilterable=False)

    (shown,) = (await tenant.ask(FIELDS)).data["customFields"]

    assert (shown["isUnique"], shown["isFilterable"]) == (True, True)


async def test_fields_stand_in_their_order_and_then_by_age(tenant: Tenant) -> None:
    for key, position in (("c", 2), ("a", 1), ("d", 2), ("b", 1)):
        await tenant.custom_field(key, position=position)

    assert await keys(tenant) == ["a", "b", "c", "d"]


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"key": "Size"}, ["key"]),
    ({"key": "1size"}, ["key"]),
    ({"key": ""}, ["key"]),
    ({"key": "s" * 41}, ["key"]),
    ({"label": " "}, ["label"]),
    ({"label": "x" * 101}, ["label"]),
    ({"help": "x" * 501}, ["help"]),
    ({"position": -1}, ["position"]),
    ({"position": 10_001}, ["position"]),
    ({"options": ["S"]}, ["options"]),
    ({"kind": "OPTION"}, ["options"]),
    ({"kind": "OPTION", "options": []}, ["options"]),
    ({"kind": "OPTION", "options": ["S", "s"]}, ["options"]),
    ({"kind": "OPTION", "options": ["x" * 101]}, ["options"]),
    ({"kind": "OPTION", "options": [f"{n}" for n in range(101)]}, ["options"]),
    ({"kind": "MONEY", "isUnique": True}, ["isUnique"]),
]


@pytest.mark.parametrize(("said", "field"), WRONG)
async def test_a_field_that_makes_no_sense_is_refused(
    tenant: Tenant, said: dict[str, Any], field: list[str]
) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_CUSTOM_FIELD, input={"key": "size", "label": "Size", "kind": "TEXT", **said}
    )

    assert answer.refusals() == [("BAD_USER_INPUT", field)]
    assert await tenant.contents() == before


async def test_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    said = {"key": "?", "label": "", "kind": "DATE", "options": ["S"], "isUnique": True}

    answer = await tenant.ask(CREATE_CUSTOM_FIELD, input=said)

    wrong = ["key", "label", "options", "isUnique"]
    assert answer.refusals() == [("BAD_USER_INPUT", [field]) for field in wrong]


async def test_a_key_is_used_once_at_a_time(tenant: Tenant) -> None:
    made = await tenant.custom_field("size")
    before = await tenant.contents()
    whose = doing("customFieldCreate", "userErrors { ... on ValueTaken { existingId } }")

    answer = await tenant.ask(whose, input={"key": "size", "label": "Other", "kind": "DATE"})

    assert answer.refusals() == [("TAKEN", ["key"])]
    assert answer.payload()["userErrors"][0]["existingId"] == made
    assert await tenant.contents() == before


async def test_what_is_left_out_stays_and_null_clears(tenant: Tenant) -> None:
    made = await tenant.custom_field("size", help="As on the label", position=3)

    answer = await tenant.ask(
        UPDATE, input={"id": made, "help": None, "label": "Größe", "isRequired": True}
    )

    assert answer.payload() == {
        "customField": {
            **PLAIN,
            "key": "size",
            "label": "Größe",
            "kind": "TEXT",
            "isRequired": True,
            "isFilterable": True,
            "position": 3,
            "version": 2,
        },
        "changedFields": ["label", "help", "isRequired"],
        "userErrors": [],
    }
    (fact,) = await tenant.recorded("v1.custom_field.updated")
    assert fact["fields_changed"] == ["label", "help", "is_required"]


@pytest.mark.parametrize("name", ["key", "kind", "isUnique", "isFilterable"])
async def test_what_values_rest_on_cannot_be_changed(tenant: Tenant, name: str) -> None:
    made = await tenant.custom_field("size")

    answer = await tenant.ask(UPDATE, input={"id": made, name: "TEXT"})

    assert (answer.status, answer.codes) == (400, {"": "BAD_USER_INPUT"})


async def test_options_belong_to_a_choice_and_a_choice_has_some(tenant: Tenant) -> None:
    text = await tenant.custom_field("text")
    choice = await tenant.custom_field("choice", "OPTION", options=["S"])

    strange = await tenant.ask(UPDATE, input={"id": text, "options": ["S"]})
    empty = await tenant.ask(UPDATE, input={"id": choice, "options": None})
    more = await tenant.ask(UPDATE, input={"id": choice, "options": ["M", "L"]})

    assert strange.refusals() == empty.refusals() == [("BAD_USER_INPUT", ["options"])]
    assert more.payload()["customField"]["options"] == ["M", "L"]


async def test_two_who_change_the_same_are_told(tenant: Tenant) -> None:
    made = await tenant.custom_field("size")
    await tenant.ask(UPDATE, input={"id": made, "label": "Mine"})

    answer = await tenant.ask(UPDATE, input={"id": made, "label": "Yours", "expectedVersion": 1})

    (error,) = answer.payload()["userErrors"]
    told = {"field": ["label"], "base": "Size", "theirs": "Mine", "yours": "Yours"}
    assert {name: error[name] for name in told} == told


async def test_staff_see_every_field_and_customers_those_that_they_may_read(
    tenant: Tenant,
) -> None:
    secret, *_, open_one = [
        await tenant.custom_field(access.lower(), access=access)
        for access in ("STAFF", "CUSTOMER_READS", "CUSTOMER_CHANGES")
    ]
    await tenant.customer(userId="ana")

    seen = await tenant.ask(KEYS, by=(Role.CUSTOMER,), user="ana")
    one = await tenant.ask(ONE, by=(Role.CUSTOMER,), user="ana", id=secret)
    other = await tenant.ask("query ($id: ID!) { node(id: $id) { id } }", id=open_one)

    assert await keys(tenant, (Role.STAFF,)) == ["staff", "customer_reads", "customer_changes"]
    assert [each["key"] for each in seen.data["customFields"]] == [
        "customer_reads",
        "customer_changes",
    ]
    assert one.data == {"customField": None}
    assert other.data == {"node": {"id": open_one}}


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER, Role.SERVICE, Role.CUSTOMER])
async def test_only_who_runs_the_tenant_makes_fields(tenant: Tenant, role: Role) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_CUSTOM_FIELD, by=(role,), input={"key": "x", "label": "X", "kind": "TEXT"}
    )

    assert (answer.data, answer.codes) == (None, {"customFieldCreate": "FORBIDDEN"})
    assert await tenant.contents() == before


async def test_another_tenants_field_does_not_exist(tenant: Tenant, other_tenant: Tenant) -> None:
    foreign = await other_tenant.custom_field("size")
    before = await other_tenant.contents()

    seen = await tenant.ask(ONE, id=foreign)
    changed = await tenant.ask(UPDATE, input={"id": foreign, "label": "Mine"})
    retired = await tenant.ask(RETIRE, input={"id": foreign})
    never = await tenant.ask(RETIRE, input={"id": unknown("fld")})
    no_id = await tenant.ask(RETIRE, input={"id": "tag_x"})

    assert (seen.data, await keys(tenant)) == ({"customField": None}, [])
    assert changed.refusals() == retired.refusals() == [("NOT_FOUND", ["id"])]
    assert retired.body == never.body == no_id.body
    assert await other_tenant.contents() == before


async def test_fields_cost_one_statement_however_many(
    tenant: Tenant, statements: Statements
) -> None:
    for key in "abc":
        await tenant.custom_field(key)
    statements.clear()

    await tenant.ask(FIELDS)

    assert len(statements) == 1, "\n\n".join(statements)


async def test_no_two_at_the_same_moment_make_more_fields_than_there_may_be(
    tenant: Tenant,
) -> None:
    filled = "insert into custom_fields (tenant_id, id, key, label, kind, created_by)"
    every = "select $1, gen_random_uuid(), 'f' || n, 'F', 'TEXT', $1 from generate_series(1, 98) n"
    await tenant.rows(f"{filled} {every}")

    said = [{"key": f"late_{nth}", "label": "Late", "kind": "TEXT"} for nth in range(6)]
    answers = await asyncio.gather(*(tenant.ask(CREATE_CUSTOM_FIELD, input=each) for each in said))

    refused = [code for answer in answers for code, _ in answer.refusals()]
    assert refused == ["LIMIT_REACHED"] * 4
    assert (await tenant.contents())["custom_fields"] == 100


async def test_an_option_that_could_not_be_filtered_by_is_refused(tenant: Tenant) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_CUSTOM_FIELD,
        input={"key": "size", "label": "Size", "kind": "OPTION", "options": ["\ufdfa" * 50]},
    )

    assert answer.refusals() == [("BAD_USER_INPUT", ["options"])]
    assert await tenant.contents() == before
