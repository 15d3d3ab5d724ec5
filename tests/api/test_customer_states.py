"""The states a customer passes through, and what each of them allows."""

import re

import pytest

from auth.scopes import Role
from tests.tenant import Tenant, doing, kept, unknown

SHOWN = "customer { status isActive blockedReason blockedAt blockedBy { subject name } }"
MOVES = ("customerDeactivate", "customerActivate", "customerBlock", "customerUnblock")
ONE = "query ($id: ID!) { customer(id: $id) { id deletedAt isActive email } }"
LIST = """
query ($deleted: DeletedCustomers!) { customers(deleted: $deleted) { nodes { id } } }"""
DELETE = doing("customerDelete", "deletedId")
RESTORE = doing("customerRestore", "customer { id deletedAt email version }")
DELETERS = [Role.MANAGER, Role.ADMIN]
OTHERS = [Role.STAFF, Role.SERVICE, Role.OPERATOR]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

# From each state, by each move: the next state, the same one (nothing to do), or a refusal.
STATES = {
    ("ACTIVE", "customerDeactivate"): "INACTIVE",
    ("ACTIVE", "customerActivate"): "ACTIVE",
    ("ACTIVE", "customerBlock"): "BLOCKED",
    ("ACTIVE", "customerUnblock"): "ACTIVE",
    ("INACTIVE", "customerDeactivate"): "INACTIVE",
    ("INACTIVE", "customerActivate"): "ACTIVE",
    ("INACTIVE", "customerBlock"): "BLOCKED",
    ("INACTIVE", "customerUnblock"): None,
    ("BLOCKED", "customerDeactivate"): None,
    ("BLOCKED", "customerActivate"): None,
    ("BLOCKED", "customerBlock"): "BLOCKED",
    ("BLOCKED", "customerUnblock"): "ACTIVE",
}
INTO = {"ACTIVE": "", "INACTIVE": "customerDeactivate", "BLOCKED": "customerBlock"}
FACTS = {
    "customerDeactivate": "v1.customer.deactivated",
    "customerActivate": "v1.customer.activated",
    "customerBlock": "v1.customer.blocked",
    "customerUnblock": "v1.customer.unblocked",
}


def given(move: str, customer: str) -> dict[str, str]:
    return {"id": customer} | ({"reason": "Fraud"} if move == "customerBlock" else {})


async def in_state(tenant: Tenant, state: str) -> str:
    customer = await tenant.customer()
    if move := INTO[state]:
        await tenant.ask(doing(move), input=given(move, customer))
    return customer


@pytest.mark.parametrize(("state", "move"), STATES)
async def test_every_move_from_every_state(tenant: Tenant, state: str, move: str) -> None:
    becomes = STATES[state, move]
    customer = await in_state(tenant, state)
    before = await tenant.contents()

    answer = await tenant.ask(doing(move, "customer { status }"), input=given(move, customer))

    facts = await tenant.recorded(FACTS[move], customer_id=customer)
    if becomes is None:
        assert answer.refusals() == [("WRONG_STATE", ["id"])]
    else:
        assert answer.payload()["customer"] == {"status": becomes}
    if becomes in {None, state}:
        assert await tenant.contents() == before
    else:
        assert facts == [{"customer_id": str(kept(customer))}]


async def test_a_blocked_customer_keeps_why_when_and_by_whom(tenant: Tenant) -> None:
    customer = await tenant.customer()
    block = doing("customerBlock", SHOWN)

    answer = await tenant.ask(block, user="bo", input={"id": customer, "reason": " Fraud "})

    shown = answer.payload()["customer"]
    assert INSTANT.fullmatch(shown.pop("blockedAt"))
    assert shown == {
        "status": "BLOCKED",
        "isActive": False,
        "blockedReason": "Fraud",
        "blockedBy": {"subject": "bo", "name": "Bo"},
    }


