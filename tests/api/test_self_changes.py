"""Customers change themselves, and of themselves only what is theirs to change."""

from typing import Any

import pytest

from auth.scopes import Role
from tests.api.acts import ACTS, mutations
from tests.tenant import Answer, Tenant, doing, kept, unknown

NOT_FOUND = {
    "addressCreate": ["customerId"],
    "addressDelete": ["id"],
    "addressSetDefault": ["id"],
    "addressUpdate": ["id"],
    "customerUpdate": ["id"],
}
# What a customer is told who reaches for another one by an act that it may do to itself.
REFUSED = {
    **{act: ("NOT_FOUND", field) for act, field in NOT_FOUND.items()},
    "customerEmailVerify": ("BAD_USER_INPUT", ["token"]),
}
OWN: dict[str, Any] = {
    "avatarUrl": "https://cdn.example.com/ana.png",
    "bornOn": "1984-02-29",
    "city": "Cluj-Napoca",
    "countryCode": "RO",
    "firstName": "Ana",
    "fullName": "Ana Maria Pop",
    "gender": "FEMALE",
    "lastName": "Pop",
    "marketingOptIn": True,
    "nationality": "MA",
    "phone": "+40712345678",
    "preferences": {
        "channel": "SMS",
        "custom": {"seat": "window"},
        "language": "fr",
        "newsletterSubscribed": True,
        "timeZone": "Africa/Casablanca",
    },
    "region": "Transilvania",
}
WITHIN = {"preferences": " { channel custom language newsletterSubscribed timeZone }"}
FOREIGN: dict[str, Any] = {
    "companyName": "Livada",
    "email": "mine@x.ro",
    "externalId": "e1",
    "kind": "CORPORATE",
    "loyaltyPoints": 1_000,
    "loyaltyTier": "VIP",
    "taxId": "RO 1",
    "type": "VIP",
    "userId": "somebody",
}
PLACE = {
    "type": "OTHER",
    "line1": "Strada Lungă 1",
    "city": "Brașov",
    "postalCode": "500001",
    "countryCode": "RO",
}
UPDATE_FIELDS = '{ __type(name: "CustomerUpdateInput") { inputFields { name } } }'
TABLES = ["customers", "addresses", "notes", "tags", "customer_tags", "customer_tokens", "outbox"]


async def everything(tenant: Tenant) -> dict[str, Any]:
    """All that is kept, value by value."""
    rows = "select t::text from {} t where tenant_id = $1 order by 1"
    return {table: await tenant.rows(rows.format(table)) for table in TABLES}


async def do(tenant: Tenant, act: str, shows: str = "", **given: Any) -> Answer:
    """Act as Ana, a customer."""
    return await tenant.ask(doing(act, shows), by=(Role.CUSTOMER,), user="ana", input=given)


@pytest.mark.parametrize("act", ACTS)
async def test_no_act_reaches_another_customer(tenant: Tenant, act: str) -> None:
    await tenant.customer(userId="ana")
    given = await ACTS[act].given(tenant)
    before = await everything(tenant)

    answer = await do(tenant, act, **given)

    if act in REFUSED:
        assert answer.refusals() == [REFUSED[act]]
    else:
        assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})
    assert await everything(tenant) == before


@pytest.mark.parametrize("act", NOT_FOUND)
async def test_another_customers_things_look_as_if_they_were_not_there(
    tenant: Tenant, act: str
) -> None:
    await tenant.customer(userId="ana")
    given = await ACTS[act].given(tenant)
    (field,) = NOT_FOUND[act]
    kind = "adr" if given[field].startswith("adr") else "cus"

    theirs = await do(tenant, act, **given)
    never = await do(tenant, act, **given | {field: unknown(kind)})

    assert theirs.body == never.body


@pytest.mark.parametrize("act", ACTS)
async def test_a_customer_without_a_record_reaches_nobody(tenant: Tenant, act: str) -> None:
    given = await ACTS[act].given(tenant)
    before = await everything(tenant)

    answer = await do(tenant, act, **given)

    if act in REFUSED:
        assert answer.refusals() == [REFUSED[act]]
    else:
        assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})
    assert await everything(tenant) == before


