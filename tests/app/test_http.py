"""The door: how requests come in and answers go out."""

import httpx2
import pytest

from app.house import built
from app.http import MOST_BYTES
from app.settings import load_settings
from auth.scopes import Role
from tests.conftest import Statements
from tests.tenant import Tenant

VIEWER = "{ viewer { subject } }"
DELETE = 'mutation { tagDelete(input: { id: "tag_0" }) { deletedId } }'


def _signed(tenant: Tenant, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", **more}


async def test_a_query_may_be_sent_by_get(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    said = {"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": '{"id": "x"}'}

    response = await client.get("/graphql", params=said, headers=_signed(tenant))

    assert (response.status_code, response.json()) == (200, {"data": {"node": None}})


async def test_a_mutation_may_not(
    client: httpx2.AsyncClient, tenant: Tenant, statements: Statements
) -> None:
    response = await client.get("/graphql", params={"query": DELETE}, headers=_signed(tenant))

    error = response.json()["errors"][0]
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert error["extensions"]["code"] == "METHOD_NOT_ALLOWED"
    assert [line for line in statements if line.startswith(("DELETE", "INSERT"))] == []


@pytest.mark.parametrize(
    "body",
    [b"", b"nothing", b"null", b"[]", b"1", b'{"query": 1}', b'{"query": "{a}", "variables": []}'],
)
async def test_a_body_that_is_no_request_is_refused(
    client: httpx2.AsyncClient, tenant: Tenant, body: bytes
) -> None:
    response = await client.post("/graphql", content=body, headers=_signed(tenant))

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


async def test_a_body_is_read_only_so_far(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    body = b'{"query": "' + b" " * MOST_BYTES + b'"}'

    response = await client.post("/graphql", content=body, headers=_signed(tenant))

    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"] == {"code": "PAYLOAD_TOO_LARGE"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { viewer { name } } query B { viewer { name } }", "OPERATION_RESOLUTION_FAILURE"),
        ("query ($id: ID!) { node(id: $id) { id } }", "BAD_USER_INPUT"),
    ],
)
async def test_what_cannot_be_run_has_no_data(tenant: Tenant, query: str, code: str) -> None:
    answer = await tenant.ask(query)

    assert answer.status == 400
    assert "data" not in answer.body
    assert [error["extensions"]["code"] for error in answer.body["errors"]] == [code]


async def test_the_newer_media_type_is_spoken_to_those_who_ask(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    newer = "application/graphql-response+json"

    asked = await client.post(
        "/graphql", json={"query": VIEWER}, headers=_signed(tenant, Accept=newer)
    )
    plain = await client.post("/graphql", json={"query": VIEWER}, headers=_signed(tenant))

    assert asked.headers["content-type"] == f"{newer}; charset=utf-8"
    assert plain.headers["content-type"] == "application/json; charset=utf-8"


async def test_a_browser_is_shown_the_explorer(client: httpx2.AsyncClient) -> None:
    page = await client.get("/graphql", headers={"Accept": "text/html"})
    script = await client.get("/pages/explorer.js")
    other = await client.get("/pages/explorer.html")

    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (script.status_code, other.status_code) == (200, 404)


async def test_the_ids_of_a_request_come_back(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    sent = {"X-Request-Id": "order-7", "traceparent": f"00-{trace}-b7ad6b7169203331-01"}

    known = await client.post("/graphql", json={"query": VIEWER}, headers=_signed(tenant, **sent))
    odd = await client.post(
        "/graphql", json={"query": VIEWER}, headers=_signed(tenant, **{"X-Request-Id": "a b\tc"})
    )

    assert known.headers["x-request-id"] == "order-7"
    assert known.headers["x-trace-id"] == trace
    assert len(odd.headers["x-request-id"]) == 32


async def test_only_named_origins_may_ask_from_a_page() -> None:
    settings = load_settings({"CORS_ORIGINS": "https://app.example.com"})
    house = built(settings, "postgresql://nobody@127.0.0.1:1/nothing")
    preflight = {"Access-Control-Request-Method": "POST"}
    transport = httpx2.ASGITransport(app=house.app)

    async with httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client:
        named = await client.options(
            "/graphql", headers={"Origin": "https://app.example.com", **preflight}
        )
        other = await client.options(
            "/graphql", headers={"Origin": "https://evil.example.com", **preflight}
        )

    assert named.headers["access-control-allow-origin"] == "https://app.example.com"
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-credentials" not in named.headers


async def test_what_is_sent_by_head_changes_nothing(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    made = 'mutation { tagCreate(input: { label: "VIP" }) { tag { id } } }'
    before = await tenant.contents()

    in_body = await client.request(
        "HEAD", "/graphql", json={"query": made}, headers=_signed(tenant)
    )
    in_address = await client.head("/graphql", params={"query": made}, headers=_signed(tenant))

    assert (in_body.status_code, in_address.status_code) == (400, 405)
    assert await tenant.contents() == before
