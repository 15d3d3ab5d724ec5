"""A closed house: who reads the schema, and is told which names may have been meant."""

from contextlib import AbstractAsyncContextManager

import httpx2
import pytest

from auth.scopes import Role
from tests.app.houses import speaking
from tests.servers import Server
from tests.tenant import NEWER, Tenant

SCHEMA = "{ __schema { queryType { name } } }"
NEARLY = "{ viewr { subject } }"
READ = (200, {"data": {"__schema": {"queryType": {"name": "Query"}}}})
PRODUCTION = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://clientela_app:secret@db/clientela",
}
CLOSED = (400, "INTROSPECTION_DISABLED")


def _speaking(
    postgres: Server, database: str, setting: str, **told: str
) -> AbstractAsyncContextManager[httpx2.AsyncClient]:
    return speaking(postgres, database, INTROSPECTION=setting, **told)


async def _ask(
    client: httpx2.AsyncClient, tenant: Tenant, query: str, by: Role = Role.ADMIN
) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {tenant.token(by)}", **NEWER}
    return await client.post("/graphql", json={"query": query}, headers=headers)


def _refused(answer: httpx2.Response) -> tuple[int, str]:
    (error,) = answer.json()["errors"]
    assert "data" not in answer.json()
    return answer.status_code, error["extensions"]["code"]


@pytest.mark.parametrize("by", [Role.ADMIN, Role.STAFF])
async def test_everybody_reads_the_schema_where_it_is_on(
    postgres: Server, database: str, tenant: Tenant, by: Role
) -> None:
    async with _speaking(postgres, database, "on", **PRODUCTION) as client:
        read = await _ask(client, tenant, SCHEMA, by)
        told = await _ask(client, tenant, NEARLY, by)

    assert (read.status_code, read.json()) == READ
    assert "Did you mean 'viewer'?" in told.json()["errors"][0]["message"]


@pytest.mark.parametrize("by", [Role.ADMIN, Role.STAFF])
async def test_nobody_does_where_it_is_off(
    postgres: Server, database: str, tenant: Tenant, by: Role
) -> None:
    async with _speaking(postgres, database, "off") as client:
        read = await _ask(client, tenant, SCHEMA, by)
        told = await _ask(client, tenant, NEARLY, by)

    assert _refused(read) == CLOSED
    assert _refused(told) == (400, "GRAPHQL_VALIDATION_FAILED")
    assert "Did you mean" not in told.text


async def test_every_kind_of_type_says_whether_one_of_its_fields_is_meant(tenant: Tenant) -> None:
    asked = '{ __type(name: "%s") { isOneOf fields { type { isOneOf kind } } } }'

    tag = await tenant.ask(asked % "TagPayload")
    chosen = await tenant.ask("{ __schema { types { name isOneOf } } }")

    assert tag.data == {"__type": None}
    kinds = {each["name"]: each["isOneOf"] for each in chosen.data["__schema"]["types"]}
    assert (kinds["CustomerCreateInput"], kinds["Customer"]) == (False, None)
    listed = await tenant.ask(asked % "PageInfo")
    assert {field["type"]["isOneOf"] for field in listed.data["__type"]["fields"]} == {None}


async def test_in_production_the_scope_decides(
    postgres: Server, database: str, tenant: Tenant
) -> None:
    async with _speaking(postgres, database, "", **PRODUCTION) as client:
        admin = await _ask(client, tenant, SCHEMA, Role.ADMIN)
        staff = await _ask(client, tenant, SCHEMA, Role.STAFF)
        told = [await _ask(client, tenant, NEARLY, by) for by in (Role.ADMIN, Role.STAFF)]

    assert (admin.status_code, admin.json()) == READ
    assert _refused(staff) == CLOSED
    assert ["Did you mean" in answer.text for answer in told] == [True, False]
