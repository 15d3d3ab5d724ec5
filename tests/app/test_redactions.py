"""Redactions: an operation may be told beside its answer, and not by errors, what is withheld."""

from collections.abc import AsyncIterator, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from graphql import OperationDefinitionNode, parse

from app.redactions import Parted
from auth.scopes import Role
from engine.prepared import prepared
from tests.app.houses import speaking
from tests.servers import UNHURRIED, Server
from tests.tenant import Tenant

WHO: Final = "displayName email tagLabels phone tags { label }"
LIST: Final = f"query List @onForbidden(do: NULL) {{ customers {{ nodes {{ {WHO} }} }} }}"
SAID: Final = "query ($do: ForbiddenAction) @onForbidden(do: $do) { customers { nodes { email } } }"
PII: Final = "customers:pii"
TAGS: Final = "tags:read"


@pytest.fixture(params=["true", "false"])
async def either(
    request: pytest.FixtureRequest, tenant: Tenant, postgres: Server, database: str, tmp_path: Path
) -> AsyncIterator[Tenant]:
    """The tenant, spoken to through a house with the engine, and through one without it."""
    digest = sha256(LIST.encode()).hexdigest()
    (tmp_path / "web.json").write_bytes(orjson.dumps({f"sha256:{digest}": LIST}))
    told = UNHURRIED | {"ENGINE": request.param, "TRUSTED_DOCUMENTS": str(tmp_path)}
    async with speaking(postgres, database, **told) as client:
        yield tenant.through(client)


def _at(number: int, *names: str) -> list[dict[str, Any]]:
    path = ["customers", "nodes", number]
    scopes = {"tagLabels": TAGS, "tags": TAGS}
    return [{"path": [*path, name], "scope": scopes.get(name, PII)} for name in names]


async def _redactions(
    tenant: Tenant, query: str, by: Iterable[Role] = (Role.OPERATOR,), **variables: Any
) -> Any:
    answer = await tenant.ask(query, by=by, **variables)
    assert "errors" not in answer.body
    return answer.body.get("extensions", {}).get("redactions")


async def test_every_place_is_told_in_the_order_of_the_answer(either: Tenant) -> None:
    for number in range(2):
        await either.customer(email=f"a{number}@x.ro")

    answer = await either.ask(LIST, by=[Role.OPERATOR])

    nodes = answer.data["customers"]["nodes"]
    names = ("email", "tagLabels", "phone", "tags")
    assert [{name: node[name] for name in names} for node in nodes] == [dict.fromkeys(names)] * 2
    assert answer.status == 200
    assert answer.body["extensions"] == {"redactions": [*_at(0, *names), *_at(1, *names)]}
    assert "errors" not in answer.body


async def test_an_error_is_what_there_is_unless_something_else_is_said(either: Tenant) -> None:
    await either.customer()
    plain = "{ customers { nodes { email } } }"
    said = "query @onForbidden { customers { nodes { email } } }"
    again = "query @onForbidden(do: ERROR) { customers { nodes { email } } }"

    for query in (plain, said, again, SAID):
        answer = await either.ask(query, by=[Role.OPERATOR])

        assert answer.codes == {"customers.nodes.0.email": "FORBIDDEN"}
        assert "extensions" not in answer.body


async def test_a_variable_may_say_it(either: Tenant) -> None:
    await either.customer()

    assert await _redactions(either, SAID, do="NULL") == _at(0, "email")


async def test_who_may_see_everything_is_told_nothing(either: Tenant) -> None:
    await either.customer()

    assert await _redactions(either, LIST, (Role.ADMIN,)) is None


async def test_a_variable_that_says_nothing_is_refused_before_anything_is_done(
    either: Tenant,
) -> None:
    before = await either.contents()
    query = (
        "mutation ($do: ForbiddenAction) @onForbidden(do: $do)"
        ' { tagCreate(input: { label: "New" }) { tag { id } } }'
    )

    answer = await either.ask(query, do=None)

    (error,) = answer.body["errors"]
    assert (answer.status, answer.data) == (400, None)
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"] == "Say ERROR or NULL to @onForbidden."
    assert await either.contents() == before


