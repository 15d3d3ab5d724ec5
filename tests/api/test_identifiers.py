"""One customer by what identifies it: exactly one thing is said, and one customer or none found."""

from typing import Any

import pytest

from auth.scopes import Role
from tests.tenant import Tenant, doing

FIND = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"
ANA = {
    "email": "Ana@Example.com",
    "phone": "0712 345 678",
    "userId": "auth0|ana",
    "externalId": "crm-42",
}
ALIKE = [
    ("email", "Ana@Example.com"),
    ("email", "  ANA@EXAMPLE.COM "),
    ("phone", "+40712345678"),
    ("phone", "0712-345-678"),
    ("phone", "0040 712 345 678"),
    ("userId", "auth0|ana"),
    ("externalId", "crm-42"),
]
OTHERWISE = [
    ("id", "ana"),
    ("id", ""),
    ("id", "cus_01a1fb3b9d487074bf58580d8df2261d"),
    ("email", "bo@example.com"),
    ("email", "no address"),
    ("email", ""),
    ("phone", "0712 345 679"),
    ("phone", "no number"),
    ("phone", ""),
    ("userId", "auth0|Ana"),
    ("userId", ""),
    ("externalId", "CRM-42"),
    ("externalId", "crm-4%"),
]
PAIRS: list[dict[str, Any]] = [
    {},
    {"email": "ana@example.com", "userId": "auth0|ana"},
    {"email": "ana@example.com", "phone": None},
    {"email": None},
    {"name": "Ana"},
]


async def found(tenant: Tenant, name: str, value: str, **asked: Any) -> str | None:
    answer = await tenant.ask(FIND, it={name: value}, **asked)
    assert "errors" not in answer.body, answer.body
    customer = answer.data["customerByIdentifier"]
    return customer and str(customer["id"])


@pytest.mark.parametrize(("name", "value"), ALIKE)
async def test_each_identifier_finds_her(tenant: Tenant, name: str, value: str) -> None:
    ana = await tenant.customer(**ANA)
    await tenant.customer()

    assert await found(tenant, name, value) == ana


async def test_her_id_finds_her(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)

    assert await found(tenant, "id", ana) == ana


@pytest.mark.parametrize(("name", "value"), OTHERWISE)
async def test_what_nobody_has_finds_nobody(tenant: Tenant, name: str, value: str) -> None:
    await tenant.customer(**ANA)

    assert await found(tenant, name, value) is None


@pytest.mark.parametrize("it", PAIRS)
async def test_exactly_one_thing_is_said(tenant: Tenant, it: dict[str, Any]) -> None:
    await tenant.customer(**ANA)

    answer = await tenant.ask(FIND, it=it)

    assert (answer.status, answer.data) == (400, None)
    assert answer.codes == {"": "BAD_USER_INPUT"}


@pytest.mark.parametrize(
    "document",
    [
        "{ customerByIdentifier(identifier: {}) { id } }",
        '{ customerByIdentifier(identifier: {email: "a@example.com", userId: "u"}) { id } }',
        "{ customerByIdentifier(identifier: {email: null}) { id } }",
        "{ customerByIdentifier(identifier: {userId: $unknown}) { id } }",
    ],
)
async def test_exactly_one_thing_is_written_in_a_document(tenant: Tenant, document: str) -> None:
    answer = await tenant.ask(document)

    assert (answer.status, answer.data) == (400, None)
    assert answer.codes == {"": "GRAPHQL_VALIDATION_FAILED"}


@pytest.mark.parametrize("said", [{}, {"u": None}])
async def test_a_variable_has_to_say_it(tenant: Tenant, said: dict[str, Any]) -> None:
    find = "query ($u: String) { customerByIdentifier(identifier: {userId: $u}) { id } }"

    answer = await tenant.ask(find, **said)

    assert answer.data == {"customerByIdentifier": None}
    assert answer.codes == {"customerByIdentifier": "BAD_USER_INPUT"}


async def test_one_thing_may_be_said_by_a_variable(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    find = "query ($u: String!) { customerByIdentifier(identifier: {userId: $u}) { id } }"

    answer = await tenant.ask(find, u="auth0|ana")

    assert answer.data == {"customerByIdentifier": {"id": ana}}


async def test_a_number_that_two_have_finds_neither(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    bo = await tenant.customer(phone="+40 712 345 678")

    assert await found(tenant, "phone", "+40712345678") is None
    await tenant.ask(doing("customerDelete"), input={"id": bo})
    assert await found(tenant, "phone", "+40712345678") == ana


@pytest.mark.parametrize("name", ANA)
async def test_the_deleted_are_not_identified(tenant: Tenant, name: str) -> None:
    ana = await tenant.customer(**ANA)
    await tenant.ask(doing("customerDelete"), input={"id": ana})

    assert await found(tenant, name, ANA[name]) is None
    again = await tenant.customer(**ANA)
    assert await found(tenant, name, ANA[name]) == again


@pytest.mark.parametrize("name", ANA)
async def test_another_tenants_customer_is_not_identified(
    tenant: Tenant, other_tenant: Tenant, name: str
) -> None:
    foreign = await other_tenant.customer(**ANA)

    assert await found(tenant, name, ANA[name]) is None
    assert await found(tenant, "id", foreign) is None


@pytest.mark.parametrize("name", ["email", "phone"])
async def test_whoever_may_not_see_contacts_may_not_ask_by_them(tenant: Tenant, name: str) -> None:
    ana = await tenant.customer(**ANA)

    answer = await tenant.ask(FIND, by=(Role.OPERATOR,), it={name: ANA[name]})

    assert answer.data == {"customerByIdentifier": None}
    assert answer.codes == {"customerByIdentifier": "FORBIDDEN"}
    for other in ("userId", "externalId"):
        assert await found(tenant, other, ANA[other], by=(Role.OPERATOR,)) == ana


async def test_numbers_are_read_in_the_region_of_the_tenant(tenant: Tenant) -> None:
    ana = await tenant.customer(phone="+40 712 345 678")
    await tenant.customer(phone="+49 712 345 678")

    assert await found(tenant, "phone", "0712345678") == ana
