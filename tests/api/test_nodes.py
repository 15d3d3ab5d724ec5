"""Anything by its id: what is there for the caller, and null for everything else alike."""

from uuid import uuid4

import pytest

from auth.scopes import Role
from tests.firms import new_company, new_member
from tests.tenant import Tenant, doing, unknown

NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
AUTHOR = "query ($id: ID!) { node(id: $id) { ... on Note { author { id } } } }"
KINDS = ["Actor", "Address", "CompanyMember", "CustomField", "Customer", "Note", "Tag"]
PREFIXES = ["act", "adr", "cus", "fld", "mem", "note", "tag", "ten"]
MALFORMED = [
    "",
    "cus",
    "cus_",
    "cus_x",
    "cus_" + "0" * 31,
    "cus_" + "0" * 33,
    "cus_" + "G" * 32,
    "CUS_" + "0" * 32,
    " cus_" + "0" * 32,
    "cus_" + "0" * 32 + "\n",
    "cus_" + "٠" * 32,
    "xyz_" + "0" * 32,
    "_" + "0" * 32,
    "0" * 32,
    "00000000-0000-0000-0000-000000000000",
    "Y3VzdG9tZXI6MQ==",
    "1",
]
SEEN = {
    Role.ADMIN: {*KINDS},
    Role.MANAGER: {*KINDS},
    Role.STAFF: {"Actor", "Address", "CompanyMember", "CustomField", "Customer"},
    Role.SERVICE: {"Actor", "Address", "CompanyMember", "CustomField", "Customer", "Tag"},
    Role.OPERATOR: {"Actor", "CompanyMember", "CustomField", "Customer"},
    Role.CUSTOMER: set[str](),
    "administrator": set[str](),
}


async def one_of_each(tenant: Tenant) -> dict[str, str]:
    """The id of a thing of each kind."""
    customer = await tenant.customer()
    note = await tenant.note(customer)
    author = (await tenant.ask(AUTHOR, id=note)).data["node"]["author"]["id"]
    return {
        "Actor": author,
        "Address": await tenant.address(customer),
        "CompanyMember": await new_member(tenant, await new_company(tenant), customer),
        "CustomField": await tenant.custom_field("own"),
        "Customer": customer,
        "Note": note,
        "Tag": await tenant.tag(),
    }


@pytest.mark.parametrize("kind", KINDS)
async def test_an_id_finds_its_thing(tenant: Tenant, kind: str) -> None:
    things = await one_of_each(tenant)

    answer = await tenant.ask(NODE, id=things[kind])

    assert answer.body == {"data": {"node": {"__typename": kind, "id": things[kind]}}}


async def test_every_kind_that_has_an_id_is_tried_here(tenant: Tenant) -> None:
    answer = await tenant.ask('{ __type(name: "Node") { possibleTypes { name } } }')

    assert sorted(each["name"] for each in answer.data["__type"]["possibleTypes"]) == KINDS


async def test_many_are_answered_each_in_its_place(tenant: Tenant) -> None:
    things = await one_of_each(tenant)
    customer, tag = things["Customer"], things["Tag"]
    ids = [tag, unknown("cus"), customer, "x", *things.values(), customer]

    answer = await tenant.ask(NODES, ids=ids)

    named = {value: {"__typename": kind, "id": value} for kind, value in things.items()}
    assert answer.body == {"data": {"nodes": [named.get(each) for each in ids]}}


@pytest.mark.parametrize("wrong", MALFORMED)
async def test_what_is_no_id_is_nothing(tenant: Tenant, wrong: str) -> None:
    one, many = await tenant.ask(NODE, id=wrong), await tenant.ask(NODES, ids=[wrong])

    assert one.body == {"data": {"node": None}}
    assert many.body == {"data": {"nodes": [None]}}


async def test_foreign_deleted_and_unknown_ids_are_all_alike(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    own, foreign = await one_of_each(tenant), await one_of_each(other_tenant)
    unknowns = [f"{prefix}_{uuid4().hex}" for prefix in PREFIXES]
    swapped = [f"{prefix}_{own['Customer'][-32:]}" for prefix in PREFIXES if prefix != "cus"]
    removed = await tenant.tag("gone")
    await tenant.ask(doing("tagDelete"), input={"id": removed})
    ids = [*foreign.values(), *unknowns, *swapped, removed, f"ten_{tenant.id.hex}"]

    answer = await tenant.ask(NODES, ids=ids)

    assert answer.body == {"data": {"nodes": [None] * len(ids)}}


@pytest.mark.parametrize("role", SEEN)
async def test_each_role_finds_what_it_may_see(tenant: Tenant, role: Role) -> None:
    things = await one_of_each(tenant)

    answer = await tenant.ask(NODES, by=(role,), ids=list(things.values()))

    assert "errors" not in answer.body
    assert {node["__typename"] for node in answer.data["nodes"] if node} == SEEN[role]


async def test_what_belongs_to_the_deleted_is_there_for_those_who_may_restore_them(
    tenant: Tenant,
) -> None:
    things = await one_of_each(tenant)
    await tenant.ask(doing("customerDelete"), input={"id": things["Customer"]})
    ids = [things[kind] for kind in ("Address", "Customer", "Note")]

    admin = await tenant.ask(NODES, ids=ids)
    staff = await tenant.ask(NODES, by=(Role.STAFF,), ids=ids)

    assert [node["id"] for node in admin.data["nodes"]] == ids
    assert staff.data == {"nodes": [None] * 3}


async def test_at_most_100_are_asked_for_at_once(tenant: Tenant) -> None:
    customer = await tenant.customer()

    most = await tenant.ask(NODES, ids=[customer] * 100)
    more = await tenant.ask(NODES, ids=[customer] * 101)

    assert len(most.data["nodes"]) == 100
    (error,) = more.body["errors"]
    assert more.data is None
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["ids"]}


async def test_nothing_is_asked_for_and_nothing_is_answered(tenant: Tenant) -> None:
    answer = await tenant.ask(NODES, ids=[])

    assert answer.body == {"data": {"nodes": []}}
