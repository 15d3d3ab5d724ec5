"""Firms: companies of a test's own, and the people who belong to them."""

from itertools import count
from typing import Any, Final

from tests.tenant import CREATE_CUSTOMER, Answer, Tenant, doing

ADD_MEMBER: Final = """
mutation ($input: CompanyMemberAddInput!) {
  companyMemberAdd(input: $input) { companyMember { id } userErrors { code message field } }
}"""
SHOWS: Final = "companyMember { role title version company { id } person { id } }"
ADD: Final = doing("companyMemberAdd", SHOWS)
UPDATE: Final = doing("companyMemberUpdate", f"{SHOWS} changedFields")
REMOVE: Final = doing("companyMemberRemove", "deletedId")
DELETE: Final = doing("customerDelete")
RESTORE: Final = doing("customerRestore")
KIND: Final = doing("customerUpdate", "customer { kind }")
WHOSE: Final = doing("companyMemberAdd", "userErrors { ... on ValueTaken { existingId } }")
MEMBERS: Final = """
query ($id: ID!, $roles: [CompanyRole!], $where: CustomerWhere, $search: String, $first: Int,
  $after: Cursor) {
  customer(id: $id) {
    members(roles: $roles, where: $where, search: $search, first: $first, after: $after) {
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
_NUMBERS: Final = count(1)


async def new_company(tenant: Tenant, **given: Any) -> str:
    """The id of a new corporate customer."""
    named = {"kind": "CORPORATE", "companyName": f"Livada {next(_NUMBERS)}"}
    return await tenant.made(CREATE_CUSTOMER, "customer", named | given)


async def new_member(tenant: Tenant, company: str, person: str, **given: Any) -> str:
    """The id of a new membership of a person in a company."""
    pair = {"companyId": company, "personId": person}
    return await tenant.made(ADD_MEMBER, "companyMember", pair | given)


async def members(tenant: Tenant, company: str, **asked: Any) -> list[str]:
    """The people of a company, as it shows them."""
    answer = await tenant.ask(MEMBERS, id=company, **asked)
    page = answer.data["customer"]["members"]
    if "first" not in asked:
        assert page["totalCount"] == {"value": len(page["nodes"]), "isExact": True}
    return [node["id"] for node in page["nodes"]]


async def companies(tenant: Tenant, person: str) -> list[str]:
    """The memberships of a person."""
    answer = await tenant.ask(COMPANIES, id=person)
    return [each["id"] for each in answer.data["customer"]["companies"]]


async def add(tenant: Tenant, company: str, person: str, **given: Any) -> Answer:
    """What is answered to somebody who adds a person to a company."""
    return await tenant.ask(ADD, input={"companyId": company, "personId": person, **given})
