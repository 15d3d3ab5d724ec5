"""What only one living customer of a tenant may have: an e-mail address, an account, an id."""

import asyncio

import pytest

from tests.tenant import CREATE_CUSTOMER, Tenant, doing

CREATE = doing("customerCreate", "customer { id email userId externalId }")
UPDATE = doing("customerUpdate", "customer { email userId externalId }")
DELETE = doing("customerDelete", "deletedId")
RESTORE = doing("customerRestore", "customer { email }")
UNIQUE = {"email": "ana@example.com", "userId": "auth0|ana", "externalId": "crm-42"}


@pytest.mark.parametrize(
    "alike",
    ["ana@example.com", "ANA@Example.COM", "  ana@example.com\n", "ａｎａ@example.com"],
)
async def test_an_address_that_is_written_differently_is_the_same(
    tenant: Tenant, alike: str
) -> None:
    await tenant.customer(email="Ana@example.com")
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_CUSTOMER, input={"email": alike})

    assert answer.refusals() == [("TAKEN", ["email"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("field", UNIQUE)
async def test_what_one_customer_has_no_other_gets(tenant: Tenant, field: str) -> None:
    await tenant.customer(**UNIQUE)
    other = await tenant.customer()
    before = await tenant.contents()

    created = await tenant.ask(CREATE_CUSTOMER, input={field: UNIQUE[field]})
    changed = await tenant.ask(UPDATE, input={"id": other, field: UNIQUE[field]})

    assert created.refusals() == changed.refusals() == [("TAKEN", [field])]
    assert await tenant.contents() == before


async def test_who_has_it_already_is_said(tenant: Tenant) -> None:
    ana = await tenant.customer(**UNIQUE)
    whose = doing("customerCreate", "userErrors { ... on ValueTaken { existingId } }")

    answer = await tenant.ask(whose, input={"email": UNIQUE["email"]})

    assert answer.payload()["userErrors"][0]["existingId"] == ana


@pytest.mark.parametrize("field", ["userId", "externalId"])
async def test_ids_of_other_systems_are_told_apart_by_case(tenant: Tenant, field: str) -> None:
    await tenant.customer(**UNIQUE)

    answer = await tenant.ask(CREATE, input={field: UNIQUE[field].upper()})

    assert answer.payload()["customer"][field] == UNIQUE[field].upper()


async def test_two_tenants_may_know_the_same_person(tenant: Tenant, other_tenant: Tenant) -> None:
    await tenant.customer(**UNIQUE)

    answer = await other_tenant.ask(CREATE, input=UNIQUE)

    payload = answer.payload()
    assert payload["userErrors"] == []
    assert payload["customer"].items() >= UNIQUE.items()


async def test_any_number_of_customers_have_none(tenant: Tenant) -> None:
    none = dict.fromkeys(UNIQUE)

    answers = [
        await tenant.ask(CREATE, input=none | {"city": None, "phone": f"+4071234567{n}"})
        for n in range(2)
    ]

    assert [answer.refusals() for answer in answers] == [[], []]


async def test_a_deleted_customer_lets_its_address_and_ids_go(tenant: Tenant) -> None:
    first = await tenant.customer(**UNIQUE)
    await tenant.ask(DELETE, input={"id": first})

    again = await tenant.ask(CREATE, input=UNIQUE)

    assert again.refusals() == []
    assert again.payload()["customer"]["id"] != first


@pytest.mark.parametrize("field", UNIQUE)
async def test_nobody_is_restored_into_what_is_taken_meanwhile(tenant: Tenant, field: str) -> None:
    first = await tenant.customer(**UNIQUE)
    await tenant.ask(DELETE, input={"id": first})
    second = await tenant.customer(**{field: UNIQUE[field]})
    before = await tenant.contents()

    refused = await tenant.ask(RESTORE, input={"id": first})

    assert refused.refusals() == [("TAKEN", ["id"])]
    assert await tenant.contents() == before
    await tenant.ask(DELETE, input={"id": second})
    restored = await tenant.ask(RESTORE, input={"id": first})
    assert restored.payload() == {"customer": {"email": UNIQUE["email"]}, "userErrors": []}


async def test_an_account_is_said_once_and_for_all(tenant: Tenant) -> None:
    guest = await tenant.customer()

    said = await tenant.ask(UPDATE, input={"id": guest, "userId": "auth0|ana"})
    before = await tenant.contents()
    changed = await tenant.ask(UPDATE, input={"id": guest, "userId": "auth0|bo"})
    cleared = await tenant.ask(UPDATE, input={"id": guest, "userId": None})
    same = await tenant.ask(UPDATE, input={"id": guest, "userId": "auth0|ana"})

    assert said.payload()["customer"]["userId"] == "auth0|ana"
    assert changed.refusals() == cleared.refusals() == [("BAD_USER_INPUT", ["userId"])]
    assert same.refusals() == []
    assert await tenant.contents() == before


async def test_an_address_changes_its_case_without_being_in_its_own_way(tenant: Tenant) -> None:
    made = await tenant.customer(email="ana@example.com")

    answer = await tenant.ask(UPDATE, input={"id": made, "email": "Ana@example.com"})

    assert answer.payload()["customer"]["email"] == "Ana@example.com"


@pytest.mark.parametrize("field", UNIQUE)
async def test_of_many_who_create_at_once_exactly_one_wins(tenant: Tenant, field: str) -> None:
    doors = [tenant.ask(CREATE_CUSTOMER, input={field: UNIQUE[field]}) for _ in range(6)]

    answers = await asyncio.gather(*doors)

    outcomes = sorted(answer.refusals() for answer in answers)
    assert outcomes == [[]] + [[("TAKEN", [field])]] * 5
    counted = await tenant.contents()
    assert (counted["customers"], counted["outbox"], counted["audit_log"]) == (1, 1, 1)


async def test_of_two_who_take_one_address_at_once_exactly_one_wins(tenant: Tenant) -> None:
    people = [await tenant.customer() for _ in range(2)]
    claim = "ana@example.com"

    answers = await asyncio.gather(
        *(tenant.ask(UPDATE, input={"id": each, "email": claim}) for each in people)
    )

    outcomes = sorted(answer.refusals() for answer in answers)
    assert outcomes == [[], [("TAKEN", ["email"])]]
