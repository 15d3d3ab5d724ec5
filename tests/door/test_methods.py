"""Methods and addresses: what can be done where, and what is said to those who try more."""

import httpx2
import pytest

from tests.conftest import Statements
from tests.door.asking import MAKE, VIEWER, code, signed
from tests.tenant import Tenant


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_mutation_is_sent_by_post_only(
    client: httpx2.AsyncClient, tenant: Tenant, statements: Statements, method: str
) -> None:
    before = await tenant.contents()

    refused = await client.request(
        method, "/graphql", params={"query": MAKE}, headers=signed(tenant)
    )
    after = await tenant.contents()
    taken = await client.post("/graphql", json={"query": MAKE}, headers=signed(tenant))

    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert method == "HEAD" or code(refused) == "METHOD_NOT_ALLOWED"
    assert after == before
    assert "errors" not in taken.json()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_body_of_a_get_is_not_read(
    client: httpx2.AsyncClient, tenant: Tenant, make: dict[str, str], method: str
) -> None:
    before = await tenant.contents()

    refused = await client.request(method, "/graphql", json=make, headers=signed(tenant))

    assert refused.status_code == 400
    assert await tenant.contents() == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "QUERY", "BREW"])
async def test_another_method_is_refused_and_told_which_there_are(
    client: httpx2.AsyncClient, tenant: Tenant, make: dict[str, str], method: str
) -> None:
    before = await tenant.contents()

    refused = await client.request(method, "/graphql", json=make, headers=signed(tenant))

    assert (refused.status_code, code(refused)) == (405, "METHOD_NOT_ALLOWED")
    assert refused.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert refused.headers["connection"] == "close"
    assert await tenant.contents() == before


async def test_options_says_what_there_is(client: httpx2.AsyncClient) -> None:
    answer = await client.options("/graphql")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("GET", "/graphql/", 404, "NOT_FOUND"),
        ("POST", "/GraphQL", 404, "NOT_FOUND"),
        ("POST", "/", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/schema.graphql", 405, "METHOD_NOT_ALLOWED"),
    ],
)
async def test_elsewhere_is_nothing_and_that_is_said_as_everything_is(
    client: httpx2.AsyncClient, method: str, address: str, status: int, told: str
) -> None:
    answer = await client.request(method, address)

    assert (answer.status_code, code(answer)) == (status, told)
    assert answer.headers.get("allow") == ("GET, HEAD" if status == 405 else None)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert len(answer.headers["x-request-id"]) == 32


async def test_the_root_shows_the_way(client: httpx2.AsyncClient) -> None:
    browser = await client.get("/", headers={"Accept": "text/html"})
    program = await client.get("/")

    assert (browser.status_code, browser.headers["location"]) == (307, "/graphql")
    assert (program.status_code, program.text) == (200, "GraphQL is answered at /graphql.\n")
    assert [each.headers["vary"] for each in (browser, program)] == ["Accept", "Accept"]


async def test_a_browser_is_shown_a_page_unless_it_asks_for_something(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    browser = signed(tenant, Accept="text/html, */*;q=0.8")

    page = await client.get("/graphql", headers=browser)
    answer = await client.get("/graphql", params={"query": VIEWER}, headers=browser)

    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    assert answer.json() == {"data": {"viewer": {"subject": "admin"}}}
