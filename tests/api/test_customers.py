"""Customers: what is kept of them, and what they are called."""

from typing import Any

import pytest

from auth.scopes import Role
from tests.tenant import CREATE_CUSTOMER, Tenant, doing, kept, unknown

SAID: dict[str, Any] = {
    "externalId": "crm-42",
    "userId": "auth0|ana",
    "kind": "CORPORATE",
    "type": "WHOLESALE",
    "firstName": "  Ana ",
    "lastName": "Ionescu",
    "fullName": "Ana Maria Ionescu",
    "companyName": "Livada S.R.L.",
    "taxId": "RO 1234567",
    "email": " Ana@Livada.RO ",
    "phone": "0712 345 678",
    "avatarUrl": "https://cdn.example.com/ana.png",
    "bornOn": "1984-02-29",
    "gender": "FEMALE",
    "nationality": "ma",
    "countryCode": "ro",
    "region": "Transilvania",
    "city": "Cluj-Napoca",
    "marketingOptIn": True,
    "preferences": {
        "language": "fr-ma",
        "timeZone": "africa/casablanca",
        "channel": "WHATSAPP",
        "newsletterSubscribed": True,
        "custom": {"seat": "window", "meals": ["vegan"]},
    },
    "loyaltyTier": "GOLD",
    "loyaltyPoints": 1_000_000_000,
}
TIDIED = {
    "firstName": "Ana",
    "email": "Ana@livada.ro",
    "nationality": "MA",
    "countryCode": "RO",
    "preferences": {
        "language": "fr-MA",
        "timeZone": "Africa/Casablanca",
        "channel": "WHATSAPP",
        "newsletterSubscribed": True,
        "custom": {"seat": "window", "meals": ["vegan"]},
    },
}
BEGINNINGS = {
    "version": 1,
    "kind": "INDIVIDUAL",
    "type": "RETAIL",
    "status": "ACTIVE",
    "isActive": True,
    "blockedAt": None,
    "blockedReason": None,
    "emailVerified": False,
    "emailVerifiedAt": None,
    "marketingOptIn": False,
    "preferences": {
        "language": None,
        "timeZone": None,
        "channel": None,
        "newsletterSubscribed": False,
        "custom": {},
    },
    "loyaltyTier": "NEW",
    "loyaltyPoints": 0,
    "lastInteractionAt": None,
    "deletedAt": None,
    "anonymizedAt": None,
}
NAMES = "firstName lastName fullName companyName email phone"
INPUT_FIELDS = '{ __type(name: "CustomerCreateInput") { inputFields { name } } }'
ONE = "query ($id: ID!) { customer(id: $id) { %s } }"


def shows(*fields: str) -> str:
    """A selection of these fields, with what stands inside of them."""
    inside = {
        "preferences": "preferences { language timeZone channel newsletterSubscribed custom }"
    }
    return " ".join(inside.get(field, field) for field in fields)


async def test_every_field_that_is_said_is_kept(tenant: Tenant) -> None:
    made = await tenant.customer(**SAID)

    answer = await tenant.ask(ONE % shows(*SAID, "phoneE164"), id=made)

    assert answer.data == {"customer": SAID | TIDIED | {"phoneE164": "+40712345678"}}


async def test_the_customer_above_says_every_field_there_is(tenant: Tenant) -> None:
    answer = await tenant.ask(INPUT_FIELDS)

    fields = {field["name"] for field in answer.data["__type"]["inputFields"]}
    assert fields == SAID.keys() | {"customFields", "idempotencyKey"}


async def test_a_customer_of_whom_little_is_said_has_plain_beginnings(tenant: Tenant) -> None:
    made = await tenant.customer(firstName="Ana", lastName=None)

    answer = await tenant.ask(ONE % shows(*BEGINNINGS, "createdAt", "updatedAt"), id=made)

    shown = answer.data["customer"]
    assert shown.pop("createdAt") == shown.pop("updatedAt")
    assert shown == BEGINNINGS


async def test_null_says_no_more_than_silence_when_a_customer_is_created(tenant: Tenant) -> None:
    nothing = dict.fromkeys(SAID)

    made = await tenant.customer(**nothing | {"firstName": "Ana"})

    answer = await tenant.ask(ONE % "firstName kind preferences { custom } loyaltyPoints", id=made)
    plain = {"kind": "INDIVIDUAL", "preferences": {"custom": {}}, "loyaltyPoints": 0}
    assert answer.data == {"customer": {"firstName": "Ana", **plain}}


