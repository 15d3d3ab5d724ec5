"""Masked errors: what nobody meant has an id, wherever it happens, and tells nothing else."""

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

import asyncpg
import pytest

from app.identity import Doorkeeper
from auth.caller import Caller
from db.conversation import Conversation
from loaders.tags import TagsOfCustomer
from resolvers.paging import Course
from schema.root import schema
from tests.app.houses import speaking
from tests.servers import UNHURRIED, Server
from tests.tenant import Answer, Tenant

SECRET: Final = "ana@example.com at /srv/secret.py"
QUERY: Final = """
query ($id: ID!) {
  customer(id: $id) { id createdAt tags { id } notes(first: 1) { nodes { id } } }
}"""
SHOWS: Final = "coerce_output_value"
Patch = Callable[[pytest.MonkeyPatch], None]


def _fails(*_: Any, **__: Any) -> Any:
    raise LookupError(SECRET)


async def _fails_later(*_: Any, **__: Any) -> Any:
    raise LookupError(SECRET)


def _permission(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Caller, "sees", _fails)


def _loader(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TagsOfCustomer, "answers", _fails_later)


def _resolver(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Course, "turn", _fails)


def _database(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Conversation, "fetch", _fails_later)


PLACES: Final[dict[str, Patch]] = {
    "a permission": _permission,
    "a loader": _loader,
    "a resolver": _resolver,
    "a statement": _database,
}


def _masked(answer: Answer, caplog: pytest.LogCaptureFixture) -> list[str]:
    """The ids in an answer, each of which stands in the log once; one origin has one id."""
    errors = answer.body["errors"]
    for error in errors:
        extensions = error["extensions"]
        assert (
            error["message"] == f"Something went wrong on our side. Quote {extensions['errorId']}."
        )
        assert extensions.keys() == {"code", "errorId"}
        assert extensions["code"] == "INTERNAL_SERVER_ERROR"
    told = [error["extensions"]["errorId"] for error in errors]
    logged = [
        r.__dict__["error_id"] for r in caplog.records if r.getMessage() == "unforeseen error"
    ]
    assert sorted(set(told)) == sorted(logged)
    assert SECRET not in str(answer.body)
    return told


@pytest.mark.breaks
@pytest.mark.parametrize("place", PLACES)
async def test_an_error_nobody_meant_is_an_id(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    ana = await tenant.customer()
    await tenant.wear(ana, await tenant.tag())
    await tenant.note(ana)
    caplog.clear()

    with monkeypatch.context() as patch:
        PLACES[place](patch)
        answer = await tenant.ask(QUERY, id=ana)

    assert answer.status == 200
    assert len(_masked(answer, caplog)) >= 1
    assert (await tenant.ask(QUERY, id=ana)).body.keys() == {"data"}


@pytest.fixture
async def uncompiled(postgres: Server, database: str, tenant: Tenant) -> AsyncIterator[Tenant]:
    """The tenant as graphql-core serves it: for the engine, PostgreSQL writes instants."""
    async with speaking(postgres, database, **UNHURRIED | {"ENGINE": "false"}) as client:
        yield tenant.through(client)


@pytest.mark.breaks
@pytest.mark.parametrize(("shown", "status"), [(_fails, 200), (lambda _: object(), 500)])
async def test_a_value_that_cannot_be_shown_is_one_too(
    uncompiled: Tenant,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    shown: Callable[[Any], Any],
    status: int,
) -> None:
    ana = await uncompiled.customer()
    caplog.clear()

    with monkeypatch.context() as patch:
        patch.setattr(schema._schema.type_map["DateTime"], SHOWS, shown)
        answer = await uncompiled.ask(QUERY, id=ana)

    assert answer.status == status
    assert len(_masked(answer, caplog)) == 1


async def test_null_where_there_is_none_is_one_too(
    uncompiled: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana = await uncompiled.customer()
    caplog.clear()

    with monkeypatch.context() as patch:
        patch.setattr(schema._schema.type_map["DateTime"], SHOWS, lambda _: None)
        answer = await uncompiled.ask(QUERY, id=ana)

    assert (answer.status, answer.data) == (200, {"customer": None})
    assert len(_masked(answer, caplog)) == 1


async def test_a_number_that_is_too_large_is_one_too(
    tenant: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    ana = await tenant.customer()
    await tenant.rows("update customers set loyalty_points = 1::bigint << 40 where tenant_id = $1")
    caplog.clear()

    answer = await tenant.ask("query ($id: ID!) { customer(id: $id) { loyaltyPoints } }", id=ana)

    assert (answer.status, answer.data) == (200, {"customer": None})
    assert len(_masked(answer, caplog)) == 1


@pytest.mark.breaks
@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        (asyncpg.QueryCanceledError("slow"), 503, "OVERLOADED"),
        (LookupError(SECRET), 500, "INTERNAL_SERVER_ERROR"),
        (RecursionError(SECRET), 400, "BAD_USER_INPUT"),
    ],
    ids=["slow", "unforeseen", "deep"],
)
async def test_what_goes_wrong_at_the_door_has_its_status(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, wrong: Exception, status: int, code: str
) -> None:
    def fails(*_: Any) -> Any:
        raise wrong

    with monkeypatch.context() as patch:
        patch.setattr(Doorkeeper, "admit", fails)
        answer = await tenant.ask(QUERY, id="x")

    assert (answer.status, answer.codes) == (status, {"": code})
    assert "data" not in answer.body
    assert SECRET not in str(answer.body)
    assert (answer.headers.get("retry-after") == "1") is (status == 503)
