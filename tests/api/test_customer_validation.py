"""What may not be said of a customer: each field, each reason, and nothing happens."""

from typing import Any

import pytest

from tests.tenant import CREATE_CUSTOMER, Tenant, doing, saying

UPDATE = doing("customerUpdate", "customer { id }")
LONG = "x" * 101

REFUSED: list[tuple[str, Any]] = [
    ("externalId", ""),
    ("externalId", " crm-42"),
    ("externalId", "x" * 256),
    ("userId", "auth0|ana "),
    ("userId", "x" * 256),
    ("firstName", LONG),
    ("firstName", "   "),
    ("firstName", "\u200b"),
    ("lastName", LONG),
    ("lastName", "Pop\nescu"),
    ("fullName", LONG),
    ("fullName", "\u202eAna"),
    ("companyName", LONG),
    ("taxId", "x" * 33),
    ("taxId", "RO;1"),
    ("email", "ana"),
    ("email", "ana@"),
    ("email", "ana@example.com, bo@example.com"),
    ("email", "a" * 64 + "@" + "b" * 186 + ".com"),
    ("phone", "12"),
    ("phone", "call me"),
    ("phone", "+40 712 345 678 901 234"),
    ("avatarUrl", "ftp://example.com/ana.png"),
    ("avatarUrl", "https://ana:secret@example.com/"),
    ("avatarUrl", "javascript:alert(1)"),
    ("avatarUrl", "https://example.com/" + "x" * 240),
    ("bornOn", "1899-12-31"),
    ("bornOn", "9999-12-31"),
    ("nationality", "XX"),
    ("nationality", "Romania"),
    ("countryCode", "EU"),
    ("countryCode", "ß"),
    ("region", LONG),
    ("city", LONG),
    ("preferences.language", "klingon"),
    ("preferences.language", "x-private"),
    ("preferences.timeZone", "Europe/Cluj"),
    ("preferences.timeZone", "localtime"),
    ("preferences.custom", []),
    ("preferences.custom", {"key": "x" * 8_192}),
    ("preferences.custom", {"": 1}),
    ("preferences.custom", {"number": 2**63}),
    ("preferences.custom", {"language": "ro"}),
    ("preferences.custom", {"Time-Zone": "UTC"}),
    ("preferences.custom", {"newsletter_subscribed": True}),
    ("preferences.custom", {"marketing_consent": True}),
    ("preferences.custom", {"analyticsConsent": True}),
    ("loyaltyPoints", -1),
    ("loyaltyPoints", 1_000_000_001),
]
UNREADABLE: list[tuple[str, Any]] = [
    ("kind", "PERSON"),
    ("type", "Vip"),
    ("gender", "F"),
    ("preferences.channel", "FAX"),
    ("loyaltyTier", "new"),
    ("preferences.newsletterSubscribed", "yes"),
    ("marketingOptIn", 1),
    ("loyaltyPoints", 2**31),
    ("loyaltyPoints", 1.5),
    ("loyaltyPoints", "7"),
    ("bornOn", "29.2.1984"),
    ("bornOn", "1983-02-29"),
    ("bornOn", 1984),
    ("firstName", 7),
    ("email", ["ana@example.com"]),
    ("email", "x" * 10_001),
    ("nickname", "Ani"),
]
UNCLEARABLE = [
    "kind",
    "type",
    "preferences.newsletterSubscribed",
    "marketingOptIn",
    "loyaltyTier",
    "loyaltyPoints",
]


@pytest.mark.parametrize(("field", "value"), REFUSED)
async def test_what_cannot_be_accepted_is_refused_by_field(
    tenant: Tenant, field: str, value: Any
) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana"} | saying(field, value))

    assert answer.refusals() == [("BAD_USER_INPUT", field.split("."))]
    assert await tenant.contents() == before


