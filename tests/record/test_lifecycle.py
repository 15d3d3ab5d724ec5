"""Lifecycle: what is known of a customer, how it changes, and how it ends."""

import re
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.api.acts import ACTS, do
from tests.record.people import acted, changed, found_by, shown
from tests.tenant import Tenant, kept

NOTES: Final = "notes { nodes { body } } addresses { city } tagLabels"
ID: Final = re.compile(r"[a-z]+_[0-9a-f]{32}")
# What each field takes, how it is shown, and what it does not take.
FIELDS: Final[dict[str, tuple[Any, Any, Any]]] = {
    "c024_bornOn": ("1984-02-29", "1984-02-29", "1899-12-31"),
    "c025_x06_gender": ("PREFER_NOT_TO_SAY", "PREFER_NOT_TO_SAY", None),
    "c026_avatarUrl": ("https://x.ro/a.png", "https://x.ro/a.png", "https://x.ro/" + "a" * 255),
    "c027_nationality": ("ma", "MA", "XX"),
    "c028_region": ("Souss-Massa", "Souss-Massa", "x" * 101),
    "c028_city": ("Agadir", "Agadir", "x" * 101),
    "c029_countryCode": ("MA", "MA", "Morocco"),
}


@pytest.mark.parametrize("name", FIELDS)
async def test_c024_c025_c026_c027_c028_c029_x06_a_field_is_kept_checked_and_cleared(
    tenant: Tenant, name: str
) -> None:
    said, told, wrong = FIELDS[name]
    field = name.rpartition("_")[2]
    ana = await tenant.customer(**{field: said})
    assert await shown(tenant, ana, field) == {field: told}

    if wrong is not None:
        answer = await changed(tenant, ana, **{field: wrong})
        codes = {*answer.codes.values(), *_codes(answer)}
        assert codes == {"BAD_USER_INPUT"}
        assert await shown(tenant, ana, field) == {field: told}
    cleared = await changed(tenant, ana, **{field: None})

    assert cleared.payload()["changedFields"] == [field]
    assert await shown(tenant, ana, field) == {field: None}


def _codes(answer: Any) -> list[str]:
    return [] if answer.data is None else [code for code, _ in answer.refusals()]


async def test_c021_x24_status_deletion_and_anonymity_are_three_things(tenant: Tenant) -> None:
    ana = await tenant.customer()
    told = []
    for act in ("customerDeactivate", "customerActivate", "customerDelete"):
        await acted(tenant, act, ana)
        seen = await shown(tenant, ana, "status isActive deletedAt anonymizedAt")
        told.append((seen["status"], seen["isActive"], seen["deletedAt"] is None))
        assert seen["anonymizedAt"] is None

    assert told == [("INACTIVE", False, True), ("ACTIVE", True, True), ("ACTIVE", False, False)]


async def test_c022_who_is_blocked_is_so_for_a_reason_by_somebody(tenant: Tenant) -> None:
    ana = await tenant.customer()
    fields = "status blockedReason blockedAt blockedBy { subject }"

    await acted(tenant, "customerBlock", ana, reason="Fraud")
    blocked = await shown(tenant, ana, fields)
    at = blocked.pop("blockedAt")
    await acted(tenant, "customerUnblock", ana)

    who = {"subject": "admin"}
    assert blocked == {"status": "BLOCKED", "blockedReason": "Fraud", "blockedBy": who}
    assert datetime.fromisoformat(at) <= datetime.now(UTC)
    nothing = {"blockedReason": None, "blockedAt": None, "blockedBy": None}
    assert await shown(tenant, ana, fields) == {"status": "ACTIVE", **nothing}


async def test_c038_a_customer_knows_when(tenant: Tenant) -> None:
    ana = await tenant.customer()
    fields = "createdAt updatedAt deletedAt anonymizedAt lastInteractionAt"

    new = await shown(tenant, ana, fields)
    await changed(tenant, ana, city="Cluj")
    later = await shown(tenant, ana, fields)
    await acted(tenant, "customerDelete", ana)
    gone = await shown(tenant, ana, fields)

    assert new["createdAt"] == new["updatedAt"] == later["createdAt"] == gone["createdAt"]
    assert new["updatedAt"] < later["updatedAt"] < gone["updatedAt"]
    assert (new["deletedAt"], later["deletedAt"]) == (None, None)
    assert gone["deletedAt"] is not None
    assert {each["anonymizedAt"] for each in (new, gone)} == {None}


async def test_c040_a_summary_says_how_much_there_is(tenant: Tenant) -> None:
    ana = await tenant.customer()
    await tenant.note(ana)
    await tenant.wear(ana, await tenant.tag(), await tenant.tag())
    await tenant.address(ana)

    told = await shown(tenant, ana, "summary { tagCount noteCount addressCount companyCount }")

    counts = {"tagCount": 2, "noteCount": 1, "addressCount": 1, "companyCount": 0}
    assert told == {"summary": counts}


