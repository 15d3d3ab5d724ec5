"""Answers that come to too much are ended while they are made, and nothing more is fetched."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from tests.attacks.documents import WHOLE
from tests.attacks.target import WEAR
from tests.conftest import Statements
from tests.servers import UNHURRIED, Server
from tests.tenant import Tenant

LABELS: Final = [f"Label {number}" for number in range(250)]
INTO: Final = "tags { customers(first: 1) { nodes { "
CIRCLES: Final = (
    f"{{ customers(first: 1) {{ nodes {{ {INTO * 2} tags {{ id }} {'} } } ' * 2} }} }} }}"
)
WORN: Final = """
query ($a: [ID!]!, $b: [ID!]!) {
  a: nodes(ids: $a) { ... on Customer { tags { id } } }
  b: nodes(ids: $b) { ... on Customer { tags { id } } }
}"""
RENAMED: Final = """
mutation ($a: TagUpdateInput!, $b: TagUpdateInput!) {
  a: tagUpdate(input: $a) { tag { customers(first: 1) { nodes { tags { id } } } } }
  b: tagUpdate(input: $b) { tag { id } }
}"""

Opened = Callable[..., AbstractAsyncContextManager[tuple[Tenant, Statements]]]


@pytest.fixture
def opened(postgres: Server, database: str, owner: asyncpg.Pool) -> Opened:
    """Opens a house, with a tenant in it, and hears what it sends."""

    @asynccontextmanager
    async def open_house(**told: str) -> AsyncIterator[tuple[Tenant, Statements]]:
        sent = Statements()
        settings = load_settings(UNHURRIED | told)
        house = built(settings, postgres.app(database), watch=sent.see)
        transport = httpx2.ASGITransport(app=house.app)
        async with (
            house.app.router.lifespan_context(house.app),
            httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
        ):
            tenant = Tenant(client, owner, f"large-{uuid4().hex[:12]}")
            await tenant.open()
            yield tenant, sent

    return open_house


def _too_large(most: int, also: str = "") -> dict[str, Any]:
    message = f"The answer has more than {most} values. Ask for less.{also}"
    error = {"message": message, "extensions": {"code": "RESPONSE_TOO_LARGE"}}
    return {"errors": [error], "data": None}


async def _labelled(tenant: Tenant) -> str:
    customer = await tenant.customer()
    assert (await tenant.ask(WEAR, id=customer, labels=LABELS)).payload() == {"userErrors": []}
    return customer


@pytest.mark.parametrize("most", ["3", "2"])
async def test_as_many_values_as_the_limit_says_are_answered(opened: Opened, most: str) -> None:
    async with opened(MAX_RESPONSE_VALUES=most) as (tenant, _):
        answer = await tenant.ask("{ viewer { subject roles } }", by=())

    whole = {"data": {"viewer": {"subject": "nobody", "roles": []}}}
    assert answer.body == (whole if most == "3" else _too_large(2))


async def test_lists_in_circles_end_before_they_are_fetched(opened: Opened) -> None:
    async with opened() as (tenant, sent):
        await _labelled(tenant)
        sent.clear()
        answer = await tenant.ask(CIRCLES)

        assert answer.status == 200
        assert answer.body == _too_large(25_000)
        # The customers, their tags, the customers of those; and no step further.
        assert len(sent) == 3


async def test_what_was_changed_is_said_and_no_more_is_changed(opened: Opened) -> None:
    async with opened(MAX_RESPONSE_VALUES="300") as (tenant, _):
        await _labelled(tenant)
        ids = (await tenant.ask("{ tags(first: 2) { nodes { id } } }")).data["tags"]["nodes"]
        a, b = ({"id": tag["id"], "color": "#00FF00"} for tag in ids)
        answer = await tenant.ask(RENAMED, a=a, b=b)
        green = await tenant.rows("select id from tags where tenant_id = $1 and color is not null")

    assert answer.body == _too_large(300, " What it had changed stays changed.")
    assert len(green) == 1


async def test_tools_read_the_whole_schema(opened: Opened) -> None:
    async with opened(ENVIRONMENT="development", MAX_COST="1000") as (tenant, _):
        answer = await tenant.ask(WHOLE)

    assert answer.codes == {}
    assert len(answer.data["__schema"]["types"]) > 100


async def test_objects_in_a_value_are_not_counted(opened: Opened) -> None:
    async with opened() as (tenant, _):
        await tenant.customer(preferences={"custom": {"theme": {"dark": {"since": []}}}})
        said = {"query": "{ customers { nodes { preferences { custom } } } }"}
        headers = {"Authorization": f"Bearer {tenant.token('admin')}", "X-GraphQL-Cost": "include"}
        answer = await tenant.post(said, headers)

    assert answer.body["extensions"]["cost"]["actual"] == 3


async def test_pages_of_many_parents_are_fetched_in_several_statements(opened: Opened) -> None:
    async with opened() as (tenant, sent):
        for _ in range(25):
            await tenant.customer()
        sent.clear()
        answer = await tenant.ask(
            "{ customers(first: 100) { nodes { notes(first: 100) { nodes { id } } } } }"
        )

    assert answer.codes == {}
    assert len([sql for sql in sent if "notes" in sql]) == 2


async def test_tags_of_more_than_100_customers_are_fetched_in_several_statements(
    opened: Opened,
) -> None:
    async with opened() as (tenant, sent):
        ids = [await tenant.customer() for _ in range(101)]
        sent.clear()
        answer = await tenant.ask(WORN, a=ids[:51], b=ids[51:])

    assert answer.data == {"a": [{"tags": []}] * 51, "b": [{"tags": []}] * 50}
    assert len([sql for sql in sent if "customer_tags" in sql]) == 2


async def test_what_is_too_much_beside_what_has_a_resolver_is_said_so(opened: Opened) -> None:
    async with opened(MAX_RESPONSE_VALUES="100") as (tenant, _):
        for _number in range(40):
            await tenant.customer()
        answer = await tenant.ask(
            "{ viewer { id } customers(first: 40) { nodes { id email createdAt } } }"
        )

    assert (answer.status, answer.codes) == (200, {"": "RESPONSE_TOO_LARGE"})
