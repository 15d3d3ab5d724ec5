"""Headers: what every response says to browsers, and what none says to anybody."""

import httpx2
import pytest

from app.graph import Graph
from auth.caller import Caller
from tests.door.asking import VIEWER, signed
from tests.tenant import Tenant

CLOSED = "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("POST", "/graphql", 200),
        ("GET", f"/graphql?query={VIEWER}", 200),
        ("HEAD", f"/graphql?query={VIEWER}", 200),
        ("OPTIONS", "/graphql", 204),
        ("PUT", "/graphql", 405),
        ("GET", "/graphql", 400),
        ("GET", "/", 200),
        ("GET", "/schema.graphql", 200),
        ("GET", "/nothing", 404),
        ("GET", "/live", 200),
        ("GET", "/ready", 200),
        ("GET", "/metrics", 200),
        ("GET", "/pages/nothing.js", 404),
    ],
)
async def test_every_response_is_closed_to_browsers(
    client: httpx2.AsyncClient, tenant: Tenant, method: str, address: str, status: int
) -> None:
    body = {"query": VIEWER} if method == "POST" else None

    answer = await client.request(method, address, json=body, headers=signed(tenant))

    assert answer.status_code == status
    assert answer.headers.get_list("content-security-policy") == [CLOSED]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
    assert not {"server", "x-powered-by", "set-cookie"} & set(answer.headers)


async def test_a_page_says_itself_what_it_may_do(client: httpx2.AsyncClient) -> None:
    page = await client.get("/graphql", headers={"Accept": "text/html"})

    (policy,) = page.headers.get_list("content-security-policy")
    assert policy != CLOSED
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.breaks
@pytest.mark.parametrize("address", ["/schema.graphql", f"/graphql?query={VIEWER}"])
async def test_whatever_breaks_the_answer_has_an_id_and_nothing_else(
    client: httpx2.AsyncClient, tenant: Tenant, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Graph, caller: Caller) -> bool:
        raise RuntimeError(f"{caller.subject} lives in Brașov")

    monkeypatch.setattr(Graph, "reads_schema", broken)

    answer = await client.get(address, headers=signed(tenant))

    (error,) = answer.json()["errors"]
    error_id = error["extensions"]["errorId"]
    assert answer.status_code == 500
    assert error == {
        "message": f"Something went wrong on our side. Quote {error_id}.",
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "errorId": error_id},
    }
    assert answer.headers["x-content-type-options"] == "nosniff"
