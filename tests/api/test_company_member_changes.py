"""Company members: what becomes of them, and who may see and say so."""

import asyncio
from typing import Any

import pytest

from auth.scopes import Role
from tests.conftest import Statements
from tests.firms import (
    ADD_MEMBER,
    CREATED_BY,
    DELETE,
    EVERYBODYS,
    KIND,
    MINE,
    NODE,
    REMOVE,
    RESTORE,
    UPDATE,
    add,
    companies,
    members,
    new_company,
    new_member,
)
from tests.tenant import Tenant, doing, kept, unknown


async def test_a_member_is_changed_and_what_is_left_out_stays(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    made = await new_member(tenant, firm, ana, role="BUYER", title="Head buyer")

    answer = await tenant.ask(UPDATE, input={"id": made, "role": "OWNER"})
    cleared = await tenant.ask(UPDATE, input={"id": made, "title": None})

    assert answer.payload()["companyMember"].items() >= {"role": "OWNER", "version": 2}.items()
    assert answer.payload()["companyMember"]["title"] == "Head buyer"
    assert cleared.payload()["changedFields"] == ["title"]
    facts = await tenant.recorded("v1.customer.member_changed", customer_id=firm, person_id=ana)
    assert [fact["fields_changed"] for fact in facts] == [["role"], ["title"]]


async def test_a_change_is_checked_and_compared(tenant: Tenant) -> None:
    made = await new_member(tenant, await new_company(tenant), await tenant.customer())
    await tenant.ask(UPDATE, input={"id": made, "title": "Buyer"})
    before = await tenant.contents()

    wrong = await tenant.ask(UPDATE, input={"id": made, "role": None, "title": "x" * 101})
    stale = await tenant.ask(UPDATE, input={"id": made, "title": "Boss", "expectedVersion": 1})
    same = await tenant.ask(UPDATE, input={"id": made, "title": "Buyer"})

    assert wrong.refusals() == [("BAD_USER_INPUT", [name]) for name in ("role", "title")]
    assert stale.refusals() == [("STALE_VERSION", ["title"])]
    assert same.payload()["changedFields"] == []
    assert await tenant.contents() == before


async def test_a_member_is_removed_and_both_customers_stay(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    made = await new_member(tenant, firm, ana)

    answer = await tenant.ask(REMOVE, input={"id": made})
    again = await tenant.ask(REMOVE, input={"id": made})

    assert answer.payload() == {"deletedId": made, "userErrors": []}
    assert again.refusals() == [("NOT_FOUND", ["id"])]
    assert (await members(tenant, firm), await companies(tenant, ana)) == ([], [])
    assert (await tenant.contents())["customers"] == 2
    (fact,) = await tenant.recorded("v1.customer.member_removed")
    assert fact == {
        "customer_id": str(kept(firm)),
        "company_member_id": str(kept(made)),
        "person_id": str(kept(ana)),
    }
    assert (await add(tenant, firm, ana)).refusals() == []


@pytest.mark.parametrize("side", ["company", "person"])
async def test_deleting_either_hides_the_membership_and_restoring_shows_it(
    tenant: Tenant, side: str
) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    made = await new_member(tenant, firm, ana)
    gone = {"company": firm, "person": ana}[side]
    manager, staff = (Role.MANAGER,), (Role.STAFF,)

    await tenant.ask(DELETE, input={"id": gone})
    before = await tenant.contents()
    hidden = await (members(tenant, firm) if side == "person" else companies(tenant, ana))
    nodes = await tenant.ask(NODE, by=staff, id=made)
    acts = [await tenant.ask(act, by=manager, input={"id": made}) for act in (UPDATE, REMOVE)]
    after = await tenant.contents()
    await tenant.ask(RESTORE, input={"id": gone})

    assert (hidden, nodes.data) == ([], {"node": None})
    assert [act.refusals() for act in acts] == [[("NOT_FOUND", ["id"])]] * 2
    assert after == before
    assert await members(tenant, firm) == await companies(tenant, ana) == [made]
    assert (await tenant.ask(NODE, by=staff, id=made)).data == {"node": {"id": made}}


async def test_who_belongs_together_keeps_its_kind(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer(companyName="Ana PFA")
    made = await new_member(tenant, firm, ana)
    before = await tenant.contents()

    company = await tenant.ask(KIND, input={"id": firm, "kind": "INDIVIDUAL"})
    person = await tenant.ask(KIND, input={"id": ana, "kind": "CORPORATE"})
    same = await tenant.ask(KIND, input={"id": ana, "kind": "INDIVIDUAL"})
    after = await tenant.contents()
    await tenant.ask(REMOVE, input={"id": made})
    free = await tenant.ask(KIND, input={"id": ana, "kind": "CORPORATE"})

    assert company.refusals() == person.refusals() == [("WRONG_STATE", ["kind"])]
    assert same.refusals() == []
    assert after == before
    assert free.payload()["customer"] == {"kind": "CORPORATE"}


async def test_a_customer_sees_its_own_memberships_and_no_company(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer(userId="ana")
    bo = await tenant.customer(userId="bo")
    mine = await new_member(tenant, firm, ana, role="BUYER", title="Head buyer")
    theirs = await new_member(tenant, firm, bo)
    me: dict[str, Any] = {"by": (Role.CUSTOMER,), "user": "ana"}

    own = await tenant.ask(MINE, **me)
    nodes = [await tenant.ask(NODE, **me, id=each) for each in (mine, theirs)]
    by = await tenant.ask(CREATED_BY, **me)

    shown = {"role": "BUYER", "title": "Head buyer", "company": None, "person": {"id": ana}}
    assert own.data == {"me": {"companies": [shown]}}
    assert [node.data["node"] for node in nodes] == [{"id": mine}, None]
    assert by.codes == {"me.companies.0.createdBy": "FORBIDDEN"}


@pytest.mark.parametrize("act", ["companyMemberAdd", "companyMemberUpdate", "companyMemberRemove"])
@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.STAFF, Role.OPERATOR])
async def test_others_change_nobodys_companies(tenant: Tenant, act: str, role: Role) -> None:
    firm, ana = await new_company(tenant), await tenant.customer(userId="ana")
    made = await new_member(tenant, firm, ana)
    before = await tenant.contents()
    given = {"companyId": firm, "personId": ana} if act.endswith("Add") else {"id": made}

    answer = await tenant.ask(doing(act), by=(role,), user="ana", input=given)

    assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})
    assert await tenant.contents() == before


