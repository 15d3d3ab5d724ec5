"""Metrics: what is counted is what happened, and nothing that a stranger says becomes a label."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final

import asyncpg
import orjson
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from app.door.responses import Responses
from app.graph import Graph
from app.identity import Doorkeeper
from app.left import Left
from app.lookout.ledger import Entry
from app.lookout.meters import Meters
from app.lookout.metrics import Metrics
from auth.scopes import Role
from resolvers.context import Origin
from tests.app.gauges import Measured, measured, named, series
from tests.servers import Server
from tests.tenant import CREATE_CUSTOMER

PAGE: Final = Path(__file__).parents[2] / "docs" / "operations.md"
VIEWER: Final = "query Me { viewer { subject } }"
NODES: Final = "{ customers { nodes { id notes { nodes { body } } } } }"
REQUESTS: Final = "clientela_requests_total"
OPERATIONS: Final = "clientela_operations_total"
ERRORS: Final = "clientela_errors_total"


@pytest.fixture
async def gauge(
    postgres: Server, database: str, owner: asyncpg.Pool, tmp_path: Path
) -> AsyncIterator[Measured]:
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(orjson.dumps({"me": VIEWER}))
    told = {"TRUSTED_DOCUMENTS": str(manifest), "RATE_TENANT_POINTS": "0"}
    async with measured(postgres.app(database), owner, **told) as gauge:
        yield gauge


async def test_facts_are_counted_when_they_are_kept(gauge: Measured) -> None:
    tenant = gauge.tenant
    customer = await tenant.customer(email="ana@x.ro")
    for _ in range(2):
        await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Bo", "idempotencyKey": "1"})
    taken = await tenant.ask(CREATE_CUSTOMER, input={"email": "ana@x.ro"})
    await tenant.note(customer)
    await tenant.wear(customer, await tenant.tag(), await tenant.tag())

    shown = await gauge.read()

    assert [code for code, _ in taken.refusals()] == ["TAKEN"]
    assert named(shown, "customers_created_total") == {(): 2}
    assert named(shown, "notes_created_total") == {(): 1}
    assert named(shown, "tagged_customers_total") == {(): 2}


async def test_a_change_that_is_cut_off_counts_if_it_was_kept(gauge: Measured) -> None:
    tenant, chance = gauge.tenant, Random(3)  # noqa: S311  # moments are no secret
    began = monotonic()
    await tenant.customer()
    usual = monotonic() - began
    for number in range(80):
        asking = tenant.ask(CREATE_CUSTOMER, input={"firstName": f"Ana {number}"})
        task = asyncio.create_task(asking)
        await asyncio.sleep(chance.uniform(0, 2 * usual))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(0.1)  # until what was begun has ended

    kept = (await tenant.contents())["customers"]
    assert 1 < kept < 81
    assert named(await gauge.read(), "customers_created_total") == {(): kept}


async def test_operations_are_counted_by_what_came_of_them(gauge: Measured) -> None:
    tenant = gauge.tenant
    await tenant.customer()
    await tenant.ask(VIEWER)
    await tenant.ask(NODES, by=(Role.SERVICE,))
    await tenant.ask("{ nothing }")
    await tenant.ask("query Secret { viewer { subject } }")

    shown = await gauge.read()

    assert named(shown, OPERATIONS) == {
        ("mutation", "other", "ok"): 1,
        ("query", "Me", "ok"): 1,
        ("query", "other", "partial"): 1,
        ("unknown", "other", "refused"): 1,
        ("query", "other", "ok"): 1,
    }
    assert named(shown, ERRORS) == {("FORBIDDEN",): 1, ("GRAPHQL_VALIDATION_FAILED",): 1}
    assert sum(named(shown, REQUESTS).values()) == 5
    assert named(shown, "api_response_duration_count") == {(): 5}
    assert named(shown, "clientela_operation_seconds_count") == {
        ("mutation",): 1,
        ("query",): 3,
        ("unknown",): 1,
    }
    assert named(shown, "clientela_operation_cost_count") == {(): 4}


async def test_what_is_asked_of_the_database_is_counted_and_timed(gauge: Measured) -> None:
    tenant = gauge.tenant
    for _ in range(3):
        await tenant.note(await tenant.customer())
    before = await gauge.read()
    await tenant.ask(NODES)

    after = await gauge.read()

    count = ("clientela_statement_seconds_count", ("select",))
    notes = ("clientela_loader_batch_size_sum", ("NotesOfCustomer",))
    waits = ("clientela_connection_wait_seconds_count", ())
    assert after[count] - before[count] == 2
    assert (after[notes], after[waits] - before[waits]) == (3, 1)
    assert after["clientela_connections_most", ()] == 10
    assert after["clientela_connections", ("used",)] == 0
    assert after["clientela_connections", ("idle",)] >= 1


def _fails_once(patch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def fails(*_: Any) -> Any:
        patch.undo()
        raise LookupError

    return fails


def test_statements_are_told_apart_by_their_verb() -> None:
    kept = CollectorRegistry()
    meters = Meters(kept)
    for statement in ("BEGIN;", "select 1", "\n  SELECT 2", "explain (format json) select 1", ""):
        meters.sent(statement, 0.2)

    shown = series(generate_latest(kept).decode())
    assert named(shown, "clientela_statement_seconds_count") == {
        ("begin",): 1,
        ("select",): 2,
        ("other",): 2,
    }


async def test_documents_and_refusals_by_rate_are_counted(
    postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    told = {"RATE_CALLER_POINTS": "4", "RATE_CALLER_RESTORE": "1"}
    async with measured(postgres.app(database), owner, **told) as gauge:
        answers = [await gauge.tenant.ask("{ viewer { subject } }") for _ in range(6)]
        shown = await gauge.read()

    refused = [answer.status for answer in answers].count(429)
    assert 0 < refused < 6
    assert named(shown, "clientela_rate_refusals_total") == {("caller",): refused}
    assert named(shown, "clientela_document_misses_total") == {(): 1}
    assert named(shown, "clientela_document_hits_total") == {(): 6 - refused - 1}
    assert named(shown, "clientela_documents_kept") == {(): 1}


async def test_strangers_make_no_series(gauge: Measured) -> None:
    async def odd(number: int) -> None:
        word = f"Ana{number}"
        query = f"query {word} {{ {word}: viewer {{ {word}: subject }} }}"
        await gauge.tenant.ask(query, by=(Role.ADMIN, word), user=word)
        await gauge.tenant.ask(f"{{ {word} }}")
        await gauge.client.post("/graphql", headers={"Authorization": f"Bearer {word}"}, json={})
        await gauge.client.request(word, "/graphql")
        await gauge.client.get(f"/{word}", headers={word: word})

    await odd(0)
    before = await gauge.read()
    for number in range(1, 30):
        await odd(number)
    page = (await gauge.client.get("/metrics")).text

    assert series(page).keys() == before.keys()
    assert "Ana" not in page
    assert gauge.tenant.slug not in page
    assert str(gauge.tenant.id) not in page


async def test_why_tokens_were_refused_is_counted(gauge: Measured) -> None:
    tenant = gauge.tenant
    await tenant.send(VIEWER, "no-token")
    await tenant.send(VIEWER, tenant.token(Role.ADMIN, sub=""))
    await gauge.client.post("/graphql", json={"query": VIEWER})

    shown = await gauge.read()

    assert named(shown, "clientela_tokens_refused_total") == {
        ("DecodeError",): 1,
        ("sub is missing",): 1,
        ("no token",): 1,
    }


async def test_houses_in_one_process_count_apart(
    gauge: Measured, postgres: Server, database: str, owner: asyncpg.Pool
) -> None:
    await gauge.tenant.ask(VIEWER)
    async with measured(postgres.app(database), owner) as other:
        assert named(await other.read(), REQUESTS) == {}

    assert named(await gauge.read(), REQUESTS) == {("POST", "200"): 1}


@pytest.mark.parametrize("left", [Left, asyncio.CancelledError])
def test_what_is_under_way_is_shown_and_who_left_is_counted(left: type[BaseException]) -> None:
    metrics = Metrics()
    with suppress(left), Entry(metrics, "POST", Origin("r", "t")):
        during = series(metrics.text().decode())
        raise left
    after = series(metrics.text().decode())

    assert during["clientela_requests_in_flight", ()] == 1
    assert after["clientela_requests_in_flight", ()] == 0
    assert named(after, REQUESTS) == {("POST", "none"): 1}
    assert named(after, OPERATIONS) == {("unknown", "other", "left"): 1}


@pytest.mark.breaks
async def test_a_fault_of_ours_is_counted_as_one_wherever_it_is(
    gauge: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room, name in ((Graph, "answer"), (Doorkeeper, "admit"), (Responses, "say")):
        with monkeypatch.context() as patch:
            patch.setattr(room, name, _fails_once(patch))
            answer = await gauge.tenant.ask(VIEWER)
        assert (answer.status, answer.codes) == (500, {"": "INTERNAL_SERVER_ERROR"})

    shown = await gauge.read()

    assert named(shown, REQUESTS) == {("POST", "500"): 3}
    assert sum(named(shown, OPERATIONS).values()) == 3
    assert {outcome for *_, outcome in named(shown, OPERATIONS)} == {"failed"}
    assert named(shown, ERRORS) == {("INTERNAL_SERVER_ERROR",): 3}


async def test_a_late_event_loop_is_noticed(
    gauge: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    lag = ("clientela_loop_lag_seconds_sum", ())
    time.sleep(1)  # noqa: ASYNC251  # this is what must not happen, and is to be noticed
    await asyncio.sleep(0.05)

    assert 0.4 < (await gauge.read())[lag] < 5


@pytest.mark.parametrize(
    ("sent", "status"),
    [("", 401), ("Bearer wrong", 401), ("Basic right-é", 401), ("Bearer right-é", 200)],
)
async def test_the_page_is_shown_to_whoever_has_its_token(
    postgres: Server, database: str, owner: asyncpg.Pool, sent: str, status: int
) -> None:
    async with measured(postgres.app(database), owner, METRICS_TOKEN="right-é") as gauge:
        answer = await gauge.client.get("/metrics", headers={b"authorization": sent.encode()})

    assert (answer.status_code, "python_info" in answer.text) == (status, False)
    assert ("clientela_requests_total" in answer.text) is (status == 200)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, 200),
        ({"METRICS": "off"}, 404),
        ({"METRICS": "off", "METRICS_TOKEN": "x"}, 404),
        ({"ENVIRONMENT": "production"}, 404),
        ({"ENVIRONMENT": "production", "METRICS_TOKEN": "x"}, 401),
    ],
    ids=["open", "off", "off and guarded", "in production", "in production and guarded"],
)
async def test_the_page_is_there_where_it_is_wanted(
    postgres: Server, database: str, owner: asyncpg.Pool, told: dict[str, str], status: int
) -> None:
    async with measured(postgres.app(database), owner, **told) as gauge:
        assert (await gauge.client.get("/metrics")).status_code == status


async def test_the_page_of_operations_explains_every_metric(gauge: Measured) -> None:
    text = (await gauge.client.get("/metrics")).text
    shown = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")}
    explained = PAGE.read_text("utf-8")

    silent = {name for name in shown if f"`{name}`" not in explained}

    assert {name for name in silent if not name.startswith("process_")} == set()
