"""Rates: whoever asks for too much waits, and nobody else does."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from app.rates import Buckets, Rate, Rates
from auth.caller import NOBODY, Caller
from auth.scopes import Role
from resolvers.context import Allowance
from tests.app.clocks import Clock
from tests.app.houses import speaking
from tests.servers import Server
from tests.tenant import NEWER, Tenant, doing

VIEWER = "{ viewer { subject } }"
TWENTY = "{ nodes(ids: [" + '"x" ' * 20 + "]) { id } }"
CREATE = 'mutation { tagCreate(input: { label: "New" }) { tag { id } userErrors { code } } }'


@pytest.fixture
async def slow(postgres: Server, database: str) -> AsyncIterator[httpx2.AsyncClient]:
    told = {"RATE_CALLER_POINTS": "60", "RATE_CALLER_RESTORE": "1", "RATE_TENANT_POINTS": "100"}
    async with speaking(postgres, database, RATE_TENANT_RESTORE="1", **told) as client:
        yield client


async def _ask(
    client: httpx2.AsyncClient, tenant: Tenant, query: str, user: str = "ana", **more: str
) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN, user=user)}", **NEWER, **more}
    return await client.post("/graphql", json={"query": query}, headers=headers)


def test_a_bucket_empties_and_fills_up_again() -> None:
    clock = Clock()
    buckets = Buckets(Rate(points=10, restore=2), clock)

    buckets.of("ana").left -= 8
    assert (buckets.of("ana").left, buckets.of("bo").left) == (2, 10)
    assert [buckets.of("ana").wait(points) for points in (2, 3, 9)] == [0, 1, 4]

    clock.now = 3
    assert (buckets.of("ana").left, buckets.of("ana").wait(9)) == (8, 1)
    clock.now = 100
    assert buckets.of("ana").left == 10


def test_what_costs_more_than_a_bucket_holds_waits_for_a_full_one() -> None:
    buckets = Buckets(Rate(points=10, restore=2), Clock())

    assert buckets.of("ana").wait(1_000) == 0
    buckets.of("ana").left -= 4
    assert buckets.of("ana").wait(1_000) == 2


def test_without_points_nobody_waits() -> None:
    buckets = Buckets(Rate(points=0, restore=1), Clock())

    buckets.of("ana").left -= 1_000

    assert buckets.of("ana").wait(1_000) == 0


async def test_a_caller_without_points_is_told_how_long_to_wait(
    slow: httpx2.AsyncClient, tenant: Tenant, other_tenant: Tenant
) -> None:
    answers = [await _ask(slow, tenant, TWENTY) for _ in range(3)]
    before = await tenant.contents()
    refused = await _ask(slow, tenant, CREATE)

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 11
    assert refused.json()["errors"][0]["extensions"] == {"code": "RATE_LIMITED"}
    assert "data" not in refused.json()
    assert await tenant.contents() == before
    assert (await _ask(slow, tenant, VIEWER, user="bo")).status_code == 200
    assert (await _ask(slow, other_tenant, VIEWER)).status_code == 200


async def test_a_tenant_without_points_waits_whoever_asks(
    slow: httpx2.AsyncClient, tenant: Tenant, other_tenant: Tenant
) -> None:
    for user in ("ana", "bo"):
        for _ in range(2):
            assert (await _ask(slow, tenant, TWENTY, user=user)).status_code == 200
    for _ in range(1):
        assert (await _ask(slow, tenant, TWENTY, user="cleo")).status_code == 200

    refused = await _ask(slow, tenant, TWENTY, user="dan")

    assert (refused.status_code, refused.json()["errors"][0]["message"][:11]) == (
        429,
        "This tenant",
    )
    assert (await _ask(slow, other_tenant, TWENTY)).status_code == 200


async def test_refused_requests_cost_a_point(slow: httpx2.AsyncClient, tenant: Tenant) -> None:
    answers = [await _ask(slow, tenant, "{") for _ in range(61)]

    assert [answer.status_code for answer in answers[:60]] == [400] * 60
    assert answers[60].status_code == 429


async def test_the_cost_is_told_to_those_who_ask(slow: httpx2.AsyncClient, tenant: Tenant) -> None:
    told = await _ask(slow, tenant, VIEWER, **{"X-GraphQL-Cost": "include"})
    silent = await _ask(slow, tenant, VIEWER)

    assert told.json()["extensions"] == {
        "cost": {
            "requested": 1,
            "actual": 1,
            "throttleStatus": {"maximumAvailable": 60, "currentlyAvailable": 59, "restoreRate": 1},
        }
    }
    assert list(silent.json()) == ["data"]


async def test_a_document_costs_points_when_it_is_read(
    slow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    long = VIEWER + "#" + "x" * 5_000
    answers = [await _ask(slow, tenant, long, **{"X-GraphQL-Cost": "include"}) for _ in range(2)]
    left = [
        answer.json()["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"]
        for answer in answers
    ]
    refused = await _ask(slow, tenant, long + "x" * 5_000)

    assert left == [60 - 20 - 1, 60 - 20 - 2]
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3")


async def test_more_than_was_to_be_expected_is_charged_for_afterwards(
    slow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    ana = await tenant.customer()
    labels = [f"Label {number}" for number in range(200)]
    await tenant.ask(doing("customerTagsAdd"), input={"customerId": ana, "labels": labels})
    worn = f'{{ customer(id: "{ana}") {{ tags {{ id label }} }} }}'
    headers = {"X-GraphQL-Cost": "include"}

    told = [(await _ask(slow, tenant, ask, **headers)).json() for ask in (worn, VIEWER)]
    cost = [each["extensions"]["cost"] for each in told]

    assert (cost[0]["requested"], cost[0]["actual"]) == (6, 201)
    assert [each["throttleStatus"]["currentlyAvailable"] for each in cost] == [
        60 - 6 - 20,
        60 - 6 - 20 - 1,
    ]


async def test_the_caller_is_told_what_is_left_and_until_when(
    slow: httpx2.AsyncClient, tenant: Tenant
) -> None:
    asked = "{ viewer { rateLimit { limit remaining resetAt } } }"

    first = (await _ask(slow, tenant, asked)).json()["data"]["viewer"]["rateLimit"]
    second = (await _ask(slow, tenant, asked)).json()["data"]["viewer"]["rateLimit"]
    elsewhere = await tenant.ask(asked)

    full_in = datetime.fromisoformat(second["resetAt"]) - datetime.now(UTC)
    assert (first["limit"], first["remaining"]) == (60, 58)
    assert second["remaining"] in {56, 57}
    assert 0 < full_in.total_seconds() <= 4
    assert elsewhere.data == {"viewer": {"rateLimit": None}}


def test_who_spent_more_than_there_was_has_nothing_left() -> None:
    clock, caller = Clock(), _caller()
    rates = Rates(Rate(10, 2), Rate(0, 1))
    rates._callers._clock = clock
    now = datetime(2026, 11, 22, tzinfo=UTC)

    rates.spend(caller, 14)

    assert rates.allowance(caller, now) == Allowance(10, 0, now + timedelta(seconds=7))


def _caller() -> Caller:
    return Caller(NOBODY, NOBODY, "ana", None, frozenset(), {}, None)