async def test_c045_x40_what_is_left_out_stays_and_null_clears(tenant: Tenant) -> None:
    ana = await tenant.customer(firstName="Ana", lastName="Pop", city="Cluj")

    answer = await changed(tenant, ana, lastName="Ene", city=None)

    assert answer.payload()["changedFields"] == ["lastName", "city"]
    told = await shown(tenant, ana, "firstName lastName city")
    assert told == {"firstName": "Ana", "lastName": "Ene", "city": None}
    (fact,) = await tenant.recorded("v1.customer.updated")
    assert fact["fields_changed"] == ["last_name", "city"]


async def test_c046_x25_each_way_to_end_is_an_act_of_its_own(tenant: Tenant) -> None:
    acts = {"customerDeactivate": {}, "customerDelete": {}, "customerErase": {"reason": "OTHER"}}
    people = {act: await tenant.customer(email=f"{act}@example.com") for act in acts}

    for act, given in acts.items():
        assert (await acted(tenant, act, people[act], **given)).refusals() == []

    there = [await found_by(tenant, email=f"{act}@example.com") for act in acts]
    assert there == [people["customerDeactivate"], None, None]
    restored = [await acted(tenant, "customerRestore", people[act]) for act in acts]
    wrong, missing = [("WRONG_STATE", ["id"])], [("NOT_FOUND", ["id"])]
    assert [answer.refusals() for answer in restored] == [wrong, [], missing]


async def test_c047_who_is_deleted_keeps_its_history(tenant: Tenant) -> None:
    ana = await tenant.customer()
    await tenant.note(ana, body="Called.")
    await tenant.address(ana, city="Cluj")
    await tenant.wear(ana, await tenant.tag("VIP"))

    await acted(tenant, "customerDelete", ana)
    deleted = await shown(tenant, ana, NOTES)
    await acted(tenant, "customerRestore", ana)

    history = {"notes": {"nodes": [{"body": "Called."}]}, "addresses": [{"city": "Cluj"}]}
    assert deleted == await shown(tenant, ana, NOTES) == {**history, "tagLabels": ["VIP"]}


async def test_c048_c049_who_is_erased_is_gone_with_tags_and_notes(tenant: Tenant) -> None:
    ana, bo = await tenant.customer(), await tenant.customer()
    for each in (ana, bo):
        await tenant.note(each)
        await tenant.address(each)
        await tenant.wear(each, await tenant.tag())
    tables = ("customers", "notes", "addresses", "customer_tags", "tags")

    answer = await acted(tenant, "customerErase", ana, reason="REQUESTED")

    assert answer.refusals() == []
    contents = await tenant.contents()
    assert [contents[table] for table in tables] == [1, 1, 1, 1, 2]
    (fact,) = await tenant.recorded("v1.customer.erased")
    assert fact == {"customer_id": str(kept(ana)), "reason": "REQUESTED"}


# Acts that name nothing which is there already.
NAMELESS: Final = {
    *("customFieldCreate", "customerCreate", "customerEmailVerify", "customerUpsert", "tagCreate")
}


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_d01_no_act_touches_what_belongs_to_another_tenant(
    tenant: Tenant, other_tenant: Tenant, name: str
) -> None:
    given = await ACTS[name].given(other_tenant)
    foreign = [value for value in _leaves(given) if ID.fullmatch(str(value))]
    before = [await tenant.contents(), await other_tenant.contents()]
    if not foreign:
        assert name in NAMELESS
        return

    answer = await do(tenant, name, given)

    assert {code for code, _ in answer.refusals()} == {"NOT_FOUND"}
    assert [await tenant.contents(), await other_tenant.contents()] == before


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_d13_a_customer_changes_nobody_but_itself(tenant: Tenant, name: str) -> None:
    await tenant.customer(userId="bo")
    given = await ACTS[name].given(tenant)
    before = await tenant.contents()

    answer = await do(tenant, name, given, by=(Role.CUSTOMER,), user="bo")

    refused = {*answer.codes.values()} or {code for code, _ in answer.refusals()}
    expected = "BAD_USER_INPUT" if name == "customerEmailVerify" else None
    assert refused <= {expected or "NOT_FOUND", "FORBIDDEN"}
    assert refused
    assert await tenant.contents() == before


async def test_d13_a_customer_reads_nobody_but_itself(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana", email="ana@example.com")
    bo = await tenant.customer(userId="bo")
    me: dict[str, Any] = {"by": (Role.CUSTOMER,), "user": "bo"}
    one = "query ($id: ID!) { customer(id: $id) { id } node(id: $id) { id } }"

    own, other = [await tenant.ask(one, **me, id=each) for each in (bo, ana)]
    lists = await tenant.ask("{ customers { nodes { id } } }", **me)
    by = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"
    found = await tenant.ask(by, **me, it={"email": "ana@example.com"})

    assert own.data == {"customer": {"id": bo}, "node": {"id": bo}}
    assert other.data == {"customer": None, "node": None}
    assert lists.codes == {"customers": "FORBIDDEN"}
    assert found.data == {"customerByIdentifier": None}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]
