"""Somebody with two roles: what one shows only of oneself is not shown of everybody."""

import pytest

from auth.scopes import Role
from tests.tenant import Tenant

BOTH = (Role.OPERATOR, Role.CUSTOMER)
LIST = "{ customers { nodes { displayName email } } }"


async def test_an_operator_who_is_a_customer_sees_no_personal_data(tenant: Tenant) -> None:
    await tenant.customer(firstName="Ana", email="ana@example.com", userId="op")

    both = await tenant.ask(LIST, by=BOTH, user="op")
    admin = await tenant.ask(LIST)

    (shown,) = both.data["customers"]["nodes"]
    assert shown["email"] is None
    assert shown["displayName"].startswith("Customer ")
    assert both.codes == {"customers.nodes.0.email": "FORBIDDEN"}
    assert admin.data["customers"]["nodes"][0]["email"] == "ana@example.com"


@pytest.mark.parametrize(
    "asked",
    [
        '{ customers(search: "ana") { nodes { id } } }',
        '{ customers(where: { email: { startsWith: "ana" } }) { nodes { id } } }',
        "{ customers(sortBy: [{ field: EMAIL }]) { nodes { id } } }",
        '{ customerByIdentifier(identifier: { email: "ana@example.com" }) { id } }',
    ],
)
async def test_nor_finds_anybody_by_it(tenant: Tenant, asked: str) -> None:
    await tenant.customer(firstName="Ana", email="ana@example.com", userId="op")

    both = await tenant.ask(asked, by=BOTH, user="op")
    admin = await tenant.ask(asked)

    assert set(both.codes.values()) == {"FORBIDDEN"}
    assert admin.codes == {}


async def test_an_address_is_not_shown_by_its_id_either(tenant: Tenant) -> None:
    ana = await tenant.customer()
    address = await tenant.address(ana)
    await tenant.customer(userId="op")
    asked = "query ($id: ID!) { node(id: $id) { id } }"

    both = await tenant.ask(asked, by=BOTH, user="op", id=address)
    admin = await tenant.ask(asked, id=address)

    assert both.data == {"node": None}
    assert admin.data == {"node": {"id": address}}
