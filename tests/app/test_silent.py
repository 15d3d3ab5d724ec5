"""Silent: a PostgreSQL that says nothing any more makes nobody wait beyond the limit."""

from time import monotonic
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from app.lookout import health
from db import connections
from db.connections import Database
from tests.app.houses import opened
from tests.muffled import muffled
from tests.servers import Server
from tests.tenant import Tenant

LOOK = "{ tags(first: 1) { totalCount { value } } }"


@pytest.mark.breaks
@pytest.mark.parametrize("setting", ["session", "local"])
@pytest.mark.parametrize("last", [b"from tenants", b"FROM actors"], ids=["tenant", "person"])
async def test_who_cannot_be_let_in_in_time_is_told_so(
    postgres: Server, database: str, owner: asyncpg.Pool, setting: str, last: bytes
) -> None:
    told = {"OPERATION_SECONDS": "0.6", "DATABASE_POOL_SIZE": "1", "TENANT_SETTING": setting}
    async with muffled(postgres.app(database)) as (url, way), opened(url, **told) as (_, client):
        tenant = Tenant(client, owner, f"silent-{uuid4().hex[:12]}")
        await tenant.open()
        way.shut_at, began = last, monotonic()
        answer = await tenant.ask(LOOK)
        waited = monotonic() - began
        assert not way.open.is_set()
        way.speak()
        after = await tenant.ask(LOOK)

    message = "To look at the token took longer than 0.6 s."
    assert (answer.status, answer.codes) == (503, {"": "OVERLOADED"})
    assert (answer.body["errors"][0]["message"], answer.headers["retry-after"]) == (message, "1")
    assert 0.6 <= waited < 1.1
    assert after.status == 200


@pytest.mark.breaks
async def test_health_says_that_nothing_is_said(
    postgres: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LEAVING_SECONDS", 0.1)
    monkeypatch.setattr(connections, "CONNECTING_SECONDS", 0.2)
    monkeypatch.setattr(health, "KEPT_SECONDS", 0)
    told = {"OPERATION_SECONDS": "0.3", "DATABASE_POOL_SIZE": "1"}
    async with muffled(postgres.app(database)) as (url, way), opened(url, **told) as (_, client):
        way.open.clear()
        silent = [await client.get(path) for path in ("/health", "/ready", "/health")]
        way.speak()

    wrong = ["PostgreSQL does not answer.", *["PostgreSQL cannot be reached."] * 2]
    assert [answer.status_code for answer in silent] == [503, 503, 503]
    assert [answer.json()["wrong"] for answer in silent] == [[each] for each in wrong]


@pytest.mark.breaks
async def test_health_answers_whatever_goes_wrong(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: Database) -> Any:
        raise LookupError("at /srv/secret.py")

    monkeypatch.setattr(health, "KEPT_SECONDS", 0)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "global_rows", fails)
        answers = [await client.get(path) for path in ("/health", "/ready")]
    after = await client.get("/ready")

    wrong = {"status": "unavailable", "wrong": ["PostgreSQL answers with an error."]}
    assert [(answer.status_code, answer.json()) for answer in answers] == [(503, wrong)] * 2
    assert [line.exc_info and line.exc_info[0] for line in caplog.records] == [LookupError] * 2
    assert after.status_code == 200
