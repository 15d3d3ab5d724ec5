"""Preferences: typed where everybody has them, free where only the tenant does."""

from typing import Any

import pytest

from auth.scopes import Role
from tests.tenant import CREATE_CUSTOMER, Tenant, doing

PREFERENCES = "language languageOrDefault timeZone channel newsletterSubscribed custom"
ONE = f"query ($id: ID!) {{ customer(id: $id) {{ preferences {{ {PREFERENCES} }} }} }}"
MARKETING = "query ($id: ID!) { customer(id: $id) { marketingOptIn } }"
UPDATE = doing("customerUpdate", f"customer {{ preferences {{ {PREFERENCES} }} }} changedFields")


async def preferences(tenant: Tenant, customer: str, *roles: Role) -> Any:
    answer = await tenant.ask(ONE, by=roles or (Role.ADMIN,), id=customer)
    return answer.data["customer"]["preferences"]


@pytest.mark.parametrize(("said", "kept"), [("ar", "ar"), ("FR", "fr"), ("en_gb", "en-GB")])
async def test_c030_arabic_french_and_english_are_spoken(
    tenant: Tenant, said: str, kept: str
) -> None:
    ana = await tenant.customer(preferences={"language": said})

    assert (await preferences(tenant, ana))["language"] == kept


async def test_c031_a_company_says_how_it_likes_to_be_reached(tenant: Tenant) -> None:
    livada = await tenant.customer(
        kind="CORPORATE", companyName="Livada", preferences={"channel": "PHONE"}
    )

    assert (await preferences(tenant, livada))["channel"] == "PHONE"


async def test_c032_preferences_are_typed_and_have_a_part_of_the_tenants_own(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer(
        preferences={
            "language": "ro",
            "timeZone": "Europe/Bucharest",
            "channel": "SMS",
            "newsletterSubscribed": True,
            "custom": {"seat": "window"},
        }
    )

    assert await preferences(tenant, ana) == {
        "language": "ro",
        "languageOrDefault": "ro",
        "timeZone": "Europe/Bucharest",
        "channel": "SMS",
        "newsletterSubscribed": True,
        "custom": {"seat": "window"},
    }


async def test_c035_the_first_step_of_the_programme_is_new(tenant: Tenant) -> None:
    steps = "query ($id: ID!) { customer(id: $id) { loyaltyTier loyaltyPoints } }"
    change = doing("customerUpdate", "customer { loyaltyTier loyaltyPoints }")
    ana = await tenant.customer()

    first = await tenant.ask(steps, id=ana)
    later = await tenant.ask(change, input={"id": ana, "loyaltyTier": "GOLD", "loyaltyPoints": 7})

    assert first.data == {"customer": {"loyaltyTier": "NEW", "loyaltyPoints": 0}}
    assert later.payload()["customer"] == {"loyaltyTier": "GOLD", "loyaltyPoints": 7}


async def test_c036_marketing_is_not_welcome_until_somebody_says_so(tenant: Tenant) -> None:
    ana = await tenant.customer()
    unsaid = await tenant.ask(MARKETING, id=ana)

    await tenant.ask(UPDATE, input={"id": ana, "marketingOptIn": True})

    assert unsaid.data == {"customer": {"marketingOptIn": False}}
    assert (await tenant.ask(MARKETING, id=ana)).data == {"customer": {"marketingOptIn": True}}


async def test_c039_everything_about_a_customer_comes_in_one_question(tenant: Tenant) -> None:
    ana = await tenant.customer(
        fullName="Ana Pop", phone="0712 345 678", preferences={"language": "ro"}
    )
    await tenant.address(ana, city="Iași")
    await tenant.note(ana, body="Likes the sea.")
    await tenant.wear(ana, await tenant.tag("VIP"))

    whole = (
        "query ($id: ID!) { customer(id: $id) { displayName phoneE164 preferences { language }"
        " addresses { city } tagLabels notes { nodes { body } } } }"
    )

    assert (await tenant.ask(whole, id=ana)).data == {
        "customer": {
            "displayName": "Ana Pop",
            "phoneE164": "+40712345678",
            "preferences": {"language": "ro"},
            "addresses": [{"city": "Iași"}],
            "tagLabels": ["VIP"],
            "notes": {"nodes": [{"body": "Likes the sea."}]},
        }
    }


@pytest.mark.parametrize(
    "key", ["marketing_consent", "marketingOptIn", "analytics_consent", "cookies_consent"]
)
async def test_x41_a_consent_cannot_be_said_in_a_second_place(tenant: Tenant, key: str) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_CUSTOMER, input={"firstName": "Ana", "preferences": {"custom": {key: True}}}
    )

    assert answer.refusals() == [("BAD_USER_INPUT", ["preferences", "custom"])]
    assert await tenant.contents() == before


async def test_x42_one_preference_is_changed_and_the_others_stay(tenant: Tenant) -> None:
    ana = await tenant.customer(preferences={"language": "ro", "custom": {"seat": "window"}})

    answer = await tenant.ask(UPDATE, input={"id": ana, "preferences": {"language": None}})

    assert answer.payload()["changedFields"] == ["preferences.language"]
    assert answer.payload()["customer"]["preferences"] == {
        "language": None,
        "languageOrDefault": "en",
        "timeZone": None,
        "channel": None,
        "newsletterSubscribed": False,
        "custom": {"seat": "window"},
    }


async def test_x42_the_part_of_ones_own_has_a_limit(tenant: Tenant) -> None:
    largest = {"key": "x" * (8 * 1024 - len('{"key":""}'))}
    larger = {"key": largest["key"] + "x"}
    before = await tenant.contents()

    refused = await tenant.ask(
        CREATE_CUSTOMER, input={"firstName": "Ana", "preferences": {"custom": larger}}
    )
    unchanged = await tenant.contents()
    made = await tenant.customer(preferences={"custom": largest})

    assert refused.refusals() == [("BAD_USER_INPUT", ["preferences", "custom"])]
    assert unchanged == before
    assert (await preferences(tenant, made))["custom"] == largest


async def test_x43_who_says_no_language_is_spoken_to_in_the_tenants(tenant: Tenant) -> None:
    ana = await tenant.customer()
    await tenant.rows("update tenants set default_language = 'fr-MA' where id = $1 returning id")

    assert (await preferences(tenant, ana, Role.STAFF))["languageOrDefault"] == "fr-MA"


async def test_what_is_ones_own_needs_the_right_to_persons(tenant: Tenant) -> None:
    ana = await tenant.customer(preferences={"language": "ro", "custom": {"seat": "window"}})

    answer = await tenant.ask(ONE, by=(Role.OPERATOR,), id=ana)

    assert answer.codes == {"customer.preferences.custom": "FORBIDDEN"}
    assert answer.data["customer"]["preferences"]["custom"] is None
    assert answer.data["customer"]["preferences"]["language"] == "ro"


async def test_null_clears_all_preferences_that_can_be(tenant: Tenant) -> None:
    ana = await tenant.customer(
        preferences={"language": "ro", "newsletterSubscribed": True, "custom": {"a": 1}}
    )

    answer = await tenant.ask(UPDATE, input={"id": ana, "preferences": None})

    cleared = answer.payload()
    assert cleared["changedFields"] == ["preferences.language", "preferences.custom"]
    assert cleared["customer"]["preferences"]["newsletterSubscribed"] is True
    assert cleared["customer"]["preferences"]["custom"] == {}
