"""Upsert: whoever is known by the identifier is changed, and whoever is not is created."""

import asyncio
from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.conftest import Statements
from tests.tenant import Answer, Tenant, doing, kept, unknown

SHOWS: Final = "customer { id email phone userId externalId firstName } created changedFields"
UPSERT: Final = doing("customerUpsert", SHOWS)
KNOWN: Final = {
    "email": "ana@example.com",
    "phone": "+40712345678",
    "userId": "auth0|ana",
    "externalId": "crm-42",
}
LIKE: Final = {**KNOWN, "email": " ANA@example.com", "phone": "0712 345 678"}


async def upsert(tenant: Tenant, identifier: dict[str, Any], **given: Any) -> Answer:
    return await tenant.ask(UPSERT, input={"identifier": identifier, **given})


@pytest.mark.parametrize("name", KNOWN)
async def test_who_is_not_known_is_created_with_the_identifier(tenant: Tenant, name: str) -> None:
    answer = await upsert(tenant, {name: KNOWN[name]}, firstName="Ana")

    made = answer.payload()["customer"].pop("id")
    nothing = dict.fromkeys(KNOWN)
    assert answer.payload() == {
        "customer": {**nothing, "firstName": "Ana", name: KNOWN[name]},
        "created": True,
        "changedFields": [],
        "userErrors": [],
    }
    assert len(await tenant.recorded("v1.customer.created", customer_id=made)) == 1


@pytest.mark.parametrize("name", KNOWN)
async def test_who_is_known_is_changed_and_keeps_what_is_left_out(
    tenant: Tenant, name: str
) -> None:
    ana = await tenant.customer(**KNOWN, lastName="Pop")

    answer = await upsert(tenant, {name: LIKE[name]}, firstName="Ioana", lastName=None)

    assert answer.payload() == {
        "customer": {**KNOWN, "id": ana, "firstName": "Ioana"},
        "created": False,
        "changedFields": ["firstName", "lastName"],
        "userErrors": [],
    }
    (fact,) = await tenant.recorded("v1.customer.updated")
    assert fact == {"customer_id": str(kept(ana)), "fields_changed": ["first_name", "last_name"]}
    assert len(await tenant.recorded("v1.customer.created")) == 1


async def test_an_id_finds_and_never_creates(tenant: Tenant) -> None:
    ana = await tenant.customer(firstName="Ana")
    found = await upsert(tenant, {"id": ana}, firstName="Ioana")
    before = await tenant.contents()

    never = await upsert(tenant, {"id": unknown("cus")}, firstName="Bo")
    wrong = await upsert(tenant, {"id": "ana"}, firstName="Bo")

    assert found.payload()["customer"]["firstName"] == "Ioana"
    assert (found.payload()["created"], found.payload()["changedFields"]) == (False, ["firstName"])
    assert never.refusals() == wrong.refusals() == [("NOT_FOUND", ["identifier"])]
    assert never.payload()["created"] is None
    assert await tenant.contents() == before


