"""Erasure: nothing of a customer is left but ids, wherever it stood."""

from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.api.acts import CANARY, PERSON, PLACE
from tests.firms import new_company, new_member
from tests.tenant import Tenant, doing, kept, unknown

ERASE: Final = doing("customerErase", "deletedId")
UPDATE: Final = doing("customerUpdate")
FOUND: Final = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"
TABLES: Final = """
select table_name as name from information_schema.columns
where table_schema = 'public' and column_name = 'tenant_id' and $1::uuid is not null order by 1"""
HOLDING: Final = "select t::text from {} t where tenant_id = $1 and t::text ~* $2"
ACTORS: Final = "select subject, name from actors where tenant_id = $1 order by subject"


async def told_of(tenant: Tenant, word: str) -> dict[str, int]:
    """In how many rows of each table a word stands."""
    found = {}
    for table in await tenant.rows(TABLES):
        name = table["name"]
        found[name] = len(await tenant.rows(HOLDING.format(name), word))
    return {name: count for name, count in found.items() if count}


async def full(tenant: Tenant) -> str:
    """Somebody of whom everything is known, and old values too."""
    ana = await tenant.customer(**PERSON, userId="account-of-ana")
    await tenant.address(ana, **PLACE)
    await tenant.note(ana, body=CANARY)
    await tenant.wear(ana, await tenant.tag())
    await new_member(tenant, await new_company(tenant), ana, title=CANARY)
    for name in (f"{CANARY}-2", "Ana"):
        await tenant.ask(UPDATE, input={"id": ana, "firstName": name, "idempotencyKey": name[:3]})
    own: dict[str, Any] = {"id": ana, "city": CANARY * 2}
    await tenant.ask(UPDATE, by=(Role.CUSTOMER,), user="account-of-ana", input=own)
    return ana


@pytest.mark.parametrize("is_deleted", [False, True])
async def test_nothing_of_the_person_is_left_in_any_table(
    tenant: Tenant, *, is_deleted: bool
) -> None:
    ana = await full(tenant)
    assert {"customers", "addresses", "notes", "revisions"} <= (
        await told_of(tenant, CANARY)
    ).keys()
    if is_deleted:
        await tenant.ask(doing("customerDelete"), input={"id": ana})

    answer = await tenant.ask(ERASE, input={"id": ana, "reason": "REQUESTED"})

    assert answer.payload() == {"deletedId": ana, "userErrors": []}
    assert await told_of(tenant, CANARY) == {}
    assert await told_of(tenant, "712345678") == {}
    assert await told_of(tenant, "account-of-ana") == {}
    contents = await tenant.contents()
    gone = ("addresses", "notes", "customer_tags", "company_members", "revisions")
    assert {contents[table] for table in gone} == {0}
    assert contents["customers"] == 1


async def test_the_audit_and_the_fact_say_that_and_why(tenant: Tenant) -> None:
    ana = await tenant.customer(**PERSON)

    await tenant.ask(ERASE, input={"id": ana, "reason": "RETENTION"})

    facts = await tenant.recorded("v1.customer.erased")
    assert facts == [{"customer_id": str(kept(ana)), "reason": "RETENTION"}]
    lines = await tenant.rows(
        "select act, object_id, fields from audit_log where tenant_id = $1 and fact = $2",
        "customer.erased",
    )
    assert lines == [{"act": "customerErase", "object_id": kept(ana), "fields": []}]


async def test_who_acted_for_itself_is_an_actor_without_a_name(tenant: Tenant) -> None:
    ana = await full(tenant)

    await tenant.ask(ERASE, input={"id": ana, "reason": "OTHER"})

    actors = await tenant.rows(ACTORS)
    assert actors == [{"subject": "admin", "name": "Admin"}, {"subject": "erased", "name": None}]


async def test_who_is_erased_is_not_there_and_is_not_brought_back(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    await tenant.ask(ERASE, input={"id": ana, "reason": "TEST_DATA"})
    before = await tenant.contents()

    again = await tenant.ask(ERASE, input={"id": ana, "reason": "TEST_DATA"})
    restored = await tenant.ask(doing("customerRestore"), input={"id": ana})
    never = await tenant.ask(ERASE, input={"id": unknown("cus"), "reason": "OTHER"})

    refused = [("NOT_FOUND", ["id"])]
    assert again.refusals() == restored.refusals() == never.refusals() == refused
    assert (await tenant.ask(FOUND, it={"email": "ana@example.com"})).data == {
        "customerByIdentifier": None
    }
    assert await tenant.contents() == before
    await tenant.customer(email="ana@example.com")


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.STAFF, Role.MANAGER, Role.SERVICE])
async def test_others_erase_nobody(tenant: Tenant, role: Role) -> None:
    ana = await tenant.customer(userId="ana")
    before = await tenant.contents()

    given = {"id": ana, "reason": "REQUESTED"}
    answer = await tenant.ask(ERASE, by=(role,), user="ana", input=given)

    assert (answer.data, answer.codes) == (None, {"customerErase": "FORBIDDEN"})
    assert await tenant.contents() == before


async def test_another_tenants_customer_is_not_erased(tenant: Tenant, other_tenant: Tenant) -> None:
    theirs = await other_tenant.customer()
    before = await other_tenant.contents()

    answer = await tenant.ask(ERASE, input={"id": theirs, "reason": "OTHER"})

    assert answer.refusals() == [("NOT_FOUND", ["id"])]
    assert await other_tenant.contents() == before
