"""The door: a request is for the tenant of its token, whoever else is asking meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from auth.scopes import Role
from tests.servers import UNHURRIED, Server
from tests.tenant import Answer, Tenant, kept, unknown

TENANTS = 20
REQUESTS = 50
# More than there are connections, so that they change hands; few enough that nobody waits long.
AT_ONCE = 8
WHOSE = """
query ($foreign: ID!) {
  viewer { tenant { slug } }
  customers { nodes { lastName } totalCount { value } }
  node(id: $foreign) { id }
}"""
RENAME = """
mutation ($input: CustomerUpdateInput!) {
  customerUpdate(input: $input) { customer { firstName lastName } userErrors { code } }
}"""
CUSTOMERS = "{ customers { nodes { id email displayName } } }"


@pytest.fixture(params=["session", "local"])
async def crowded(
    request: pytest.FixtureRequest, postgres: Server, database: str, owner: asyncpg.Pool
) -> AsyncIterator[list[Tenant]]:
    """Many tenants in a house with two connections."""
    told = {
        **UNHURRIED,
        "TENANT_SETTING": request.param,
        "DATABASE_POOL_SIZE": "2",
        "DATABASE_WAIT_SECONDS": "30",
    }
    house = built(load_settings(told), postgres.app(database))
    transport = httpx2.ASGITransport(app=house.app)
    async with (
        house.app.router.lifespan_context(house.app),
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        tenants = [Tenant(client, owner, f"{request.param}-{n}") for n in range(TENANTS)]
        for tenant in tenants:
            await tenant.open()
        yield tenants


async def test_a_thousand_requests_of_twenty_tenants_are_never_mixed_up(
    crowded: list[Tenant],
) -> None:
    people = [await tenant.customer(lastName=tenant.slug) for tenant in crowded]
    neighbours = [*people[1:], people[0]]
    turn = asyncio.Semaphore(AT_ONCE)

    told = await asyncio.gather(
        *(_visited(turn, *each) for each in zip(crowded, people, neighbours, strict=True))
    )

    mixed = [answer for answers in told for answer, right in answers if answer != right]
    assert mixed == []
    assert sum(map(len, told)) == TENANTS * REQUESTS


async def _visited(
    turn: asyncio.Semaphore, tenant: Tenant, person: str, neighbour: str
) -> list[tuple[Any, Any]]:
    """Many requests of one tenant: what each was answered, and what is right."""
    answers: list[tuple[Any, Any]] = []
    seen = {
        "viewer": {"tenant": {"slug": tenant.slug}},
        "customers": {"nodes": [{"lastName": tenant.slug}], "totalCount": {"value": 1}},
        "node": None,
    }
    for number in range(REQUESTS // 2):
        change = {"id": person, "firstName": f"Ana {number}"}
        renamed = {"firstName": f"Ana {number}", "lastName": tenant.slug}
        done = {"customerUpdate": {"customer": renamed, "userErrors": []}}
        async with turn:
            answers.append(((await tenant.ask(RENAME, input=change)).body, {"data": done}))
        async with turn:
            answers.append(((await tenant.ask(WHOSE, foreign=neighbour)).body, {"data": seen}))
    return answers


@pytest.mark.parametrize("way", ["slug", "uuid", "id"])
async def test_only_an_operator_may_name_another_tenant(
    tenant: Tenant, other_tenant: Tenant, way: str
) -> None:
    token = tenant.token(Role.ADMIN)
    nobody = {"slug": "nobody", "uuid": str(kept(unknown("ten"))), "id": unknown("ten")}[way]

    own = await _asked(tenant, token, _names(tenant)[way])
    other = await _asked(tenant, token, _names(other_tenant)[way])
    never = await _asked(tenant, token, nobody)

    assert (own.status, other.status) == (200, 403)
    assert other.body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert other.body == never.body


@pytest.mark.parametrize("way", ["slug", "uuid", "id"])
async def test_an_operator_sees_the_customers_of_a_tenant_but_not_who_they_are(
    tenant: Tenant, other_tenant: Tenant, way: str
) -> None:
    shown = await other_tenant.customer(email="ana@example.com")
    await tenant.customer()
    token = tenant.token(Role.OPERATOR, tenant=None)

    answer = await _asked(tenant, token, _names(other_tenant)[way])

    stranger = {"id": shown, "email": None, "displayName": f"Customer {shown[-6:]}"}
    assert answer.data == {"customers": {"nodes": [stranger]}}
    assert answer.codes == {"customers.nodes.0.email": "FORBIDDEN"}


async def test_an_operator_who_names_no_tenant_or_none_that_is_known_is_turned_away(
    tenant: Tenant,
) -> None:
    token = tenant.token(Role.OPERATOR, tenant=None)

    nowhere = await _asked(tenant, token, "")
    unheard = await _asked(tenant, token, "nobody")

    assert (nowhere.status, unheard.status) == (403, 403)
    assert nowhere.body["errors"][0]["message"] == "The token names no tenant."


def _names(tenant: Tenant) -> dict[str, str]:
    """The ways in which a tenant can be named."""
    return {"slug": tenant.slug, "uuid": str(tenant.id), "id": f"ten_{tenant.id.hex}"}


async def _asked(tenant: Tenant, token: str, name: str) -> Answer:
    headers = {"Authorization": f"Bearer {token}", "X-Tenant-Id": name}
    return await tenant.post({"query": CUSTOMERS}, headers)
