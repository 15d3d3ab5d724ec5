"""Company members: the people of a company, what they are there, and who may say so."""

from typing import Any, Final

from tests.firms import new_company, new_member
from tests.tenant import Answer, Tenant, doing, kept, unknown

SHOWS: Final = "companyMember { role title version company { id } person { id } }"
ADD: Final = doing("companyMemberAdd", SHOWS)
UPDATE: Final = doing("companyMemberUpdate", f"{SHOWS} changedFields")
REMOVE: Final = doing("companyMemberRemove", "deletedId")
DELETE: Final = doing("customerDelete")
RESTORE: Final = doing("customerRestore")
KIND: Final = doing("customerUpdate", "customer { kind }")
WHOSE: Final = doing("companyMemberAdd", "userErrors { ... on ValueTaken { existingId } }")
MEMBERS: Final = """
query ($id: ID!, $roles: [CompanyRole!], $first: Int, $after: Cursor) {
  customer(id: $id) {
    members(roles: $roles, first: $first, after: $after) {
      nodes { id } totalCount { value isExact } pageInfo { endCursor hasNextPage }
    }
  }
}"""
COMPANIES: Final = "query ($id: ID!) { customer(id: $id) { companies { id company { id } } } }"
NODE: Final = "query ($id: ID!) { node(id: $id) { id } }"
MINE: Final = "{ me { companies { role title company { displayName } person { id } } } }"
CREATED_BY: Final = "{ me { companies { createdBy { name } } } }"
EVERYBODYS: Final = "select id from company_members where tenant_id = $1"
FULL: Final = """
with companies as (
  insert into customers (tenant_id, id, kind, display_name, display_name_norm, created_by)
  select $1, gen_random_uuid(), 'CORPORATE', 'L', 'l', gen_random_uuid()
  from generate_series(1, 249) returning id)
insert into company_members (tenant_id, id, company_id, customer_id, created_by)
select $1, gen_random_uuid(), id, $2, gen_random_uuid() from companies returning id"""


async def members(tenant: Tenant, company: str, **asked: Any) -> list[str]:
    answer = await tenant.ask(MEMBERS, id=company, **asked)
    page = answer.data["customer"]["members"]
    if "first" not in asked:
        assert page["totalCount"] == {"value": len(page["nodes"]), "isExact": True}
    return [node["id"] for node in page["nodes"]]


async def companies(tenant: Tenant, person: str) -> list[str]:
    answer = await tenant.ask(COMPANIES, id=person)
    return [each["id"] for each in answer.data["customer"]["companies"]]


async def add(tenant: Tenant, company: str, person: str, **given: Any) -> Answer:
    return await tenant.ask(ADD, input={"companyId": company, "personId": person, **given})


