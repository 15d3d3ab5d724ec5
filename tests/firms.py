"""Firms: companies of a test's own, and the people who belong to them."""

from itertools import count
from typing import Any, Final

from tests.tenant import CREATE_CUSTOMER, Tenant

ADD_MEMBER: Final = """
mutation ($input: CompanyMemberAddInput!) {
  companyMemberAdd(input: $input) { companyMember { id } userErrors { code message field } }
}"""
_NUMBERS: Final = count(1)


async def new_company(tenant: Tenant, **given: Any) -> str:
    """The id of a new corporate customer."""
    named = {"kind": "CORPORATE", "companyName": f"Livada {next(_NUMBERS)}"}
    return await tenant.made(CREATE_CUSTOMER, "customer", named | given)


async def new_member(tenant: Tenant, company: str, person: str, **given: Any) -> str:
    """The id of a new membership of a person in a company."""
    pair = {"companyId": company, "personId": person}
    return await tenant.made(ADD_MEMBER, "companyMember", pair | given)
