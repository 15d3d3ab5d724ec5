"""A closed house: nobody reads the schema, and nobody is told what they may have meant."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from auth.scopes import Role
from tests.servers import Server
from tests.tenant import Tenant

SCHEMA = "{ __schema { types { name } } }"
NEARLY = "{ viewr { subject } }"


@pytest.fixture(params=["on", "off"])
async def door(
    request: pytest.FixtureRequest, postgres: Server, database: str
) -> AsyncIterator[tuple[str, httpx2.AsyncClient]]:
    house = built(load_settings({"INTROSPECTION": request.param}), postgres.app(database))
    transport = httpx2.ASGITransport(app=house.app)
    async with (
        house.app.router.lifespan_context(house.app),
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        yield request.param, client


async def test_the_schema_is_read_and_names_are_told_only_where_it_is_on(
    door: tuple[str, httpx2.AsyncClient], tenant: Tenant
) -> None:
    setting, client = door
    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}"}

    read = await client.post("/graphql", json={"query": SCHEMA}, headers=headers)
    told = await client.post("/graphql", json={"query": NEARLY}, headers=headers)

    assert read.status_code == {"on": 200, "off": 400}[setting]
    assert ("Did you mean" in told.text) is (setting == "on")
