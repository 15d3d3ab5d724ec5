"""Addresses: what is kept of them, and what becomes of them."""

import re
from typing import Any

import pytest

from auth.scopes import Role
from tests.tenant import Tenant, doing, kept, unknown

SAID: dict[str, Any] = {
    "type": "BILLING",
    "label": " Office ",
    "firstName": "Ana",
    "lastName": "Ionescu",
    "companyName": "Livada S.R.L.",
    "phone": "0712 345 678",
    "line1": "Strada Lungă 1",
    "line2": "Et. 2, ap. 7",
    "city": "Brașov",
    "state": "Brașov",
    "postalCode": "sw1a 1aa",
    "countryCode": "ro",
    "isDefault": True,
}
TIDIED = {"label": "Office", "postalCode": "SW1A 1AA", "countryCode": "RO"}
FIELDS = " ".join(SAID)
CREATE = doing("addressCreate", f"address {{ id {FIELDS} version customer {{ id }} }}")
UPDATE = doing("addressUpdate", f"address {{ {FIELDS} version }} changedFields")
DELETE = doing("addressDelete", "deletedId")
SET_DEFAULT = doing("addressSetDefault", "address { isDefault } changedFields")
DELETE_CUSTOMER = doing("customerDelete")
INPUT_FIELDS = '{ __type(name: "AddressCreateInput") { inputFields { name } } }'
ONE = f"query ($id: ID!) {{ node(id: $id) {{ id ... on Address {{ {FIELDS} }} }} }}"
TIMES = "query ($id: ID!) { node(id: $id) { ... on Address { createdAt updatedAt } } }"
OF_CUSTOMER = """
query ($id: ID!, $type: AddressType) {
  customer(id: $id) { addresses(type: $type) { id type } }
}"""
REFUSED = [
    ("label", "x" * 51),
    ("firstName", "x" * 101),
    ("lastName", " "),
    ("companyName", "x" * 101),
    ("phone", "12"),
    ("line1", ""),
    ("line1", "x" * 201),
    ("line2", "x" * 201),
    ("city", "x" * 101),
    ("state", "x" * 101),
    ("postalCode", "x" * 21),
    ("postalCode", "500#01"),
    ("countryCode", "Romania"),
    ("countryCode", "EU"),
]
OTHERS = [Role.STAFF, Role.OPERATOR]


async def listed(tenant: Tenant, customer: str, kind: str | None = None) -> list[str]:
    answer = await tenant.ask(OF_CUSTOMER, id=customer, type=kind)
    return [address["id"] for address in answer.data["customer"]["addresses"]]


async def test_every_field_that_is_said_is_kept(tenant: Tenant) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(CREATE, input={"customerId": ana, **SAID})

    address = answer.payload()["address"]
    made = address.pop("id")
    assert address == SAID | TIDIED | {"version": 1, "customer": {"id": ana}}
    assert (await tenant.ask(ONE, id=made)).data == {"node": {"id": made} | SAID | TIDIED}
    pointing = {"customer_id": str(kept(ana)), "address_id": str(kept(made))}
    assert await tenant.recorded("v1.customer.address_added") == [pointing]


async def test_the_address_above_says_every_field_there_is(tenant: Tenant) -> None:
    answer = await tenant.ask(INPUT_FIELDS)

    fields = {field["name"] for field in answer.data["__type"]["inputFields"]}
    assert fields == SAID.keys() | {"customerId", "idempotencyKey"}


async def test_an_address_knows_when_it_was_added_and_changed(tenant: Tenant) -> None:
    made = await tenant.address(await tenant.customer())

    before = (await tenant.ask(TIMES, id=made)).data["node"]
    await tenant.ask(UPDATE, input={"id": made, "city": "Iași"})
    after = (await tenant.ask(TIMES, id=made)).data["node"]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", before["createdAt"])
    assert before["createdAt"] == before["updatedAt"] == after["createdAt"]
    assert after["updatedAt"] > before["updatedAt"]


@pytest.mark.parametrize(("field", "value"), REFUSED)
async def test_what_cannot_be_accepted_is_refused_by_field(
    tenant: Tenant, field: str, value: str
) -> None:
    ana = await tenant.customer()
    made = await tenant.address(ana)
    before = await tenant.contents()

    created = await tenant.ask(CREATE, input={"customerId": ana, **SAID, field: value})
    changed = await tenant.ask(UPDATE, input={"id": made, field: value})

    assert created.refusals() == changed.refusals() == [("BAD_USER_INPUT", [field])]
    assert await tenant.contents() == before


async def test_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    ana = await tenant.customer()
    before = await tenant.contents()
    wrong = {"label": "x" * 51, "line1": "", "postalCode": "#", "countryCode": "XX"}

    answer = await tenant.ask(CREATE, input={"customerId": ana, **SAID, **wrong})

    assert answer.refusals() == [("BAD_USER_INPUT", [field]) for field in wrong]
    assert await tenant.contents() == before