async def test_the_fact_of_a_new_customer_points_and_does_not_carry(tenant: Tenant) -> None:
    made = await tenant.customer(**SAID)

    facts = await tenant.recorded("v1.customer.created")

    assert facts == [{"customer_id": str(kept(made)), "user_id": "auth0|ana"}]


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER, Role.CUSTOMER, Role.OPERATOR])
async def test_only_administrators_and_services_create(tenant: Tenant, role: Role) -> None:
    before = await tenant.contents()

    refused = await tenant.ask(CREATE_CUSTOMER, by=(role,), input={"firstName": "Ana"})

    assert (refused.data, refused.codes) == (None, {"customerCreate": "FORBIDDEN"})
    assert await tenant.contents() == before
    made = await tenant.ask(CREATE_CUSTOMER, by=(Role.SERVICE,), input={"firstName": "Ana"})
    assert made.refusals() == []


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ({"kind": "CORPORATE", "companyName": "Livada", "fullName": "Ana Pop"}, "Livada"),
        ({"companyName": "Livada", "fullName": "Ana Pop", "firstName": "Ioana"}, "Ana Pop"),
        ({"firstName": "Ana", "lastName": "Pop", "email": "x@example.com"}, "Ana Pop"),
        ({"lastName": "Pop"}, "Pop"),
        ({"companyName": "Livada", "email": "x@example.com"}, "Livada"),
        ({"email": "ana.pop@example.com", "phone": "+40712345678"}, "a…@example.com"),
    ],
)
async def test_a_customer_is_called_by_the_best_name_that_is_known(
    tenant: Tenant, given: dict[str, str], called: str
) -> None:
    made = await tenant.customer(**dict.fromkeys(NAMES.split()) | given)

    answer = await tenant.ask(ONE % "displayName", id=made)

    assert answer.data == {"customer": {"displayName": called}}


async def test_a_customer_without_any_name_has_a_stand_in(tenant: Tenant) -> None:
    made = await tenant.customer(firstName=None, lastName=None, phone="+40712345678")

    answer = await tenant.ask(ONE % "displayName", id=made)

    assert answer.data == {"customer": {"displayName": f"Customer {made[-6:]}"}}


async def test_a_customer_is_called_anew_when_its_name_changes(tenant: Tenant) -> None:
    made = await tenant.customer(firstName="Ana", lastName="Pop")
    rename = doing("customerUpdate", "customer { displayName version } changedFields")

    named = await tenant.ask(rename, input={"id": made, "fullName": "Ana Maria Pop"})
    cleared = await tenant.ask(
        rename, input={"id": made, "fullName": None, "firstName": None, "lastName": "Ene"}
    )

    assert named.payload() == {
        "customer": {"displayName": "Ana Maria Pop", "version": 2},
        "changedFields": ["fullName"],
        "userErrors": [],
    }
    assert cleared.payload() == {
        "customer": {"displayName": "Ene", "version": 3},
        "changedFields": ["firstName", "lastName", "fullName"],
        "userErrors": [],
    }


async def test_what_is_left_out_stays_and_null_clears(tenant: Tenant) -> None:
    made = await tenant.customer(**SAID)
    change = doing(
        "customerUpdate", "customer { city region preferences { custom language } phoneE164 }"
    )

    answer = await tenant.ask(
        change, input={"id": made, "city": None, "preferences": None, "phone": None}
    )

    shown: dict[str, object] = {
        "city": None,
        "region": "Transilvania",
        "preferences": {"custom": {}, "language": None},
        "phoneE164": None,
    }
    assert answer.payload() == {"customer": shown, "userErrors": []}


async def test_saying_what_is_known_changes_nothing(tenant: Tenant) -> None:
    made = await tenant.customer(**SAID)
    before = await tenant.contents()

    same = doing("customerUpdate", "customer { version } changedFields")
    answer = await tenant.ask(same, input={"id": made, **SAID})

    nothing = {"customer": {"version": 1}, "changedFields": [], "userErrors": []}
    assert answer.payload() == nothing
    assert await tenant.contents() == before


async def test_another_tenants_customer_does_not_exist(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    foreign = await other_tenant.customer()
    before = await other_tenant.contents()
    change = doing("customerUpdate", "customer { id }")

    seen = await tenant.ask(ONE % "id", id=foreign)
    changed = await tenant.ask(change, input={"id": foreign, "city": "Iași"})
    never = await tenant.ask(change, input={"id": unknown("customer"), "city": "Iași"})

    assert seen.data == {"customer": None}
    assert changed.refusals() == [("NOT_FOUND", ["id"])]
    assert changed.body == never.body
    assert await other_tenant.contents() == before