async def test_whoever_is_let_in_again_is_free_of_all_that(tenant: Tenant) -> None:
    customer = await in_state(tenant, "BLOCKED")

    answer = await tenant.ask(doing("customerUnblock", SHOWN), input={"id": customer})

    free = {"blockedReason": None, "blockedAt": None, "blockedBy": None}
    assert answer.payload()["customer"] == {"status": "ACTIVE", "isActive": True} | free


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
async def test_nobody_is_blocked_without_a_reason(tenant: Tenant, reason: str) -> None:
    customer = await tenant.customer()
    before = await tenant.contents()

    answer = await tenant.ask(doing("customerBlock"), input={"id": customer, "reason": reason})

    assert answer.refusals() == [("BAD_USER_INPUT", ["reason"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("role", [*OTHERS, Role.CUSTOMER])
@pytest.mark.parametrize("move", [*MOVES, "customerDelete", "customerRestore"])
async def test_others_move_nobody(tenant: Tenant, move: str, role: Role) -> None:
    customer = await tenant.customer()
    before = await tenant.contents()

    answer = await tenant.ask(doing(move), by=(role,), input=given(move, customer))

    assert (answer.data, answer.codes) == (None, {move: "FORBIDDEN"})
    assert await tenant.contents() == before


@pytest.mark.parametrize("move", [*MOVES, "customerDelete", "customerUpdate"])
async def test_a_deleted_customer_is_not_there_for_any_move(tenant: Tenant, move: str) -> None:
    customer = await tenant.customer()
    await tenant.ask(DELETE, input={"id": customer})
    before = await tenant.contents()

    gone = await tenant.ask(doing(move), input=given(move, customer))
    never = await tenant.ask(doing(move), input=given(move, unknown("cus")))

    assert gone.refusals() == [("NOT_FOUND", ["id"])]
    assert gone.body == never.body
    assert await tenant.contents() == before


async def test_a_customer_is_put_away_and_brought_back_as_it_was(tenant: Tenant) -> None:
    customer = await tenant.customer(email="ana@example.com")

    deleted = await tenant.ask(DELETE, input={"id": customer})
    seen = (await tenant.ask(ONE, id=customer)).data["customer"]
    restored = await tenant.ask(RESTORE, input={"id": customer})

    assert deleted.payload() == {"deletedId": customer, "userErrors": []}
    assert INSTANT.fullmatch(seen.pop("deletedAt"))
    assert seen == {"id": customer, "isActive": False, "email": "ana@example.com"}
    back = {"id": customer, "deletedAt": None, "email": "ana@example.com", "version": 3}
    assert restored.payload() == {"customer": back, "userErrors": []}


async def test_only_the_deleted_are_restored(tenant: Tenant) -> None:
    living = await tenant.customer()
    before = await tenant.contents()

    alive = await tenant.ask(RESTORE, input={"id": living})
    never = await tenant.ask(RESTORE, input={"id": unknown("cus")})

    assert alive.refusals() == [("WRONG_STATE", ["id"])]
    assert never.refusals() == [("NOT_FOUND", ["id"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("role", OTHERS)
async def test_the_deleted_are_invisible_to_those_who_may_not_delete(
    tenant: Tenant, role: Role
) -> None:
    gone, living = await tenant.customer(), await tenant.customer()
    await tenant.ask(DELETE, input={"id": gone})

    one = await tenant.ask(ONE, by=(role,), id=gone)
    listed = await tenant.ask(LIST, by=(role,), deleted="EXCLUDE")
    wanted = [await tenant.ask(LIST, by=(role,), deleted=d) for d in ("INCLUDE", "ONLY")]

    assert one.data == {"customer": None}
    assert listed.data == {"customers": {"nodes": [{"id": living}]}}
    assert [answer.codes for answer in wanted] == [{"customers": "FORBIDDEN"}] * 2


@pytest.mark.parametrize("role", DELETERS)
async def test_whoever_may_delete_finds_the_deleted(tenant: Tenant, role: Role) -> None:
    gone, living = await tenant.customer(), await tenant.customer()
    await tenant.ask(DELETE, input={"id": gone})

    found = {}
    for deleted in ("EXCLUDE", "INCLUDE", "ONLY"):
        answer = await tenant.ask(LIST, by=(role,), deleted=deleted)
        found[deleted] = [node["id"] for node in answer.data["customers"]["nodes"]]

    assert found == {"EXCLUDE": [living], "INCLUDE": [living, gone], "ONLY": [gone]}
