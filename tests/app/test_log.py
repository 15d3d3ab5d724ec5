"""The log: what was asked and what went wrong, and nothing of whom it went for."""

import logging
import sys
from collections.abc import Iterator
from typing import Any, Final

import asyncpg
import httpx2
import orjson
import pytest

from app.graph import Graph
from app.identity import Doorkeeper
from app.lookout.log import JsonLines
from auth.keys import Jwks
from auth.scopes import Role
from tests.app.gauges import measured
from tests.auth.test_jwks import found
from tests.servers import Server
from tests.tenant import CREATE_CUSTOMER, CREATE_NOTE, Tenant

SECRET: Final = "ana@example.com"
MARK: Final = "Marcaj7"
VIEWER: Final = "{ viewer { subject } }"
Lines = list[dict[str, Any]]


class Written(logging.Handler):
    """What would have been written, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines(debug=False))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def of(self, message: str) -> Lines:
        """The lines with this message, without what differs each time."""
        said = [orjson.loads(line) for line in self.lines]
        return [line for line in said if line["message"] == message]


@pytest.fixture
def written() -> Iterator[Written]:
    root, ours, handler = logging.getLogger(), logging.getLogger("clientela"), Written()
    level = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield handler
    ours.setLevel(level)
    root.removeHandler(handler)


def raised() -> Any:
    """An error whose text holds personal data."""
    try:
        int(SECRET)
    except ValueError:
        return sys.exc_info()


def record(name: str, message: str, *values: object, error: Any = None) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "x.py", 1, message, values, error)


def test_an_error_is_logged_by_its_kind_and_without_its_text() -> None:
    said = orjson.loads(JsonLines(debug=False).format(record("clientela", "oh", error=raised())))

    assert said.pop("timestamp").endswith("Z")
    (frame,) = said.pop("frames")
    assert frame.endswith(" raised")
    assert said == {"level": "error", "service": "clientela", "message": "oh", "kind": "ValueError"}


def test_its_text_is_logged_only_where_debug_is_on() -> None:
    line = JsonLines(debug=True).format(record("clientela", "oh", error=raised()))

    assert orjson.loads(line)["exception"].endswith(f"'{SECRET}'")


@pytest.mark.parametrize(
    ("name", "debug", "message"),
    [
        ("clientela.x", False, f"see {SECRET}\nmore"),
        ("uvicorn.error", False, "see %s"),
        ("uvicorn.error", True, f"see {SECRET}\nmore"),
    ],
    ids=["ours", "a library's", "a library's, debugging"],
)
def test_libraries_are_quoted_without_their_values(name: str, debug: bool, message: str) -> None:
    line = JsonLines(debug=debug).format(record(name, "see %s\nmore", SECRET))

    assert (orjson.loads(line)["message"], "\n" in line) == (message, False)


def test_half_a_character_breaks_no_line() -> None:
    line = JsonLines(debug=False).format(record("clientela", "a\ud800b"))

    assert orjson.loads(line)["message"] == "a?b"


async def test_a_request_is_one_line(tenant: Tenant, written: Written) -> None:
    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", "X-Request-Id": "r-1"}
    traced = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    await tenant.post({"query": VIEWER}, headers | traced)

    (line,) = written.of("request")
    (actor,) = await tenant.rows("select id from actors where tenant_id = $1") or [{"id": None}]
    assert isinstance(line.pop("duration_ms"), float)
    assert line.pop("timestamp") < "9"
    assert len(line.pop("document")) == 16
    assert (len(line.pop("actor_id")), actor) == (36, {"id": None})
    assert line == {
        "level": "info",
        "service": "clientela",
        "message": "request",
        "request_id": "r-1",
        "trace_id": "ab" * 16,
        "tenant_id": str(tenant.id),
        "method": "POST",
        "status": 200,
        "outcome": "ok",
        "operation": "query",
        "operation_name": "other",
        "codes": [],
        "cost": 1,
    }


@pytest.mark.breaks
@pytest.mark.parametrize("place", [(Graph, "answer"), (Doorkeeper, "admit")], ids=["out", "in"])
@pytest.mark.parametrize("packed", ["gzip", "gzip;q=0"])
async def test_a_fault_of_ours_has_one_name_in_the_answer_and_in_both_lines(
    tenant: Tenant,
    written: Written,
    monkeypatch: pytest.MonkeyPatch,
    *,
    place: tuple[type, str],
    packed: str,
) -> None:
    def fails(*_: Any) -> Any:
        raise LookupError(SECRET)

    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", "Accept-Encoding": packed}
    with monkeypatch.context() as patch:
        patch.setattr(*place, fails)
        answer = await tenant.post({"query": VIEWER}, headers)

    (error,), (line,) = written.of("unforeseen error"), written.of("request")
    assert (answer.status, line["status"], line["outcome"]) == (500, 500, "failed")
    assert line["codes"] == ["INTERNAL_SERVER_ERROR"]
    names = [each["request_id"] for each in (error, line)]
    assert names == [answer.headers["x-request-id"]] * 2
    assert line["trace_id"] == answer.headers["x-trace-id"]


async def test_a_refused_token_is_logged_by_its_reason(tenant: Tenant, written: Written) -> None:
    wrong = tenant.token(Role.ADMIN, nbf=99_999_999_999)
    for token in (wrong, SECRET, f"{tenant.token(Role.ADMIN)[:-9]}AAAAAAAAA"):
        await tenant.send(VIEWER, token)

    lines = written.of("request")
    assert [line["reason"] for line in lines] == [
        "nbf has not come yet",
        "DecodeError",
        "InvalidSignatureError",
    ]
    assert {(line["status"], *line["codes"]) for line in lines} == {(401, "UNAUTHENTICATED")}


async def test_keys_that_cannot_be_fetched_are_logged_by_their_cause(written: Written) -> None:
    async def fetch() -> bytes:
        raise ConnectionError(SECRET)

    assert await found(Jwks(fetch), "first") is None

    (line,) = written.of("The key set could not be read; the keys known so far stay")
    assert (line["level"], line["kind"]) == ("warning", "ConnectionError")
    assert SECRET not in "".join(written.lines)


async def test_nothing_that_somebody_sent_is_in_a_line_or_a_metric(
    client: httpx2.AsyncClient, tenant: Tenant, written: Written
) -> None:
    token = tenant.token(Role.ADMIN, user=MARK, customer_id=MARK, email=f"{MARK}@x.ro")
    headers = {"Authorization": f"Bearer {token}", "User-Agent": MARK, MARK: MARK}
    odd = {"X-Request-Id": f"{MARK} x", "traceparent": MARK, "X-Tenant-Id": MARK}
    person = {"firstName": MARK, "email": f"{MARK}@x.ro", "idempotencyKey": MARK}
    for more in ({}, odd):
        for body in bodies(await tenant.customer(), person):
            await client.post("/graphql", json=body, headers=headers | more)
        await client.post("/graphql", content=MARK, headers=headers | more)
        await client.get("/graphql", params={"query": MARK}, headers=headers | more)
        await client.request(MARK.upper(), "/graphql", headers=headers | more)
        await client.get(f"/{MARK}", params={MARK: MARK}, headers=headers | more)

    everything = "\n".join([*written.lines, (await client.get("/metrics")).text])
    assert {line["outcome"] for line in written.of("request")} == {"ok", "partial", "refused"}
    for secret in (MARK, "198.51.100.7", tenant.slug, token):
        assert secret.lower() not in everything.lower()


def bodies(customer: str, person: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Requests of every kind with the mark in every place."""
    about = {"customerId": customer, "body": MARK}
    yield {"query": CREATE_CUSTOMER, "variables": {"input": person}}
    yield {"query": CREATE_CUSTOMER, "variables": {"input": {"email": MARK}}}
    yield {"query": CREATE_CUSTOMER, "variables": {"input": {MARK: MARK}}}
    yield {"query": CREATE_NOTE, "variables": {"input": about}}
    yield {"query": f"query {MARK} {{ {MARK}: viewer {{ subject }} }}", "operationName": MARK}
    yield {"query": f'{{ node(id: "{MARK}") {{ id }} {MARK} }}'}
    yield {"query": f'{{ {MARK}: node(id: "{MARK}") {{ id }} }}', "variables": {MARK: MARK}}
    yield {"query": VIEWER, "operationName": MARK, "extensions": {MARK: MARK}}
    yield {"query": f'{{ customers(after: "{MARK}") {{ nodes {{ id }} }} }}'}
    yield {"documentId": MARK}
    yield {"query": f"{{ {MARK}"}


@pytest.mark.breaks
async def test_what_nobody_meant_is_one_line_and_quotes_nothing(
    postgres: Server, template: str, written: Written
) -> None:
    name = await postgres.fresh(template)
    async with (
        asyncpg.create_pool(postgres.owner(name), min_size=1) as owner,
        measured(postgres.app(name), owner) as gauge,
    ):
        await owner.execute("alter table notes add constraint odd check (body <> 'Marcaj7')")
        customer = await gauge.tenant.customer()
        answer = await gauge.tenant.ask(CREATE_NOTE, input={"customerId": customer, "body": MARK})
    await postgres.drop(name)

    (error,), (line,) = answer.body["errors"], written.of("unforeseen error")
    assert (line["kind"], line["level"]) == ("CheckViolationError", "error")
    assert line["error_id"] == error["extensions"]["errorId"]
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["frames"][-1].split()[0].partition(":")[0].endswith("asyncpg/protocol/protocol.pyx")
    assert MARK not in "".join(written.lines)