@pytest.mark.parametrize(("field", "value"), REFUSED)
async def test_an_update_is_held_to_the_same_rules(tenant: Tenant, field: str, value: Any) -> None:
    made = await tenant.customer()
    before = await tenant.contents()

    answer = await tenant.ask(UPDATE, input={"id": made} | saying(field, value))

    assert answer.refusals() == [("BAD_USER_INPUT", field.split("."))]
    assert await tenant.contents() == before


@pytest.mark.parametrize(("field", "value"), UNREADABLE)
async def test_what_does_not_fit_the_schema_is_the_programs_mistake(
    tenant: Tenant, field: str, value: Any
) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana"} | saying(field, value))

    assert (answer.status, answer.data) == (400, None)
    assert answer.codes == {"": "BAD_USER_INPUT"}
    assert await tenant.contents() == before


@pytest.mark.parametrize("field", UNCLEARABLE)
async def test_what_must_have_a_value_cannot_be_cleared(tenant: Tenant, field: str) -> None:
    made = await tenant.customer()
    before = await tenant.contents()

    answer = await tenant.ask(UPDATE, input={"id": made} | saying(field, None))

    assert answer.refusals() == [("BAD_USER_INPUT", field.split("."))]
    assert await tenant.contents() == before


async def test_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    wrong = {
        "externalId": "",
        "firstName": LONG,
        "email": "ana",
        "phone": "12",
        "bornOn": "1899-12-31",
        "countryCode": "XX",
        "loyaltyPoints": -1,
    }
    before = await tenant.contents()

    created = await tenant.ask(CREATE_CUSTOMER, input=wrong | {"lastName": "Pop"})

    assert created.refusals() == [("BAD_USER_INPUT", [field]) for field in wrong]
    assert await tenant.contents() == before


async def test_a_refusal_never_repeats_what_was_said(tenant: Tenant) -> None:
    answer = await tenant.ask(CREATE_CUSTOMER, input={"email": "secret", "phone": "secret"})

    assert [error["code"] for error in answer.payload()["userErrors"]] == ["BAD_USER_INPUT"] * 2
    assert "secret" not in str(answer.body)


@pytest.mark.parametrize(
    "given", [{}, {"city": "Iași"}, {"firstName": None}, {"kind": "INDIVIDUAL"}]
)
async def test_a_customer_of_whom_nothing_is_known_is_no_customer(
    tenant: Tenant, given: dict[str, Any]
) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_CUSTOMER, input=given)

    assert answer.refusals() == [("BAD_USER_INPUT", None)]
    assert await tenant.contents() == before


@pytest.mark.parametrize(
    "given",
    [
        {"userId": "u"},
        {"externalId": "e"},
        {"phone": "+40712345678"},
        {"email": "ana@example.com"},
        {"companyName": "Livada"},
    ],
)
async def test_any_one_name_contact_or_id_is_enough(tenant: Tenant, given: dict[str, Any]) -> None:
    answer = await tenant.ask(CREATE_CUSTOMER, input=given)

    assert answer.refusals() == []


async def test_a_company_needs_its_name(tenant: Tenant) -> None:
    person = await tenant.customer()
    company = await tenant.customer(kind="CORPORATE", companyName="Livada")
    before = await tenant.contents()

    answers = [
        await tenant.ask(CREATE_CUSTOMER, input={"kind": "CORPORATE", "firstName": "Ana"}),
        await tenant.ask(UPDATE, input={"id": person, "kind": "CORPORATE"}),
        await tenant.ask(UPDATE, input={"id": company, "companyName": None}),
    ]

    missing = [("BAD_USER_INPUT", ["companyName"])]
    assert [answer.refusals() for answer in answers] == [missing] * 3
    assert await tenant.contents() == before


async def test_a_person_becomes_a_company_together_with_its_name(tenant: Tenant) -> None:
    person = await tenant.customer()
    change = doing("customerUpdate", "customer { kind displayName }")

    answer = await tenant.ask(
        change, input={"id": person, "kind": "CORPORATE", "companyName": "Livada"}
    )

    shown = {"kind": "CORPORATE", "displayName": "Livada"}
    assert answer.payload() == {"customer": shown, "userErrors": []}
