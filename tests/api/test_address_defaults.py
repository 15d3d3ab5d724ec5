"""Default addresses: one for each purpose, whoever sets them and how many at once."""

import asyncio
from typing import Any

import pytest

from tests.tenant import Tenant, doing, kept

SHOWN = "address { id type isDefault version }"
CREATE = doing("addressCreate", SHOWN)
UPDATE = doing("addressUpdate", f"{SHOWN} changedFields")
SET_DEFAULT = doing("addressSetDefault", f"{SHOWN} changedFields")
DELETE = doing("addressDelete", "deletedId")
PLACE = {"line1": "Strada Lungă 1", "city": "Brașov", "postalCode": "1", "countryCode": "RO"}
DEFAULTS = """
query ($id: ID!) {
  customer(id: $id) {
    BILLING: defaultAddress(type: BILLING) { id }
    SHIPPING: defaultAddress(type: SHIPPING) { id }
    BOTH: defaultAddress(type: BOTH) { id }
    OTHER: defaultAddress(type: OTHER) { id }
  }
}"""
MARKED = """
select type from addresses where tenant_id = $1 and customer_id = $2 and is_default order by type"""
FIRST = {
    "BILLING": {"BILLING"},
    "SHIPPING": {"SHIPPING"},
    "BOTH": {"BILLING", "SHIPPING", "BOTH"},
    "OTHER": {"OTHER"},
}


async def defaults(tenant: Tenant, customer: str) -> dict[str, str]:
    """The default for each purpose that has one."""
    answer = await tenant.ask(DEFAULTS, id=customer)
    found: dict[str, Any] = answer.data["customer"]
    return {purpose: address["id"] for purpose, address in found.items() if address}


async def marked(tenant: Tenant, customer: str) -> list[str]:
    """The types of the addresses that are kept as defaults."""
    return [row["type"] for row in await tenant.rows(MARKED, kept(customer))]


async def test_nothing_is_a_default_until_it_is_said(tenant: Tenant) -> None:
    ana = await tenant.customer()

    await tenant.address(ana)

    assert await defaults(tenant, ana) == {}


@pytest.mark.parametrize("kind", FIRST)
async def test_a_default_serves_the_purposes_of_its_type(tenant: Tenant, kind: str) -> None:
    ana = await tenant.customer()

    made = await tenant.address(ana, type=kind, isDefault=True)

    assert await defaults(tenant, ana) == dict.fromkeys(FIRST[kind], made)


@pytest.mark.parametrize("later", FIRST)
@pytest.mark.parametrize("earlier", FIRST)
async def test_a_new_default_replaces_those_whose_purpose_it_takes(
    tenant: Tenant, earlier: str, later: str
) -> None:
    ana = await tenant.customer()
    old = await tenant.address(ana, type=earlier, isDefault=True)

    answer = await tenant.ask(
        CREATE, input={"customerId": ana, "type": later, "isDefault": True, **PLACE}
    )

    new = answer.payload()["address"]
    assert new == {"id": new["id"], "type": later, "isDefault": True, "version": 1}
    overlap = bool(FIRST[earlier] & FIRST[later])
    before = {} if overlap else dict.fromkeys(FIRST[earlier], old)
    assert await defaults(tenant, ana) == before | dict.fromkeys(FIRST[later], new["id"])
    replaced = await tenant.recorded("v1.customer.address_updated", address_id=old)
    assert [fact["fields_changed"] for fact in replaced] == [["is_default"]] * overlap


async def test_both_replaces_billing_and_shipping_and_each_of_them_replaces_both(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer()
    made = {
        kind: await tenant.address(ana, type=kind, isDefault=True)
        for kind in ("BILLING", "SHIPPING", "OTHER")
    }
    both = await tenant.address(ana, type="BOTH")

    answer = await tenant.ask(SET_DEFAULT, input={"id": both})

    assert answer.payload() == {
        "address": {"id": both, "type": "BOTH", "isDefault": True, "version": 2},
        "changedFields": ["isDefault"],
        "userErrors": [],
    }
    assert await marked(tenant, ana) == ["BOTH", "OTHER"]
    await tenant.ask(SET_DEFAULT, input={"id": made["BILLING"]})
    assert await marked(tenant, ana) == ["BILLING", "OTHER"]


async def test_a_default_that_changes_its_type_replaces_there(tenant: Tenant) -> None:
    ana = await tenant.customer()
    billing = await tenant.address(ana, type="BILLING", isDefault=True)
    shipping = await tenant.address(ana, type="SHIPPING", isDefault=True)

    answer = await tenant.ask(UPDATE, input={"id": shipping, "type": "BOTH"})

    assert answer.payload()["address"] == {
        "id": shipping,
        "type": "BOTH",
        "isDefault": True,
        "version": 2,
    }
    purposes = ("BILLING", "BOTH", "SHIPPING")
    assert await defaults(tenant, ana) == dict.fromkeys(purposes, shipping)
    facts = await tenant.recorded("v1.customer.address_updated", address_id=billing)
    assert [fact["fields_changed"] for fact in facts] == [["is_default"]]


async def test_setting_the_default_again_changes_nothing(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = await tenant.address(ana, isDefault=True)
    before = await tenant.contents()

    answer = await tenant.ask(SET_DEFAULT, input={"id": made})

    assert answer.payload()["changedFields"] == []
    assert answer.payload()["address"]["version"] == 1
    assert await tenant.contents() == before


@pytest.mark.parametrize("way", ["unset", "delete"])
async def test_without_a_default_there_is_none(tenant: Tenant, way: str) -> None:
    ana = await tenant.customer()
    made = await tenant.address(ana, isDefault=True)
    await tenant.address(ana)

    if way == "unset":
        answer = await tenant.ask(UPDATE, input={"id": made, "isDefault": False})
    else:
        answer = await tenant.ask(DELETE, input={"id": made})

    assert answer.refusals() == []
    assert await defaults(tenant, ana) == {}


async def test_each_customer_has_defaults_of_its_own(tenant: Tenant) -> None:
    ana, bo = await tenant.customer(), await tenant.customer()
    hers = await tenant.address(ana, isDefault=True)

    his = await tenant.address(bo, isDefault=True)

    assert await defaults(tenant, ana) == {"SHIPPING": hers}
    assert await defaults(tenant, bo) == {"SHIPPING": his}


@pytest.mark.parametrize("kinds", [["SHIPPING"] * 5, ["BOTH", "BILLING", "SHIPPING"] * 2])
async def test_however_many_set_a_default_at_once_one_is_left_for_each_purpose(
    tenant: Tenant, kinds: list[str]
) -> None:
    ana = await tenant.customer()
    made = [await tenant.address(ana, type=kind) for kind in kinds]

    answers = await asyncio.gather(*(tenant.ask(SET_DEFAULT, input={"id": each}) for each in made))

    assert [answer.refusals() for answer in answers] == [[]] * len(kinds)
    left = await marked(tenant, ana)
    assert left in (
        [["SHIPPING"]]
        if len({*kinds}) == 1
        else [["BILLING", "SHIPPING"], ["BOTH"], ["BILLING"], ["SHIPPING"]]
    )


async def test_however_many_defaults_are_added_at_once_one_is_left(tenant: Tenant) -> None:
    ana = await tenant.customer()
    given = {"customerId": ana, "type": "OTHER", "isDefault": True, **PLACE}

    answers = await asyncio.gather(*(tenant.ask(CREATE, input=given) for _ in range(5)))

    assert [answer.refusals() for answer in answers] == [[]] * 5
    assert await marked(tenant, ana) == ["OTHER"]
