"""The contract: the schema as text, for whoever may read it and nobody else."""

import httpx2
import pytest

from auth.scopes import Role
from schema.printed import printed
from tests.door.asking import code
from tests.door.conftest import Speak
from tests.tenant import Tenant

PLACE = "/schema.graphql"


def _as(tenant: Tenant, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {tenant.token(role)}"}


async def test_the_schema_is_shown_as_it_is(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    answer = await client.get(PLACE, headers=_as(tenant, Role.CUSTOMER))

    assert (answer.status_code, answer.text) == (200, printed())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_who_has_it_is_not_sent_it_again(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    headers = _as(tenant, Role.ADMIN)
    tag = (await client.get(PLACE, headers=headers)).headers["etag"]

    same = await client.get(PLACE, headers={**headers, "If-None-Match": f'"x", {tag}'})
    other = await client.get(PLACE, headers={**headers, "If-None-Match": 'W/"x"'})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (other.status_code, other.headers["etag"]) == (200, tag)


async def test_nobody_reads_it_without_a_token(client: httpx2.AsyncClient) -> None:
    answer = await client.get(PLACE)

    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("setting", "role", "status"),
    [
        ("on", Role.STAFF, 200),
        ("off", Role.ADMIN, 403),
        ("", Role.STAFF, 403),
        ("", Role.ADMIN, 200),
    ],
)
async def test_it_is_closed_as_introspection_is(
    speak: Speak, tenant: Tenant, setting: str, role: Role, status: int
) -> None:
    strict = {"ENVIRONMENT": "production", "INTROSPECTION": setting}

    async with speak(**strict) as client:
        answer = await client.get(PLACE, headers=_as(tenant, role))

    assert answer.status_code == status
    assert status == 200 or code(answer) == "FORBIDDEN"
