"""Origins: pages of other origins may ask only where they are named."""

import pytest
from starlette.types import Message

from app.house import built
from app.settings import load_settings
from tests.door.asking import SEEN, VIEWER, signed
from tests.door.conftest import Speak
from tests.servers import Server
from tests.tenant import Tenant

OURS = "https://app.example.com"
HEADERS = [
    "authorization",
    "content-type",
    "traceparent",
    "x-request-id",
    "x-tenant-id",
    "x-graphql-cost",
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
    "x-requested-with",
]


def _preflight(origin: str, headers: str = "authorization") -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": headers,
    }


async def test_a_named_origin_may_ask_with_every_header_that_means_something(speak: Speak) -> None:
    asked = _preflight(OURS, ", ".join(HEADERS))

    async with speak(CORS_ORIGINS=f"https://x.example,{OURS}") as client:
        answer = await client.options("/graphql", headers=asked)
        unknown = await client.options("/graphql", headers=_preflight(OURS, "x-other"))

    assert (answer.status_code, unknown.status_code) == (200, 400)
    assert answer.headers["access-control-allow-origin"] == OURS
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert answer.headers["access-control-max-age"] == "600"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-credentials" not in answer.headers


async def test_what_is_answered_to_others_is_kept_apart_by_origin(
    speak: Speak, tenant: Tenant
) -> None:
    async with speak(CORS_ORIGINS=OURS) as client:
        others = await client.post("/graphql", json={"query": VIEWER}, headers=signed(tenant))
        refused = await client.post("/graphql", content=b"")

    for each in (others, refused):
        assert each.headers["vary"] == "Accept, Authorization, Origin"
        assert "access-control-allow-origin" not in each.headers
    assert (others.json(), refused.status_code) == (SEEN, 415)


async def test_the_answer_may_be_read_by_pages_of_a_named_origin(
    speak: Speak, tenant: Tenant
) -> None:
    async with speak(CORS_ORIGINS=OURS) as client:
        answer = await client.post(
            "/graphql", json={"query": VIEWER}, headers=signed(tenant, Origin=OURS)
        )
        refused = await client.post("/graphql", content=b"", headers={"Origin": OURS})

    for each in (answer, refused):
        assert each.headers["access-control-allow-origin"] == OURS
        assert each.headers["vary"] == "Accept, Authorization, Origin"
        exposed = "Retry-After, X-Request-Id, X-Trace-Id"
        assert each.headers["access-control-expose-headers"] == exposed
    assert (answer.json(), refused.status_code) == (SEEN, 415)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.com",
        "http://app.example.com",
        f"{OURS}.evil.example",
        f"{OURS}:8443",
        "null",
        "*",
        "",
    ],
)
@pytest.mark.parametrize("named", [OURS, ""])
async def test_no_other_origin_is_ever_let_in_or_repeated(
    speak: Speak, tenant: Tenant, origin: str, named: str
) -> None:
    async with speak(CORS_ORIGINS=named) as client:
        asked = await client.options("/graphql", headers=_preflight(origin))
        answer = await client.post(
            "/graphql", json={"query": VIEWER}, headers=signed(tenant, Origin=origin)
        )

    for each in (asked, answer):
        assert "access-control-allow-origin" not in each.headers
        assert "access-control-allow-credentials" not in each.headers


async def test_a_house_that_pages_may_ask_opens_and_closes(postgres: Server, database: str) -> None:
    house = built(load_settings({"CORS_ORIGINS": OURS}), postgres.app(database))
    said: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    told: list[Message] = []

    async def receive() -> Message:
        return said.pop(0)

    async def send(message: Message) -> None:
        told.append(message)

    await house.app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)

    assert [each["type"] for each in told] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
