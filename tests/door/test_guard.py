"""The guard: what a page of strangers can make a browser send changes and tells nothing."""

import base64

import httpx2
import pytest

from tests.conftest import Statements
from tests.door.asking import SEEN, VIEWER, code, signed
from tests.tenant import Tenant

BASIC = f"Basic {base64.b64encode(b'ana:secret').decode()}"
# What a browser sends for a form, an image or a fetch without asking.
SIMPLE = [
    {},
    {"Content-Type": "text/plain"},
    {"Content-Type": "application/x-www-form-urlencoded"},
    {"Content-Type": "multipart/form-data; boundary=x"},
    {"Accept-Language": "ro", "Content-Language": "ro", "Range": "bytes=0-"},
    {"Cookie": "session=1", "Origin": "https://evil.example"},
    {"Authorization": BASIC},
    {"Authorization": "bearer"},
]
MEANT = [
    {"GraphQL-Require-Preflight": "1"},
    {"Apollo-Require-Preflight": "true"},
    {"X-Apollo-Operation-Name": "Viewer"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"Content-Type": "application/json"},
    {"X-Requested-With": ""},
]


@pytest.mark.parametrize("headers", SIMPLE, ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("parameter", ["query", "documentId", "extensions"])
async def test_what_a_browser_sends_unasked_is_refused(
    client: httpx2.AsyncClient,
    statements: Statements,
    headers: dict[str, str],
    method: str,
    parameter: str,
) -> None:
    answer = await client.request(method, "/graphql", params={parameter: VIEWER}, headers=headers)

    assert answer.status_code == 400
    assert method == "HEAD" or code(answer) == "CSRF_PREVENTION"
    assert statements == []


@pytest.mark.parametrize("headers", MEANT, ids=str)
async def test_who_says_that_it_is_meant_is_asked_for_a_token(
    client: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await client.get("/graphql", params={"query": VIEWER}, headers=headers)

    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")


async def test_a_bearer_token_is_enough(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    answer = await client.get("/graphql", params={"query": VIEWER}, headers=signed(tenant))

    assert answer.json() == SEEN


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1",
        "application/graphql",
    ],
)
async def test_what_is_not_json_is_not_read(
    client: httpx2.AsyncClient, tenant: Tenant, kind: str, make: dict[str, str]
) -> None:
    body = httpx2.Request("POST", "http://x", json=make).content
    before = await tenant.contents()

    refused = await client.post(
        "/graphql", content=body, headers=signed(tenant, **{"Content-Type": kind})
    )

    assert (refused.status_code, code(refused)) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert refused.headers["connection"] == "close"
    assert await tenant.contents() == before


@pytest.mark.parametrize(("encoding", "status"), [("gzip", 415), ("br", 415), ("identity", 200)])
async def test_a_packed_body_is_not_unpacked(
    client: httpx2.AsyncClient, tenant: Tenant, encoding: str, status: int
) -> None:
    headers = signed(tenant, **{"Content-Encoding": encoding})

    answer = await client.post("/graphql", json={"query": VIEWER}, headers=headers)

    assert answer.status_code == status
    assert status == 200 or code(answer) == "UNSUPPORTED_MEDIA_TYPE"