def test_every_act_there_is_was_tried() -> None:
    assert set(ACTS) == set(mutations())


async def test_every_field_is_either_ones_own_or_not(tenant: Tenant) -> None:
    answer = await tenant.ask(UPDATE_FIELDS)

    fields = {field["name"] for field in answer.data["__type"]["inputFields"]}
    # Of custom fields, each says for itself whether customers change it: test_custom_changes.
    known = {"id", "expectedVersion", "idempotencyKey", "customFields"}
    assert fields == {*known, *OWN, *FOREIGN}


@pytest.mark.parametrize("field", OWN)
async def test_what_is_ones_own_can_be_changed(tenant: Tenant, field: str) -> None:
    ana = await tenant.customer(userId="ana", firstName="X", lastName="Y")

    shows = f"customer {{ id {field}{WITHIN.get(field, '')} }}"
    answer = await do(tenant, "customerUpdate", shows, id=ana, **{field: OWN[field]})

    changed = {"id": ana, field: OWN[field]}
    assert answer.payload() == {"customer": changed, "userErrors": []}


@pytest.mark.parametrize("field", FOREIGN)
@pytest.mark.parametrize("cleared", [False, True])
async def test_what_is_not_ones_own_cannot(tenant: Tenant, field: str, *, cleared: bool) -> None:
    ana = await tenant.customer(userId="ana")
    before = await everything(tenant)

    value = None if cleared else FOREIGN[field]
    given: dict[str, Any] = {"id": ana, "city": "Iași", field: value}
    answer = await do(tenant, "customerUpdate", **given)

    assert answer.refusals() == [("FORBIDDEN", [field])]
    assert await everything(tenant) == before


async def test_everything_that_is_not_ones_own_is_said_at_once(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")
    before = await everything(tenant)

    answer = await do(tenant, "customerUpdate", id=ana, **OWN | FOREIGN)

    assert sorted(answer.refusals()) == [("FORBIDDEN", [field]) for field in sorted(FOREIGN)]
    assert await everything(tenant) == before


async def test_ones_own_addresses_are_ones_own_to_change(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")

    created = await do(tenant, "addressCreate", "address { id }", customerId=ana, **PLACE)
    home = created.payload()["address"]["id"]
    updated = await do(tenant, "addressUpdate", "address { city }", id=home, city="Iași")
    default = await do(tenant, "addressSetDefault", "address { isDefault }", id=home)
    deleted = await do(tenant, "addressDelete", "deletedId", id=home)

    assert updated.payload()["address"] == {"city": "Iași"}
    assert default.payload()["address"] == {"isDefault": True}
    assert deleted.payload() == {"deletedId": home, "userErrors": []}
    (fact,) = await tenant.recorded("v1.customer.address_added")
    assert fact == {"customer_id": str(kept(ana)), "address_id": str(kept(home))}


async def test_what_a_customer_did_is_written_down_in_its_name(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")

    await do(tenant, "customerUpdate", id=ana, city="Iași")

    lines = await tenant.rows(
        "select subject, roles, act, fields from audit_log l join actors a"
        " on a.tenant_id = l.tenant_id and a.id = l.actor_id"
        " where l.tenant_id = $1 and act = 'customerUpdate'"
    )
    mine = {"subject": "ana", "roles": ["customer"], "act": "customerUpdate", "fields": ["city"]}
    assert lines == [mine]


async def test_a_new_name_of_ones_own_is_found_and_shown(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana", firstName="Ana", lastName="Pop")

    await do(tenant, "customerUpdate", id=ana, lastName="Ene")

    search = "query ($search: String) { customers(search: $search) { nodes { displayName } } }"
    new = await tenant.ask(search, search="ene")
    old = await tenant.ask(search, search="pop")
    assert new.data["customers"]["nodes"] == [{"displayName": "Ana Ene"}]
    assert old.data["customers"]["nodes"] == []
