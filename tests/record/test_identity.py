"""Identity: who a customer is, and how it is told from every other."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import pytest

from auth.scopes import Role
from tests.record.people import acted, changed, found_by, shown
from tests.tenant import CREATE_CUSTOMER, Tenant, doing, kept

UPSERT: Final = doing("customerUpsert", "customer { id } created changedFields")
BEGIN: Final = doing("customerEmailVerificationBegin", "token expiresAt")
VERIFY: Final = doing("customerEmailVerify", "customer { emailVerified }")
IDENTIFIERS: Final = {
    "email": "ana@example.com",
    "phone": "+40712345678",
    "userId": "auth0|ana",
    "externalId": "1042",
}


async def refused(tenant: Tenant, **given: Any) -> list[tuple[str, list[str] | None]]:
    before = await tenant.contents()
    answer = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana", **given})
    assert await tenant.contents() == before
    return answer.refusals()


async def test_c011_x02_an_id_is_opaque_and_made_in_the_order_of_time(tenant: Tenant) -> None:
    ids = [await tenant.customer(externalId=str(number)) for number in (7, 8)]

    assert all(re.fullmatch(r"cus_[0-9a-f]{32}", each) for each in ids)
    assert [UUID(hex=each[4:]).version for each in ids] == [7, 7]
    assert sorted(ids) == ids
    assert await found_by(tenant, externalId="8") == ids[1]


async def test_c012_a_guest_has_no_account(tenant: Tenant) -> None:
    guest, known = await tenant.customer(), await tenant.customer(userId="ana")

    assert await shown(tenant, guest, "isGuest userId") == {"isGuest": True, "userId": None}
    assert await shown(tenant, known, "isGuest userId") == {"isGuest": False, "userId": "ana"}
    await changed(tenant, guest, userId="bo")
    assert await shown(tenant, guest, "isGuest userId") == {"isGuest": False, "userId": "bo"}


async def test_c013_an_account_is_said_once(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")
    before = await tenant.contents()

    for other in ("bo", None):
        answer = await changed(tenant, ana, userId=other)
        assert answer.refusals() == [("BAD_USER_INPUT", ["userId"])]

    assert await tenant.contents() == before
    assert await shown(tenant, ana, "userId") == {"userId": "ana"}


async def test_c014_an_account_is_one_customer_of_a_tenant(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    await tenant.customer(userId="ana")

    assert await refused(tenant, userId="ana") == [("TAKEN", ["userId"])]
    await other_tenant.customer(userId="ana")


async def test_c015_x04_an_address_has_a_form_and_one_owner(tenant: Tenant) -> None:
    ana = await tenant.customer(email=" Ana@Example.com ")

    assert await shown(tenant, ana, "email") == {"email": "Ana@example.com"}
    assert await refused(tenant, email="not an address") == [("BAD_USER_INPUT", ["email"])]
    assert await refused(tenant, email="ANA@example.COM") == [("TAKEN", ["email"])]
    both = [await tenant.customer(email=None, firstName=name) for name in ("Bo", "Cy")]
    assert len(set(both)) == 2


async def test_u08_the_case_of_an_address_makes_no_second_customer(tenant: Tenant) -> None:
    guest = await tenant.customer(email="Ana@example.com")

    answer = await tenant.ask(
        UPSERT, input={"identifier": {"email": "aNA@EXAMPLE.com"}, "userId": "ana"}
    )

    assert answer.payload() == {
        "customer": {"id": guest},
        "created": False,
        "changedFields": ["userId"],
        "userErrors": [],
    }
    assert (await tenant.contents())["customers"] == 1


async def test_u09_the_address_of_who_was_deleted_can_be_used_again(tenant: Tenant) -> None:
    old = await tenant.customer(**IDENTIFIERS)
    await acted(tenant, "customerDelete", old)

    new = await tenant.customer(**IDENTIFIERS)
    restored = await acted(tenant, "customerRestore", old)

    assert await found_by(tenant, email="ana@example.com") == new
    assert restored.refusals() == [("TAKEN", ["id"])]


async def test_d05_deleting_and_creating_again_works_any_number_of_times(tenant: Tenant) -> None:
    made = []
    for _ in range(3):
        made.append(await tenant.customer(email="ana@example.com"))
        await acted(tenant, "customerDelete", made[-1])

    assert len(set(made)) == 3
    assert await found_by(tenant, email="ana@example.com") is None


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ({"kind": "CORPORATE", "companyName": "Livada", "fullName": "A B"}, "Livada"),
        (
            {"companyName": "Livada", "fullName": "Ana Maria Pop", "lastName": "Pop"},
            "Ana Maria Pop",
        ),
        ({"firstName": "Ana", "lastName": "Pop"}, "Ana Pop"),
        ({"email": "ana@example.com", "firstName": None}, "a…@example.com"),
    ],
)
async def test_c016_x03_names_are_kept_as_they_were_said(
    tenant: Tenant, given: dict[str, Any], called: str
) -> None:
    plain = {"firstName": None, "lastName": None, "fullName": None}

    ana = await tenant.customer(**{**plain, **given})

    told = await shown(tenant, ana, "displayName firstName lastName fullName")
    names = {name: given.get(name) for name in plain}
    assert told == {"displayName": called, **names}
    assert await refused(tenant, fullName="x" * 101) == [("BAD_USER_INPUT", ["fullName"])]


async def test_c023_x05_a_number_is_kept_as_typed_and_as_dialled(tenant: Tenant) -> None:
    ana = await tenant.customer(phone="0712 345 678")

    told = await shown(tenant, ana, "phone phoneE164")
    assert told == {"phone": "0712 345 678", "phoneE164": "+40712345678"}
    assert await refused(tenant, phone="12") == [("BAD_USER_INPUT", ["phone"])]
    assert await refused(tenant, phone="0" * 51) == [("BAD_USER_INPUT", ["phone"])]
    pattern = "update tenants set phone_pattern = $2 where id = $1 returning id"
    await tenant.rows(pattern, r"(\+40|0040|0)[237]\d{8}")
    germany = {"identifier": {"phone": "+49 30 901820"}}
    answer = await tenant.ask(UPSERT, user="later", input=germany)
    assert answer.refusals() == [("BAD_USER_INPUT", ["identifier"])]


async def test_c037_an_address_is_verified_by_what_was_sent_to_it(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    begun = (await tenant.ask(BEGIN, input={"id": ana})).payload()

    verified = await tenant.ask(VERIFY, input={"token": begun["token"]})
    told = await shown(tenant, ana, "emailVerified emailVerifiedAt")
    await changed(tenant, ana, email="ana@example.org")
    again = await tenant.ask(VERIFY, input={"token": begun["token"]})

    assert verified.payload()["customer"] == {"emailVerified": True}
    assert datetime.fromisoformat(told["emailVerifiedAt"]) < datetime.now(UTC)
    assert again.refusals() == [("BAD_USER_INPUT", ["token"])]
    assert await shown(tenant, ana, "emailVerified") == {"emailVerified": False}


@pytest.mark.parametrize("name", IDENTIFIERS)
async def test_c044_x50_a_customer_is_found_by_each_identifier(tenant: Tenant, name: str) -> None:
    ana = await tenant.customer(**IDENTIFIERS)
    await tenant.customer()

    assert await found_by(tenant, **{name: IDENTIFIERS[name]}) == ana
    assert await found_by(tenant, id=ana) == ana
    assert await found_by(tenant, **{name: "+40712345670"}) is None


@pytest.mark.parametrize("name", IDENTIFIERS)
async def test_g01_upsert_creates_once_and_then_changes(tenant: Tenant, name: str) -> None:
    given = {"identifier": {name: IDENTIFIERS[name]}, "firstName": "Ana", "lastName": "Pop"}

    answers = await asyncio.gather(*(tenant.ask(UPSERT, input=given) for _ in range(3)))
    later = await tenant.ask(UPSERT, input={**given, "lastName": "Ene"})

    payloads = [answer.payload() for answer in answers]
    assert sorted(payload["created"] for payload in payloads) == [False, False, True]
    ana = payloads[0]["customer"]["id"]
    assert later.payload() == {
        "customer": {"id": ana},
        "created": False,
        "changedFields": ["lastName"],
        "userErrors": [],
    }
    assert await found_by(tenant, **{name: IDENTIFIERS[name]}) == ana


async def test_g01_an_external_id_is_corrected_once_and_for_a_reason(tenant: Tenant) -> None:
    ana = await tenant.customer(externalId="1042")
    correction = {"externalId": "1043", "reason": "Typed wrong"}

    directly = await changed(tenant, ana, externalId="1043")
    once = await acted(tenant, "customerExternalIdCorrect", ana, **correction)
    twice = await acted(tenant, "customerExternalIdCorrect", ana, **correction)

    assert directly.refusals() == [("BAD_USER_INPUT", ["externalId"])]
    assert (once.refusals(), twice.refusals()) == ([], [("WRONG_STATE", ["id"])])
    assert await found_by(tenant, externalId="1043") == ana
    told = await shown(tenant, ana, "externalIdReason")
    assert told == {"externalIdReason": "Typed wrong"}


async def test_c043_a_tenant_may_leave_creating_to_services(tenant: Tenant) -> None:
    await tenant.rows("update tenants set creators = 'SERVICES' where id = $1 returning id")
    before = await tenant.contents()
    given = {"firstName": "Ana"}

    admin = await tenant.ask(CREATE_CUSTOMER, input=given)
    after = await tenant.contents()
    service = await tenant.ask(CREATE_CUSTOMER, by=(Role.SERVICE,), input=given)

    assert admin.refusals() == [("FORBIDDEN", None)]
    assert after == before
    assert service.refusals() == []


async def test_c057_customers_are_fetched_many_at_once(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    mine = [await tenant.customer(lastName=name) for name in ("Pop", "Ene")]
    theirs = await other_tenant.customer()
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { id lastName } } }"

    answer = await tenant.ask(query, ids=[mine[1], theirs, mine[0], mine[1]])

    pop, ene = {"id": mine[0], "lastName": "Pop"}, {"id": mine[1], "lastName": "Ene"}
    assert answer.data == {"nodes": [ene, None, pop, ene]}


async def test_c042_who_is_created_is_there_and_told_of(tenant: Tenant) -> None:
    ana = await tenant.customer(**IDENTIFIERS)

    told = {"customer_id": str(kept(ana)), "user_id": "auth0|ana"}
    assert await tenant.recorded("v1.customer.created") == [told]
    assert await shown(tenant, ana, "version status") == {"version": 1, "status": "ACTIVE"}
    answer = await tenant.ask(CREATE_CUSTOMER, input={"city": "Cluj"})
    assert answer.refusals() == [("BAD_USER_INPUT", None)]