async def test_an_operator_sees_no_titles(tenant: Tenant) -> None:
    ana = await tenant.customer()
    await new_member(tenant, await new_company(tenant), ana, title="Head buyer")
    query = "query ($id: ID!) { customer(id: $id) { companies { role title } } }"

    answer = await tenant.ask(query, by=(Role.OPERATOR,), id=ana)

    assert answer.data["customer"]["companies"] == [{"role": "MEMBER", "title": None}]
    assert answer.codes == {"customer.companies.0.title": "FORBIDDEN"}


async def test_another_tenants_members_do_not_exist(tenant: Tenant, other_tenant: Tenant) -> None:
    pair = await new_company(other_tenant), await other_tenant.customer()
    foreign = await new_member(other_tenant, *pair)
    before = await other_tenant.contents()

    changed = await tenant.ask(UPDATE, input={"id": foreign, "role": "OWNER"})
    removed = await tenant.ask(REMOVE, input={"id": foreign})
    never = await tenant.ask(REMOVE, input={"id": unknown("mem")})

    assert changed.refusals() == removed.refusals() == [("NOT_FOUND", ["id"])]
    assert removed.body == never.body
    assert (await tenant.ask(NODE, id=foreign)).data == {"node": None}
    assert await other_tenant.contents() == before


async def test_two_who_add_the_same_person_add_it_once(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()

    answers = await asyncio.gather(*(add(tenant, firm, ana) for _ in range(4)))

    refused = sorted(str(answer.refusals()) for answer in answers)
    assert refused == sorted([str([])] + [str([("TAKEN", ["personId"])])] * 3)
    assert len(await tenant.rows(EVERYBODYS)) == 1


async def test_adding_a_member_costs_seven_statements(
    tenant: Tenant, statements: Statements
) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    statements.clear()

    await tenant.ask(ADD_MEMBER, input={"companyId": firm, "personId": ana})

    assert len(statements) == 7, "\n\n".join(statements)
