"""Ways to ask: by POST, by GET, in either form; and what comes back with every answer."""

from typing import Final

import httpx2
import pytest

from tests.door.asking import SEEN, VIEWER, code, signed
from tests.tenant import Tenant

NEWER = "application/graphql-response+json"
PLAIN = "application/json"
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [(NEWER, NEWER), (PLAIN, PLAIN), ("*/*", PLAIN), ("", PLAIN), (f"{NEWER};q=0, */*", PLAIN)],
)
async def test_an_answer_comes_in_the_form_that_is_wanted(
    client: httpx2.AsyncClient, tenant: Tenant, accept: str, kind: str
) -> None:
    headers = signed(tenant, Accept=accept)

    answer = await client.post("/graphql", json={"query": VIEWER}, headers=headers)

    assert (answer.status_code, answer.json()) == (200, SEEN)
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["vary"] == "Accept, Authorization"
    assert answer.headers["cache-control"] == "no-store"


async def test_who_accepts_no_form_is_told_so_before_anything_is_run(
    client: httpx2.AsyncClient, tenant: Tenant, make: dict[str, str]
) -> None:
    before = await tenant.contents()

    refused = await client.post("/graphql", json=make, headers=signed(tenant, Accept="image/png"))
    after = await tenant.contents()
    taken = await client.post("/graphql", json=make, headers=signed(tenant))

    assert (refused.status_code, code(refused)) == (406, "NOT_ACCEPTABLE")
    assert refused.headers["content-type"] == f"{PLAIN}; charset=utf-8"
    assert after == before
    assert "errors" not in taken.json()


async def test_a_query_may_be_sent_by_get(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    said = {"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": '{"id": "x"}'}

    response = await client.get("/graphql", params=said, headers=signed(tenant))

    assert (response.status_code, response.json()) == (200, {"data": {"node": None}})


async def test_head_is_get_without_the_body(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    asked = {"query": VIEWER}

    whole = await client.get("/graphql", params=asked, headers=signed(tenant))
    head = await client.head("/graphql", params=asked, headers=signed(tenant))

    told = ("content-type", "content-length", "cache-control", "vary")
    assert (head.status_code, head.content) == (200, b"")
    assert [head.headers[name] for name in told] == [whole.headers[name] for name in told]


UNREADABLE: Final = (
    b"",
    b"nothing",
    b"NaN",
    b'{"query": "{a}", "variables": {"a": NaN}}',
    b'{"query": "{a}", "variables": {"a": Infinity}}',
    b'{"query": "\xff"}',
    b'{"query": "{a}", "operationName": "\\ud800"}',
    b"\x1f\x8b\x08\x00",
    b"\xef\xbb\xbf{}",
    b"[" * 100_000,
    b'{"a":' * 20_000,
    b'{"query": "{a}", "variables": ' + b'{"a":' * 40 + b"1" + b"}" * 41,
)
NO_QUESTION: Final = (
    b"null",
    b"[]",
    b'[{"query": "{ viewer { subject } }"}]',
    b"1",
    b'"x"',
    b"{}",
    b'{"query": 1}',
    b'{"query": "{a}", "variables": []}',
    b'{"query": "{a}", "variables": 0}',
    b'{"query": "{a}", "extensions": "x"}',
    b'{"query": "{a}", "operationName": {}}',
)


async def _sent(client: httpx2.AsyncClient, tenant: Tenant, body: bytes) -> tuple[int, str]:
    headers = signed(tenant, **{"Content-Type": PLAIN})
    response = await client.post("/graphql", content=body, headers=headers)
    return response.status_code, code(response)


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: body[:50].decode("latin-1"))
async def test_a_body_that_cannot_be_read_is_refused(
    client: httpx2.AsyncClient, tenant: Tenant, body: bytes
) -> None:
    assert await _sent(client, tenant, body) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("body", NO_QUESTION, ids=lambda body: body[:50].decode("latin-1"))
async def test_a_body_that_asks_nothing_is_refused(
    client: httpx2.AsyncClient, tenant: Tenant, body: bytes
) -> None:
    assert await _sent(client, tenant, body) == (400, "BAD_PARAMETERS")


async def test_the_ids_of_a_request_come_back(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    sent = {"X-Request-Id": "order-7", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    odd = {"X-Request-Id": "a b\tc", "traceparent": f"00-{TRACE}"}

    known = await client.post("/graphql", json={"query": VIEWER}, headers=signed(tenant, **sent))
    named = await client.post("/graphql", json={"query": VIEWER}, headers=signed(tenant, **odd))

    assert (known.headers["x-request-id"], known.headers["x-trace-id"]) == ("order-7", TRACE)
    assert len(named.headers["x-request-id"]) == 32
    assert len(named.headers["x-trace-id"]) == 32
    assert named.headers["x-trace-id"] != TRACE


@pytest.mark.parametrize(
    "parent",
    [
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-b7ad6b7169203331-01",
        f"00-{TRACE.upper()}-b7ad6b7169203331-01",
    ],
    ids=["no trace", "no parent", "no version", "large letters"],
)
async def test_a_trace_that_is_none_is_not_continued(
    client: httpx2.AsyncClient, tenant: Tenant, parent: str
) -> None:
    headers = signed(tenant, traceparent=parent)

    answer = await client.post("/graphql", json={"query": VIEWER}, headers=headers)

    trace = answer.headers["x-trace-id"]
    assert (answer.json(), len(trace)) == (SEEN, 32)
    assert trace.lower() not in parent.lower()