async def test_nothing_to_change_is_no_change(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com", firstName="Ana")
    before = await tenant.contents()

    answer = await upsert(tenant, {"email": "ana@example.com"}, firstName="Ana")

    assert answer.payload()["customer"]["id"] == ana
    assert (answer.payload()["created"], answer.payload()["changedFields"]) == (False, [])
    assert await tenant.contents() == before


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("name", KNOWN)
async def test_an_identifier_that_is_contradicted_is_refused(
    tenant: Tenant, name: str, *, is_known: bool
) -> None:
    if is_known:
        await tenant.customer(**KNOWN)
    before = await tenant.contents()
    other = {**KNOWN, "email": "bo@example.com", "phone": "+40712345679", "userId": "bo"}

    answer = await upsert(tenant, {name: KNOWN[name]}, **{name: {**other, "externalId": "x"}[name]})
    cleared = await upsert(tenant, {name: KNOWN[name]}, **{name: None})

    assert answer.refusals() == cleared.refusals() == [("BAD_USER_INPUT", [name])]
    assert await tenant.contents() == before


async def test_the_same_in_other_letters_is_no_contradiction(tenant: Tenant) -> None:
    answer = await upsert(tenant, {"email": "ana@example.com"}, email="Ana@Example.com")

    assert answer.payload()["customer"]["email"] == "Ana@example.com"


async def test_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    before = await tenant.contents()

    answer = await upsert(tenant, {"userId": " "}, firstName="x" * 101, kind=None)

    wrong = ["identifier", "firstName", "kind"]
    assert sorted(answer.refusals()) == sorted(("BAD_USER_INPUT", [name]) for name in wrong)
    assert await tenant.contents() == before


async def test_a_number_that_several_have_names_nobody(tenant: Tenant) -> None:
    for _ in range(2):
        await tenant.customer(phone=KNOWN["phone"])
    before = await tenant.contents()

    answer = await upsert(tenant, {"phone": KNOWN["phone"]}, firstName="Ana")

    assert answer.refusals() == [("BAD_USER_INPUT", ["identifier"])]
    assert await tenant.contents() == before


async def test_what_another_customer_has_is_taken(tenant: Tenant) -> None:
    await tenant.customer(email="bo@example.com")
    await tenant.customer(externalId="crm-42")
    before = await tenant.contents()

    created = await upsert(tenant, {"userId": "ana"}, email="bo@example.com")
    changed = await upsert(tenant, {"externalId": "crm-42"}, email="bo@example.com")

    assert created.refusals() == changed.refusals() == [("TAKEN", ["email"])]
    assert await tenant.contents() == before


async def test_a_company_needs_its_name(tenant: Tenant) -> None:
    answer = await upsert(tenant, {"externalId": "crm-42"}, kind="CORPORATE")

    assert answer.refusals() == [("BAD_USER_INPUT", ["companyName"])]


async def test_a_deleted_customer_is_not_known(tenant: Tenant) -> None:
    gone = await tenant.customer(email="ana@example.com")
    await tenant.ask(doing("customerDelete"), input={"id": gone})

    answer = await upsert(tenant, {"email": "ana@example.com"})

    assert answer.payload()["created"] is True
    assert answer.payload()["customer"]["id"] != gone


@pytest.mark.parametrize("name", KNOWN)
async def test_of_many_at_once_one_creates_and_the_others_change(tenant: Tenant, name: str) -> None:
    names = [f"Ana {number}" for number in range(6)]

    answers = await asyncio.gather(
        *(upsert(tenant, {name: KNOWN[name]}, firstName=each) for each in names)
    )

    payloads = [answer.payload() for answer in answers]
    assert [payload["userErrors"] for payload in payloads] == [[]] * 6
    assert sorted(payload["created"] for payload in payloads) == [False] * 5 + [True]
    assert len({payload["customer"]["id"] for payload in payloads}) == 1
    assert (await tenant.contents())["customers"] == 1


async def test_a_request_that_is_sent_again_has_created_still(tenant: Tenant) -> None:
    given = {"identifier": {"email": "ana@example.com"}, "idempotencyKey": "k-1"}

    first = await tenant.ask(UPSERT, input=given)
    again = await tenant.ask(UPSERT, input=given)

    assert first.payload()["created"] is True
    assert again.body == first.body


async def test_another_tenants_customer_is_not_known(tenant: Tenant, other_tenant: Tenant) -> None:
    theirs = await other_tenant.customer(**KNOWN, firstName="Theirs")
    before = await other_tenant.contents()

    by_id = await upsert(tenant, {"id": theirs}, firstName="Mine")
    created = [await upsert(tenant, {n: KNOWN[n]}, firstName="Mine") for n in ("email", "userId")]

    assert by_id.refusals() == [("NOT_FOUND", ["identifier"])]
    assert [answer.payload()["created"] for answer in created] == [True, True]
    assert await other_tenant.contents() == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STAFF, Role.CUSTOMER, Role.OPERATOR])
async def test_who_may_not_create_may_not_upsert(tenant: Tenant, role: Role) -> None:
    await tenant.customer(**KNOWN)
    before = await tenant.contents()

    given = {"identifier": {"userId": KNOWN["userId"]}, "firstName": "Bo"}
    answer = await tenant.ask(UPSERT, by=(role,), user=KNOWN["userId"], input=given)

    assert answer.codes == {"customerUpsert": "FORBIDDEN"}
    assert await tenant.contents() == before


@pytest.mark.parametrize(
    ("name", "creating", "changing"),
    [("email", 4, 5), ("externalId", 4, 5), ("phone", 5, 6), ("userId", 4, 5)],
)
async def test_upserting_has_a_price(
    tenant: Tenant, statements: Statements, name: str, creating: int, changing: int
) -> None:
    await tenant.customer()
    sent = []
    for first in ("Ana", "Ioana"):
        statements.clear()
        answer = await upsert(tenant, {name: KNOWN[name]}, firstName=first)
        assert answer.refusals() == []
        sent.append(list(statements))

    assert [len(each) for each in sent] == [creating, changing], sent