async def test_another_wrong_variable_is_told_as_it_always_is(either: Tenant) -> None:
    query = "query ($id: ID!) @onForbidden(do: NULL) { customer(id: $id) { email } }"

    answer = await either.ask(query)

    assert (answer.status, answer.codes) == (400, {"": "BAD_USER_INPUT"})
    assert "$id" in answer.body["errors"][0]["message"]


async def test_a_forbidden_argument_stays_an_error(either: Tenant) -> None:
    where = 'where: { email: { eq: "a@x.ro" } }'
    query = f"query @onForbidden(do: NULL) {{ customers({where}) {{ nodes {{ email }} }} }}"

    answer = await either.ask(query, by=[Role.OPERATOR])

    assert (answer.data, answer.codes) == (None, {"customers": "FORBIDDEN"})
    assert "extensions" not in answer.body


async def test_a_forbidden_mutation_stays_an_error_and_nothing_is_done(either: Tenant) -> None:
    before = await either.contents()
    query = 'mutation @onForbidden(do: NULL) { tagCreate(input: { label: "New" }) { tag { id } } }'

    answer = await either.ask(query, by=[Role.STAFF])

    assert (answer.data, answer.codes) == (None, {"tagCreate": "FORBIDDEN"})
    assert "extensions" not in answer.body
    assert await either.contents() == before


async def test_what_cannot_be_null_stays_an_error(either: Tenant) -> None:
    answer = await either.ask(LIST, by=[Role.CUSTOMER])

    assert (answer.data, answer.codes) == (None, {"customers": "FORBIDDEN"})
    assert "extensions" not in answer.body


async def test_what_a_mutation_shows_is_withheld_in_silence(either: Tenant) -> None:
    customer = await either.customer()
    query = (
        "mutation ($input: CustomerUpdateInput!) @onForbidden(do: NULL)"
        " { customerUpdate(input: $input) { customer { city notes { nodes { id } } } } }"
    )

    answer = await either.ask(query, by=[Role.SERVICE], input={"id": customer, "city": "Brașov"})

    shown = {"city": "Brașov", "notes": None}
    path = ["customerUpdate", "customer", "notes"]
    assert answer.body == {
        "data": {"customerUpdate": {"customer": shown}},
        "extensions": {"redactions": [{"path": path, "scope": "notes:read"}]},
    }


async def test_a_known_document_may_say_it_and_the_cost_stands_beside(either: Tenant) -> None:
    await either.customer()
    headers = {"Authorization": f"Bearer {either.token(Role.STAFF)}", "X-GraphQL-Cost": "include"}
    digest = sha256(LIST.encode()).hexdigest()

    answer = await either.post({"documentId": f"sha256:{digest}"}, headers)

    told = answer.body["extensions"]
    assert list(told) == ["redactions", "cost"]
    assert told["redactions"] == _at(0, "tagLabels", "tags")


async def test_no_more_are_told_than_errors_would_be(tenant: Tenant) -> None:
    await tenant.rows(
        "insert into customers (tenant_id, id, display_name, display_name_norm, created_by)"
        " select $1, gen_random_uuid(), 'Ana', 'ana', $1 from generate_series(1, 100)"
    )
    fields = "email phone city region taxId firstName lastName fullName bornOn gender nationality"
    query = f"query @onForbidden(do: NULL) {{ customers(first: 100) {{ nodes {{ {fields} }} }} }}"

    answer = await tenant.ask(query, by=[Role.OPERATOR])

    told = answer.body["extensions"]
    assert (len(told["redactions"]), told["redactionsLeftOut"]) == (1_000, 100)
    assert told["redactions"][-1:] == _at(90, "gender")


def test_exactly_as_many_as_may_be_told_leave_none_out() -> None:
    found = Parted(redactions=[{"path": ["a"], "scope": PII}] * 2)

    assert found.told(2) == {"redactions": found.redactions}
    assert found.told(1) == {"redactions": found.redactions[:1], "redactionsLeftOut": 1}
    assert Parted().told(1) == {}


def test_what_is_said_of_an_operation_does_not_keep_it_from_the_engine() -> None:
    for said, declined in ((LIST, ""), ("{ me { id @mark } }", "directive")):
        tree = parse(said)
        (node,) = tree.definitions
        assert isinstance(node, OperationDefinitionNode)

        assert prepared("", tree, node).declined == declined
