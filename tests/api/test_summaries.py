"""Summaries: how much there is about a customer, for whoever may know of it."""

from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.copies import repeated
from tests.firms import new_company, new_member
from tests.tenant import Tenant, doing

COUNTS: Final = "tagCount noteCount addressCount memberCount companyCount lastInteractionAt"
ONE: Final = f"query ($id: ID!) {{ customer(id: $id) {{ summary {{ {COUNTS} }} }} }}"
MINE: Final = "{ me { summary { addressCount companyCount } } }"
NOTHING: Final = {
    "tagCount": 0,
    "noteCount": 0,
    "addressCount": 0,
    "memberCount": 0,
    "companyCount": 0,
    "lastInteractionAt": None,
}
SPOKE: Final = """
update customers set last_interaction_at = '2026-03-04T05:06:07Z'
where tenant_id = $1 returning id"""


async def summary(tenant: Tenant, customer: str, role: Role = Role.ADMIN) -> dict[str, Any]:
    answer = await tenant.ask(ONE, by=(role,), id=customer)
    found: dict[str, Any] = answer.data["customer"]["summary"]
    return found


async def test_everything_is_counted_and_nothing_of_others(tenant: Tenant) -> None:
    ana, bo, firm = await tenant.customer(), await tenant.customer(), await new_company(tenant)
    for customer in (ana, bo):
        for _ in range(2):
            await tenant.address(customer)
        await tenant.note(customer)
        await tenant.wear(customer, *[await tenant.tag() for _ in range(3)])
        await new_member(tenant, firm, customer)
    await tenant.rows(SPOKE)
    await repeated(tenant)

    spoken = {"lastInteractionAt": "2026-03-04T05:06:07.000000Z"}
    there = {"tagCount": 3, "noteCount": 1, "addressCount": 2, "companyCount": 1}
    assert await summary(tenant, ana) == {**NOTHING, **there, **spoken}
    assert await summary(tenant, firm) == {**NOTHING, "memberCount": 2, **spoken}


async def test_who_is_new_has_nothing(tenant: Tenant) -> None:
    assert await summary(tenant, await tenant.customer()) == NOTHING


async def test_who_was_deleted_is_not_counted(tenant: Tenant) -> None:
    ana, firm, other = await tenant.customer(), await new_company(tenant), await new_company(tenant)
    bo = await tenant.customer()
    await new_member(tenant, firm, ana)
    await new_member(tenant, firm, bo)
    await new_member(tenant, other, bo)
    for gone in (ana, other):
        await tenant.ask(doing("customerDelete"), input={"id": gone})

    assert (await summary(tenant, firm))["memberCount"] == 1
    assert (await summary(tenant, bo))["companyCount"] == 1


@pytest.mark.parametrize(
    ("role", "lost"),
    [(Role.STAFF, {"tagCount", "noteCount"}), (Role.SERVICE, {"noteCount"})],
)
async def test_what_may_not_be_seen_is_not_counted(
    tenant: Tenant, role: Role, lost: set[str]
) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(ONE, by=(role,), id=ana)

    assert answer.codes == {f"customer.summary.{name}": "FORBIDDEN" for name in lost}
    assert answer.data["customer"]["summary"] == {**NOTHING, **dict.fromkeys(lost)}


async def test_a_customer_sees_how_much_there_is_about_itself(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")
    await tenant.address(ana)
    await new_member(tenant, await new_company(tenant), ana)

    answer = await tenant.ask(MINE, by=(Role.CUSTOMER,), user="ana")

    assert answer.data == {"me": {"summary": {"addressCount": 1, "companyCount": 1}}}