async def test_what_is_left_out_stays_and_null_clears(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = (await tenant.ask(CREATE, input={"customerId": ana, **SAID})).payload()["address"]["id"]

    answer = await tenant.ask(UPDATE, input={"id": made, "line2": None, "city": "Iași"})

    changed = {"line2": None, "city": "Iași", "version": 2}
    assert answer.payload() == {
        "address": SAID | TIDIED | changed,
        "changedFields": ["line2", "city"],
        "userErrors": [],
    }


@pytest.mark.parametrize(
    "field", ["type", "line1", "city", "postalCode", "countryCode", "isDefault"]
)
async def test_what_must_have_a_value_cannot_be_cleared(tenant: Tenant, field: str) -> None:
    made = await tenant.address(await tenant.customer())
    before = await tenant.contents()

    answer = await tenant.ask(UPDATE, input={"id": made, field: None})

    assert answer.refusals() == [("BAD_USER_INPUT", [field])]
    assert await tenant.contents() == before


async def test_addresses_are_listed_oldest_first_and_both_serves_two_purposes(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer()
    kinds = ["SHIPPING", "BOTH", "BILLING", "OTHER"]
    made = {kind: await tenant.address(ana, type=kind) for kind in kinds}

    served = {
        kind: await listed(tenant, ana, kind) for kind in (None, "SHIPPING", "BILLING", "OTHER")
    }

    assert served == {
        None: [made[kind] for kind in kinds],
        "SHIPPING": [made["SHIPPING"], made["BOTH"]],
        "BILLING": [made["BOTH"], made["BILLING"]],
        "OTHER": [made["OTHER"]],
    }


async def test_a_deleted_address_is_gone(tenant: Tenant) -> None:
    ana = await tenant.customer()
    gone, stays = await tenant.address(ana), await tenant.address(ana)

    answer = await tenant.ask(DELETE, input={"id": gone})

    assert answer.payload() == {"deletedId": gone, "userErrors": []}
    assert await listed(tenant, ana) == [stays]
    again = [await tenant.ask(act, input={"id": gone}) for act in (DELETE, UPDATE, SET_DEFAULT)]
    assert [each.refusals() for each in again] == [[("NOT_FOUND", ["id"])]] * 3


async def test_a_customer_has_at_most_fifty(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = [await tenant.address(ana) for _ in range(50)]
    before = await tenant.contents()

    refused = await tenant.ask(CREATE, input={"customerId": ana, **SAID})

    assert refused.refusals() == [("LIMIT_REACHED", ["customerId"])]
    assert await tenant.contents() == before
    await tenant.ask(DELETE, input={"id": made[0]})
    again = await tenant.ask(CREATE, input={"customerId": ana, **SAID})
    assert again.refusals() == []


async def test_addresses_of_a_deleted_customer_are_not_there(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = await tenant.address(ana)
    await tenant.ask(DELETE_CUSTOMER, input={"id": ana})
    before = await tenant.contents()

    created = await tenant.ask(CREATE, input={"customerId": ana, **SAID})
    gone = [await tenant.ask(act, input={"id": made}) for act in (UPDATE, SET_DEFAULT, DELETE)]
    never = [
        await tenant.ask(act, input={"id": unknown("address")})
        for act in (UPDATE, SET_DEFAULT, DELETE)
    ]

    assert created.refusals() == [("NOT_FOUND", ["customerId"])]
    assert [each.refusals() for each in gone] == [[("NOT_FOUND", ["id"])]] * 3
    assert [each.body for each in gone] == [each.body for each in never]
    assert await tenant.contents() == before
    assert (await tenant.ask(ONE, by=(Role.STAFF,), id=made)).data == {"node": None}


@pytest.mark.parametrize("role", OTHERS)
async def test_others_change_no_address(tenant: Tenant, role: Role) -> None:
    ana = await tenant.customer()
    made = await tenant.address(ana)
    before = await tenant.contents()

    for act in ("addressCreate", "addressUpdate", "addressSetDefault", "addressDelete"):
        given = {"customerId": ana, **SAID} if act == "addressCreate" else {"id": made}
        answer = await tenant.ask(doing(act), by=(role,), input=given)
        assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})

    assert await tenant.contents() == before


async def test_another_tenants_address_does_not_exist(tenant: Tenant, other_tenant: Tenant) -> None:
    owner = await other_tenant.customer()
    foreign = await other_tenant.address(owner)
    before = await other_tenant.contents()

    for act in (UPDATE, SET_DEFAULT, DELETE):
        answer = await tenant.ask(act, input={"id": foreign})
        never = await tenant.ask(act, input={"id": unknown("address")})
        assert answer.refusals() == [("NOT_FOUND", ["id"])]
        assert answer.body == never.body
    created = await tenant.ask(CREATE, input={"customerId": owner, **SAID})

    assert created.refusals() == [("NOT_FOUND", ["customerId"])]
    assert (await tenant.ask(ONE, id=foreign)).data == {"node": None}
    assert await other_tenant.contents() == before
