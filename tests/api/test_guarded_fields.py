"""Guarded fields: null with a reason for whoever lacks the right, and everything else arrives."""

from typing import Any

import pytest
from graphql import GraphQLObjectType

from auth.scopes import Role
from schema.root import schema
from tests.api.portrait import BRANCHES, PERSON, PLAIN
from tests.conftest import Statements
from tests.tenant import Answer, Tenant, doing

PERSONAL = {
    "avatarUrl",
    "bornOn",
    "city",
    "companyName",
    "countryCode",
    "email",
    "firstName",
    "fullName",
    "gender",
    "lastName",
    "nationality",
    "phone",
    "phoneE164",
    "region",
    "taxId",
}
LIST = "{{ customers {{ nodes {{ {} }} }} }}".format(" ".join([*PLAIN, *BRANCHES.values()]))
LOST = {
    Role.ADMIN: set[str](),
    Role.MANAGER: set[str](),
    Role.STAFF: {"notes", "tags", "tagLabels"},
    Role.SERVICE: {"notes"},
    Role.OPERATOR: {"notes", "tags", "tagLabels", "addresses", "customFields", "defaultAddress"}
    | PERSONAL,
}


async def crowd(tenant: Tenant, number: int) -> None:
    for each in range(number):
        said = {"email": f"{each}@x.ro", "userId": f"u{each}", "externalId": f"e{each}"}
        customer = await tenant.customer(**PERSON | said)
        await tenant.address(customer, isDefault=True)
        await tenant.note(customer)
        await tenant.wear(customer, await tenant.tag())
        await tenant.ask(doing("customerBlock"), input={"id": customer, "reason": "Fraud"})


async def nodes(tenant: Tenant, role: Role) -> tuple[list[dict[str, Any]], Answer]:
    answer = await tenant.ask(LIST, by=(role,))
    shown: list[dict[str, Any]] = answer.data["customers"]["nodes"]
    return shown, answer


def test_every_branch_of_a_customer_is_asked_for_here() -> None:
    customer = schema._schema.type_map["Customer"]

    assert isinstance(customer, GraphQLObjectType)
    assert set(customer.fields) == {*PLAIN, *BRANCHES}


@pytest.mark.parametrize("role", LOST)
async def test_a_role_loses_what_it_may_not_see_and_nothing_else(
    tenant: Tenant, role: Role
) -> None:
    await crowd(tenant, 2)
    everything, _ = await nodes(tenant, Role.ADMIN)

    shown, answer = await nodes(tenant, role)

    lost = LOST[role]
    called = {"displayName"} if role is Role.OPERATOR else set()
    for mine, theirs in zip(shown, everything, strict=True):
        assert {name for name, value in theirs.items() if value is None} == {
            "anonymizedAt",
            "deletedAt",
            "emailVerifiedAt",
            "externalIdCorrectedAt",
            "externalIdReason",
            "lastInteractionAt",
        }
        assert {name for name in mine if mine[name] != theirs[name]} == lost | called
        assert {mine[name] for name in lost} <= {None}
    assert answer.codes == {
        f"customers.nodes.{place}.{name}": "FORBIDDEN" for place in range(2) for name in lost
    }


async def test_without_the_right_to_names_everybody_has_a_stand_in(tenant: Tenant) -> None:
    customer = await tenant.customer(**PERSON)

    answer = await tenant.ask("{ customers { nodes { displayName } } }", by=(Role.OPERATOR,))

    stand_in = {"displayName": f"Customer {customer[-6:]}"}
    assert answer.body == {"data": {"customers": {"nodes": [stand_in]}}}


async def test_nothing_is_fetched_that_will_not_be_shown(
    tenant: Tenant, statements: Statements
) -> None:
    await crowd(tenant, 2)
    await nodes(tenant, Role.STAFF)
    statements.clear()

    await nodes(tenant, Role.STAFF)

    # A count that is not wanted stands in the text and is not computed.
    asked = " ".join(each for each in statements if "AS summary" not in each)
    assert [table for table in ("FROM notes", "tags", "addresses") if table in asked] == [
        "addresses"
    ]
    assert len(statements) == 8, "\n\n".join(statements)


@pytest.mark.parametrize("role", [Role.STAFF, Role.OPERATOR])
async def test_the_reason_says_which_right_is_missing(tenant: Tenant, role: Role) -> None:
    await crowd(tenant, 1)

    answer = await tenant.ask("{ customers { nodes { notes { nodes { id } } } } }", by=(role,))

    (error,) = answer.body["errors"]
    assert error["path"] == ["customers", "nodes", 0, "notes"]
    assert error["extensions"] == {"code": "FORBIDDEN", "scope": "notes:read"}
