"""What a list costs: so many statements, however many there are and however many are asked for."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from tests.conftest import Statements
from tests.firms import new_company, new_member
from tests.tenant import Tenant

NOTES: Final = "notes(first: $first) { nodes { body } }"
SUMMARY: Final = (
    "summary { tagCount noteCount addressCount memberCount companyCount lastInteractionAt }"
)
MEMBERS: Final = "members(first: $first) { nodes { role } }"
WEARERS: Final = "customers(first: $first) { nodes { displayName } }"


def of_customers(shows: str, asked: str = "") -> str:
    return f"query ($first: Int) {{ customers(first: $first {asked}) {{ {shows} }} }}"


def of_each_customer(shows: str) -> str:
    return of_customers(f"nodes {{ displayName {shows} }}")


def of_companies(shows: str) -> str:
    return of_customers(f"nodes {{ displayName {shows} }}", "where: {kind: {eq: CORPORATE}}")


def of_tags(shows: str) -> str:
    return f"query ($first: Int) {{ tags(first: $first) {{ {shows} }} }}"


def of_each_tag(shows: str) -> str:
    return of_tags(f"nodes {{ label {shows} }}")


PRICES: Final[dict[str, tuple[str, int]]] = {
    "customers": (of_each_customer(""), 1),
    "customers and how many": (of_customers("nodes { id } totalCount { value }"), 2),
    "how many customers": (of_customers("totalCount { value }"), 2),
    "customers, filtered": (
        of_customers("nodes { id }", 'where: {or: [{status: {eq: ACTIVE}}, {tags: {any: ["x"]}}]}'),
        1,
    ),
    "customers, sorted": (of_customers("nodes { id }", "sortBy: [{field: LAST_NAME}]"), 1),
    # How many have each word is asked first.
    "customers, searched": (of_customers("nodes { id }", 'search: "ana pop"'), 2),
    "their tags": (of_each_customer("tags { label } tagLabels"), 2),
    "who made their tags": (of_each_customer("tags { createdBy { name } }"), 3),
    "their addresses": (of_each_customer("addresses { line1 }"), 2),
    "their addresses by purpose": (
        of_each_customer(
            "addresses(type: BILLING) { line1 } all: addresses { line1 }"
            " defaultAddress(type: SHIPPING) { line1 }"
        ),
        2,
    ),
    "their notes": (of_each_customer(NOTES), 2),
    "their notes and how many": (of_each_customer("notes(first: 1) { totalCount { value } }"), 3),
    "their notes, two pages": (
        of_each_customer(f"{NOTES} few: notes(last: 1) {{ nodes {{ id }} }}"),
        3,
    ),
    "who wrote their notes": (of_each_customer("notes { nodes { author { name } } }"), 3),
    "whom their notes are about": (of_each_customer("notes { nodes { customer { id } } }"), 3),
    "members": (of_companies(MEMBERS), 2),
    "members and how many": (of_companies("members { totalCount { value } nodes { id } }"), 3),
    "who the members are": (of_companies("members { nodes { person { displayName } } }"), 3),
    "members who answer": (
        of_companies(
            'members(where: {status: {eq: ACTIVE}}, search: "a") {'
            " nodes { id } totalCount { value } }"
        ),
        3,
    ),
    "members of some roles": (of_companies("members(roles: [BUYER]) { nodes { id } }"), 2),
    "how much there is": (of_each_customer(SUMMARY), 2),
    "companies": (of_each_customer("companies { role title }"), 2),
    "which companies": (of_each_customer("companies { company { displayName } }"), 3),
    "all of it": (
        of_customers(
            "totalCount { value } nodes { tags { label } addresses { line1 } notes(first: $first)"
            " { totalCount { value } nodes { author { name } } } }"
        ),
        7,
    ),
    "tags": (of_each_tag(""), 1),
    "tags and how many": (of_tags("nodes { id } totalCount { value }"), 2),
    "who made the tags": (of_each_tag("createdBy { name }"), 2),
    "who wears the tags": (of_each_tag(WEARERS), 2),
    "the active who wear the tags": (
        of_each_tag(
            'customers(search: "an", where: {status: {eq: ACTIVE}}, sortBy: [{field: LAST_NAME}]) {'
            " nodes { id } totalCount { value } }"
        ),
        3,
    ),
    "how many wear the tags": (of_each_tag("customers { totalCount { value } }"), 3),
    "what else they wear": (of_each_tag("customers { nodes { tags { label } } }"), 3),
    "what was noted about them": (of_each_tag(f"customers {{ nodes {{ {NOTES} }} }}"), 3),
}
ONES: Final[dict[str, tuple[str, int]]] = {
    "Customer": ("displayName", 1),
    "Tag": ("label", 1),
    "Address": ("line1", 2),
    "Note": ("body", 2),
    "CompanyMember": ("role", 2),
}


@dataclass(frozen=True, slots=True)
class Town:
    """A tenant with customers who have everything, and the ids of what they have."""

    tenant: Tenant
    ids: dict[str, list[str]]


async def town(client: httpx2.AsyncClient, owner: asyncpg.Pool, customers: int) -> Town:
    tenant = Tenant(client, owner, f"town-{uuid4().hex[:12]}")
    await tenant.open()
    firms = [await new_company(tenant) for _ in range(customers)]
    people = [await tenant.customer() for _ in range(customers)]
    tags = [await tenant.tag() for _ in range(customers + 2)]
    ids: dict[str, list[str]] = {"Customer": people, "Tag": tags, "Address": [], "Note": []}
    ids["CompanyMember"] = []
    for firm, each in zip(firms, people, strict=True):
        await tenant.wear(each, *tags)
        ids["Address"] += [await tenant.address(each, type=t) for t in ("BILLING", "SHIPPING")]
        ids["Note"] += [await tenant.note(each) for _ in range(3)]
        ids["CompanyMember"].append(await new_member(tenant, firm, each, role="BUYER"))
    return Town(tenant, ids)


@pytest.fixture(scope="module")
async def towns(client: httpx2.AsyncClient, owner: asyncpg.Pool) -> list[Town]:
    """A town with one customer and a town with five."""
    return [await town(client, owner, customers) for customers in (1, 5)]


async def cost(tenant: Tenant, statements: Statements, query: str, **asked: Any) -> list[str]:
    """The statements that a question takes, once the door knows who asks."""
    await tenant.ask("{ viewer { id } }")
    statements.clear()
    answer = await tenant.ask(query, **asked)
    assert "errors" not in answer.body, answer.body
    return list(statements)


@pytest.mark.parametrize("first", [1, 100])
@pytest.mark.parametrize("what", PRICES)
async def test_a_list_has_a_price_and_the_price_is_fixed(
    towns: list[Town], statements: Statements, what: str, first: int
) -> None:
    query, price = PRICES[what]

    for each in towns:
        sent = await cost(each.tenant, statements, query, first=first)
        assert len(sent) == price, "\n\n".join(sent)


@pytest.mark.parametrize("kind", ONES)
async def test_nodes_of_a_kind_cost_the_same_however_many(
    towns: list[Town], statements: Statements, kind: str
) -> None:
    shows, price = ONES[kind]
    query = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {kind} {{ {shows} }} }} }}"

    for each in towns:
        sent = await cost(each.tenant, statements, query, ids=each.ids[kind])
        assert len(sent) == price, "\n\n".join(sent)


async def test_what_is_asked_for_twice_is_fetched_once(
    towns: list[Town], statements: Statements
) -> None:
    many = towns[-1].tenant
    page = f"customers(first: $first) {{ nodes {{ {NOTES} }} }}"
    query = f"query ($first: Int) {{ a: {page} }}"
    both = f"query ($first: Int) {{ a: {page} b: {page} }}"

    once = await cost(many, statements, query, first=2)
    twice = await cost(many, statements, both, first=2)

    assert (len(once), len(twice)) == (2, 3), "\n\n".join(twice)


async def test_nothing_is_fetched_for_a_list_that_is_not_there(
    towns: list[Town], statements: Statements
) -> None:
    query = "query ($id: ID!) { customer(id: $id) { tags { id } notes { nodes { id } } } }"

    for each in towns:
        sent = await cost(each.tenant, statements, query, id="cus_" + "0" * 32)
        assert len(sent) == 1, "\n\n".join(sent)
