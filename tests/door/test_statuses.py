"""Statuses: every refusal in both modes and in both forms."""

from typing import Any

import pytest

from app.statuses import STATUSES
from auth.scopes import Role
from tests.app.houses import opened
from tests.door.asking import SEEN, VIEWER, code, signed
from tests.door.conftest import Speak
from tests.door.refusals import CASES, Case
from tests.servers import Server
from tests.tenant import Tenant

SUSPEND = "update tenants set status = 'SUSPENDED' where id = $1"
ASKED = f"/graphql?query={VIEWER}"
PLAIN = {"Accept": "application/json"}
# These come from the wire, from a database in trouble, or from a fault of ours.
ELSEWHERE = {
    "DATABASE_UNAVAILABLE",
    "HEADERS_TOO_LARGE",
    "INTERNAL_SERVER_ERROR",
    "OVERLOADED",
    "TENANT_SUSPENDED",
    "URI_TOO_LONG",
}
# Half of this may be asked by a customer.
HALF: dict[str, Any] = {
    "query": '{ viewer { name } tag(id: "tag_0") { id } }',
    "all": {"viewer": {"name": "Admin"}, "tag": None},
    "part": {"viewer": {"name": "Customer"}, "tag": None},
}
# A list that a customer may not see is never null, and takes everything with it.
NOTHING: dict[str, Any] = {
    "query": "{ tags { totalCount { value } } }",
    "all": {"tags": {"totalCount": {"value": 0}}},
    "part": None,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
@pytest.mark.parametrize("mode", ["compat", "draft"])
async def test_a_refusal_has_its_status(
    speak: Speak, tenant: Tenant, case: Case, mode: str
) -> None:
    expected = {"compat": [case.newer, case.plain], "draft": [case.draft] * 2}[mode]

    async with speak(STATUS_CODES=mode, **case.told) as client:
        answers = [
            await case.send(client, signed(tenant)),
            await case.send(client, signed(tenant, **PLAIN)),
        ]

    assert [answer.status_code for answer in answers] == expected
    assert [code(answer) for answer in answers] == [case.code] * 2


def test_every_code_that_has_a_status_is_tried() -> None:
    tried = {case.code for case in CASES}

    assert len(tried) == len(CASES)
    assert tried | ELSEWHERE == set(STATUSES)


@pytest.mark.parametrize(("mode", "newer"), [("compat", 200), ("draft", 294)])
@pytest.mark.parametrize("told", [HALF, NOTHING], ids=["half", "nothing"])
async def test_what_was_run_is_answered_even_if_little_came_of_it(
    speak: Speak, tenant: Tenant, told: dict[str, Any], mode: str, newer: int
) -> None:
    asked = {"query": told["query"]}
    customer = {"Authorization": f"Bearer {tenant.token(Role.CUSTOMER)}"}

    async with speak(STATUS_CODES=mode) as client:
        answers = [
            await client.post("/graphql", json=asked, headers=signed(tenant) | more)
            for more in ({}, customer, customer | PLAIN)
        ]

    assert [answer.status_code for answer in answers] == [200, newer, 200]
    assert [answer.json()["data"] for answer in answers] == [told["all"], *[told["part"]] * 2]
    assert [len(answer.json().get("errors", ())) for answer in answers] == [0, 1, 1]


@pytest.mark.parametrize("mode", ["compat", "draft"])
async def test_a_suspended_tenant_is_told_so(speak: Speak, tenant: Tenant, mode: str) -> None:
    async with speak(STATUS_CODES=mode) as client:
        await tenant.rows(SUSPEND)
        refused = await client.post("/graphql", json={"query": VIEWER}, headers=signed(tenant))

    assert (refused.status_code, code(refused)) == (403, "TENANT_SUSPENDED")


@pytest.mark.breaks
@pytest.mark.parametrize("mode", ["compat", "draft"])
async def test_a_taken_database_is_not_waited_for(
    postgres: Server, database: str, tenant: Tenant, mode: str
) -> None:
    told = {"DATABASE_POOL_SIZE": "1", "DATABASE_WAIT_SECONDS": "0.05", "STATUS_CODES": mode}

    async with opened(postgres.app(database), **told) as (house, client):
        client.headers.update(signed(tenant))
        async with house.database.global_rows():
            refused = [await client.get(place) for place in (ASKED, "/schema.graphql")]
        answer = await client.get(ASKED)

    assert [code(each) for each in refused] == ["OVERLOADED"] * 2
    assert [each.status_code for each in refused] == [503, 503]
    assert [each.headers["retry-after"] for each in refused] == ["1", "1"]
    assert answer.json() == SEEN