async def test_a_person_is_added_and_the_fact_belongs_to_the_company(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()

    plain = await add(tenant, firm, ana)
    titled = await add(tenant, firm, await tenant.customer(), role="BUYER", title=" Head buyer ")

    pair = {"company": {"id": firm}, "person": {"id": ana}}
    assert plain.payload()["companyMember"] == {
        "role": "MEMBER",
        "title": None,
        "version": 1,
        **pair,
    }
    assert (
        titled.payload()["companyMember"].items()
        >= {"role": "BUYER", "title": "Head buyer"}.items()
    )
    (made,) = await companies(tenant, ana)
    (fact,) = await tenant.recorded("v1.customer.member_added", person_id=ana)
    assert fact == {
        "customer_id": str(kept(firm)),
        "company_member_id": str(kept(made)),
        "person_id": str(kept(ana)),
    }


async def test_members_come_newest_first_and_page_by_page(tenant: Tenant) -> None:
    firm = await new_company(tenant)
    made = [await new_member(tenant, firm, await tenant.customer()) for _ in range(5)]

    first = await tenant.ask(MEMBERS, id=firm, first=3)
    page = first.data["customer"]["members"]
    rest = await members(tenant, firm, first=3, after=page["pageInfo"]["endCursor"])

    assert [node["id"] for node in page["nodes"]] == made[:1:-1]
    assert page["totalCount"] == {"value": 5, "isExact": True}
    assert page["pageInfo"]["hasNextPage"] is True
    assert rest == made[1::-1]


async def test_members_are_chosen_by_role(tenant: Tenant) -> None:
    firm = await new_company(tenant)
    roles = ("OWNER", "BUYER", "BILLING", "BUYER")
    owner, one, billing, two = [
        await new_member(tenant, firm, await tenant.customer(), role=role) for role in roles
    ]

    assert await members(tenant, firm, roles=["BUYER"]) == [two, one]
    assert await members(tenant, firm, roles=["OWNER", "BILLING"]) == [billing, owner]
    assert (
        await members(tenant, firm, roles=[]) == await members(tenant, firm, roles=["ADMIN"]) == []
    )
    assert await members(tenant, firm, roles=None) == [two, billing, one, owner]


async def test_a_cursor_of_some_roles_is_none_of_others(tenant: Tenant) -> None:
    firm = await new_company(tenant)
    for _ in range(2):
        await new_member(tenant, firm, await tenant.customer(), role="BUYER")
    page = (await tenant.ask(MEMBERS, id=firm, roles=["BUYER"], first=1)).data["customer"][
        "members"
    ]
    cursor = page["pageInfo"]["endCursor"]

    answer = await tenant.ask(MEMBERS, id=firm, roles=["OWNER"], after=cursor)

    assert answer.codes == {"customer.members": "BAD_CURSOR"}


async def test_a_person_may_belong_to_several_companies(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = [await new_member(tenant, await new_company(tenant), ana) for _ in range(3)]

    assert await companies(tenant, ana) == made


async def test_a_person_is_added_to_a_company_once(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    made = await new_member(tenant, firm, ana)
    before = await tenant.contents()

    answer = await add(tenant, firm, ana, role="OWNER")
    whose = await tenant.ask(WHOSE, input={"companyId": firm, "personId": ana})

    assert answer.refusals() == [("TAKEN", ["personId"])]
    assert whose.payload()["userErrors"][0]["existingId"] == made
    assert await tenant.contents() == before


async def test_only_companies_have_members_and_only_people_are(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    before = await tenant.contents()

    turned = await add(tenant, ana, firm)
    itself = await add(tenant, firm, firm)

    assert turned.refusals() == [("WRONG_STATE", [name]) for name in ("companyId", "personId")]
    assert itself.refusals() == [("WRONG_STATE", ["personId"])]
    assert await tenant.contents() == before


async def test_who_is_not_there_is_not_found(tenant: Tenant, other_tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    gone = await tenant.customer()
    await tenant.ask(DELETE, input={"id": gone})
    theirs = [await new_company(other_tenant), await other_tenant.customer()]
    before = [await tenant.contents(), await other_tenant.contents()]

    both = await add(tenant, *theirs)
    answers = [await add(tenant, firm, each) for each in (gone, theirs[1], unknown("cus"), "x")]

    assert both.refusals() == [("NOT_FOUND", [name]) for name in ("companyId", "personId")]
    assert [a.refusals() for a in answers] == [[("NOT_FOUND", ["personId"])]] * 4
    assert (await add(tenant, theirs[0], ana)).refusals() == [("NOT_FOUND", ["companyId"])]
    assert [await tenant.contents(), await other_tenant.contents()] == before


async def test_a_person_belongs_to_at_most_250_companies(tenant: Tenant) -> None:
    ana = await tenant.customer()
    assert len(await tenant.rows(FULL, kept(ana))) == 249

    last = await add(tenant, await new_company(tenant), ana)
    before = await tenant.contents()
    more = await add(tenant, await new_company(tenant), ana)

    assert last.refusals() == []
    assert more.refusals() == [("LIMIT_REACHED", ["personId"])]
    after = await tenant.contents()
    assert after["company_members"] == before["company_members"] == 250
    assert len(await companies(tenant, ana)) == 250
