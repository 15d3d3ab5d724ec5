"""Identity: an id in another system that is put right once, an e-mail address that is verified."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from app.settings import DEVELOPMENT_SECRET
from auth.scopes import Role
from resolvers.cursors import Cursors
from resolvers.customer_identity import _TOKEN, _VERIFICATION
from tests.tenant import Answer, Tenant, doing, kept, unknown

FIELDS: Final = "externalId externalIdCorrectedAt externalIdReason"
CORRECT: Final = doing("customerExternalIdCorrect", f"customer {{ version {FIELDS} }}")
WHOSE: Final = doing("customerExternalIdCorrect", "userErrors { ... on ValueTaken { existingId } }")
UPDATE: Final = doing("customerUpdate", f"changedFields customer {{ emailVerified {FIELDS} }}")
BEGIN: Final = doing("customerEmailVerificationBegin", "token expiresAt customer { id }")
VERIFY: Final = doing("customerEmailVerify", "customer { id emailVerified version }")
SEARCH: Final = "query ($search: String) { customers(search: $search) { nodes { id } } }"
VERIFIED: Final = "v1.customer.email_verified"


async def correct(tenant: Tenant, customer: str, new: str = "crm-43", **given: Any) -> Answer:
    said = {"id": customer, "externalId": new, "reason": "Typed wrong", **given}
    return await tenant.ask(CORRECT, input=said)


async def begun(tenant: Tenant, customer: str) -> str:
    payload = (await tenant.ask(BEGIN, input={"id": customer})).payload()
    assert payload["userErrors"] == []
    return str(payload["token"])


async def verify(tenant: Tenant, token: str, **asked: Any) -> Answer:
    return await tenant.ask(VERIFY, input={"token": token}, **asked)


async def test_an_external_id_is_given_while_there_is_none(tenant: Tenant) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(UPDATE, input={"id": ana, "externalId": "crm-42"})

    assert answer.payload()["changedFields"] == ["externalId"]


@pytest.mark.parametrize("other", ["crm-43", None])
async def test_an_external_id_that_is_set_stays(tenant: Tenant, other: str | None) -> None:
    ana = await tenant.customer(externalId="crm-42", userId="ana")
    before = await tenant.contents()

    answer = await tenant.ask(UPDATE, input={"id": ana, "externalId": other, "city": "Iași"})
    both = await tenant.ask(UPDATE, input={"id": ana, "externalId": other, "userId": other})
    same = await tenant.ask(UPDATE, input={"id": ana, "externalId": "crm-42"})

    assert answer.refusals() == [("BAD_USER_INPUT", ["externalId"])]
    assert "customerExternalIdCorrect" in answer.payload()["userErrors"][0]["message"]
    assert both.refusals() == [("BAD_USER_INPUT", [name]) for name in ("userId", "externalId")]
    assert (same.payload()["changedFields"], same.refusals()) == ([], [])
    assert await tenant.contents() == before


async def test_an_external_id_is_corrected_once_and_found_anew(tenant: Tenant) -> None:
    ana = await tenant.customer(externalId="crm-42")

    answer = await correct(tenant, ana)
    after = await tenant.contents()
    again = await correct(tenant, ana, "crm-44")

    shown = answer.payload()["customer"]
    assert datetime.fromisoformat(shown.pop("externalIdCorrectedAt")) <= datetime.now(UTC)
    assert shown == {"version": 2, "externalId": "crm-43", "externalIdReason": "Typed wrong"}
    assert again.refusals() == [("WRONG_STATE", ["id"])]
    assert await tenant.contents() == after
    facts = await tenant.recorded("v1.customer.external_id_corrected")
    assert facts == [{"customer_id": str(kept(ana))}]
    old, new = [await tenant.ask(SEARCH, search=each) for each in ("crm-42", "crm-43")]
    assert old.data["customers"]["nodes"] == []
    assert new.data["customers"]["nodes"] == [{"id": ana}]


async def test_a_correction_that_changes_nothing_is_not_the_one(tenant: Tenant) -> None:
    ana = await tenant.customer(externalId="crm-42")
    before = await tenant.contents()

    same = await correct(tenant, ana, "crm-42")

    assert same.payload()["customer"]["externalIdCorrectedAt"] is None
    assert await tenant.contents() == before
    assert (await correct(tenant, ana)).refusals() == []


async def test_there_has_to_be_something_to_correct(tenant: Tenant) -> None:
    ana = await tenant.customer()
    before = await tenant.contents()

    assert (await correct(tenant, ana)).refusals() == [("WRONG_STATE", ["id"])]
    assert (await correct(tenant, unknown("cus"))).refusals() == [("NOT_FOUND", ["id"])]
    assert await tenant.contents() == before


async def test_a_correction_is_checked_whole(tenant: Tenant) -> None:
    ana = await tenant.customer(externalId="crm-42")
    before = await tenant.contents()

    answer = await correct(tenant, ana, " crm", reason="x" * 501)

    assert answer.refusals() == [("BAD_USER_INPUT", [name]) for name in ("externalId", "reason")]
    assert await tenant.contents() == before


async def test_an_external_id_of_another_is_taken(tenant: Tenant) -> None:
    bo = await tenant.customer(externalId="crm-43")
    ana = await tenant.customer(externalId="crm-42")
    before = await tenant.contents()

    answer = await correct(tenant, ana)
    given = {"id": ana, "externalId": "crm-43", "reason": "x"}
    whose = await tenant.ask(WHOSE, input=given)

    assert answer.refusals() == [("TAKEN", ["externalId"])]
    assert whose.payload()["userErrors"][0]["existingId"] == bo
    assert await tenant.contents() == before


async def test_a_token_verifies_the_address_once(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    token = await begun(tenant, ana)

    answer = await verify(tenant, token)
    after = await tenant.contents()
    again = await verify(tenant, token)

    assert answer.payload()["customer"] == {"id": ana, "emailVerified": True, "version": 2}
    assert again.body == answer.body
    assert await tenant.recorded(VERIFIED) == [{"customer_id": str(kept(ana))}]
    assert await tenant.contents() == after


async def test_a_token_is_good_for_a_day_and_tells_nothing(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")

    payload = (await tenant.ask(BEGIN, input={"id": ana})).payload()

    left = datetime.fromisoformat(payload["expiresAt"]) - datetime.now(UTC)
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    assert "ana" not in payload["token"]
    facts = await tenant.recorded("v1.customer.email_verification_begun")
    assert facts == [{"customer_id": str(kept(ana))}]


async def test_only_an_address_that_is_not_verified_can_be(tenant: Tenant) -> None:
    bo = await tenant.customer()
    ana = await tenant.customer(email="ana@example.com")
    await verify(tenant, await begun(tenant, ana))
    before = await tenant.contents()

    answers = [await tenant.ask(BEGIN, input={"id": each}) for each in (bo, ana, unknown("cus"))]

    wrong = [("WRONG_STATE", ["id"])]
    assert [answer.refusals() for answer in answers] == [wrong, wrong, [("NOT_FOUND", ["id"])]]
    assert {answer.payload()["token"] for answer in answers} == {None}
    assert {answer.payload()["expiresAt"] for answer in answers} == {None}
    assert await tenant.contents() == before


async def test_another_address_is_not_verified(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    await verify(tenant, await begun(tenant, ana))

    written = await tenant.ask(UPDATE, input={"id": ana, "email": "Ana@Example.com"})
    changed = await tenant.ask(UPDATE, input={"id": ana, "email": "ana@example.org"})

    assert written.payload()["customer"]["emailVerified"] is True
    assert changed.payload()["customer"]["emailVerified"] is False
    assert changed.payload()["changedFields"] == ["email", "emailVerifiedAt"]


async def test_what_is_no_good_token_is_refused_in_the_same_words(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    ana, bo, gone = [await tenant.customer(email=f"{n}@example.com") for n in ("ana", "bo", "cy")]
    theirs = await other_tenant.customer(email="ana@example.com")
    moved, deleted = await begun(tenant, bo), await begun(tenant, gone)
    await tenant.ask(UPDATE, input={"id": bo, "email": "bo@example.org"})
    await tenant.ask(doing("customerDelete"), input={"id": gone})
    late = (kept(ana), "ana@example.com", datetime.now(UTC) - timedelta(seconds=1))
    old = Cursors(DEVELOPMENT_SECRET.encode(), tenant.id).write(_VERIFICATION, _TOKEN, late)
    foreign = await begun(other_tenant, theirs)
    before = [await tenant.contents(), await other_tenant.contents()]

    tokens = [moved, deleted, old, foreign, "", "nonsense", "ș", old[:-1], foreign + "A"]
    answers = [await verify(tenant, token) for token in tokens]

    assert answers[0].refusals() == [("BAD_USER_INPUT", ["token"])]
    assert [answer.body for answer in answers] == [answers[0].body] * len(tokens)
    assert [await tenant.contents(), await other_tenant.contents()] == before


async def test_the_token_is_made_as_the_test_makes_it(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    soon = (kept(ana), "ana@example.com", datetime.now(UTC) + timedelta(seconds=60))

    token = Cursors(DEVELOPMENT_SECRET.encode(), tenant.id).write(_VERIFICATION, _TOKEN, soon)

    assert (await verify(tenant, token)).refusals() == []


async def test_a_token_that_is_asked_for_again_after_it_served_is_none(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    given = {"id": ana, "idempotencyKey": "k-1"}
    await tenant.ask(BEGIN, input=given)
    await tenant.ask(UPDATE, input={"id": ana, "email": None})

    again = await tenant.ask(BEGIN, input=given)

    assert (again.payload()["token"], again.refusals()) == (None, [])


async def test_a_customer_verifies_its_own_address_and_no_other(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com", userId="ana")
    bo = await tenant.customer(email="bo@example.com", userId="bo")
    mine, theirs = await begun(tenant, ana), await begun(tenant, bo)
    before = await tenant.contents()

    other = await verify(tenant, theirs, by=(Role.CUSTOMER,), user="ana")
    after = await tenant.contents()
    own = await verify(tenant, mine, by=(Role.CUSTOMER,), user="ana")

    assert other.refusals() == [("BAD_USER_INPUT", ["token"])]
    assert after == before
    assert own.payload()["customer"]["emailVerified"] is True


@pytest.mark.parametrize("act", ["customerEmailVerificationBegin", "customerExternalIdCorrect"])
async def test_a_customer_does_neither_of_these_to_itself(tenant: Tenant, act: str) -> None:
    ana = await tenant.customer(email="ana@example.com", userId="ana", externalId="crm-42")
    before = await tenant.contents()
    correction = {"externalId": "crm-43", "reason": "x"} if act.endswith("Correct") else {}

    answer = await tenant.ask(
        doing(act), by=(Role.CUSTOMER,), user="ana", input={"id": ana, **correction}
    )

    assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})
    assert await tenant.contents() == before


async def test_a_request_that_is_sent_again_gives_no_token_for_another_address(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer(email="old@example.com")
    said = {"id": ana, "idempotencyKey": "k"}
    first = (await tenant.ask(BEGIN, input=said)).payload()["token"]
    again = (await tenant.ask(BEGIN, input=said)).payload()["token"]

    await tenant.ask(UPDATE, input={"id": ana, "email": "new@example.com"})
    late = (await tenant.ask(BEGIN, input=said)).payload()

    assert first
    assert again
    assert (late["token"], late["userErrors"]) == (None, [])
