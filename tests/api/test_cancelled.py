"""Cancelled requests: a client that goes away leaves nothing half done and nothing held."""

import asyncio
import os
from random import Random
from typing import Final

import asyncpg
import orjson
import pytest

from app.house import House
from auth.scopes import Role
from tests.api.acts import do, done, settled
from tests.tenant import CREATE_CUSTOMER, Tenant, kept
from tests.wires import Listening, listening

TIMES: Final = 100
LONGEST_SECONDS: Final = 0.01
CUTS: Final = int(os.environ.get("DRILL_CUTS") or 300)
AT_ONCE: Final = 10
LONGEST_AT_ONCE_SECONDS: Final = 0.1
# A customer is made whole or not at all: the row, its words, its fact, its line and its key.
HALF_MADE: Final = """
select c.id from customers c where c.tenant_id = $1 and not (
  exists (select from customer_tokens t where t.tenant_id = $1 and t.customer_id = c.id)
  and exists (select from streams s where s.tenant_id = $1 and s.id = c.id and s.last = 1)
  and exists (select from outbox o where o.tenant_id = $1 and o.customer_id = c.id)
  and exists (select from audit_log a where a.tenant_id = $1 and a.customer_id = c.id)
  and exists (select from idempotency_keys k
    where k.tenant_id = $1 and k.answer ->> 'id' = c.id::text)
)"""
STUCK: Final = """
select state, query from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and state <> 'idle'"""

pytestmark = pytest.mark.breaks


async def _cut(task: asyncio.Task[object], seconds: float) -> bool:
    """Cancel a task after a while; whether it was still under way."""
    await asyncio.sleep(seconds)
    task.cancel()
    return isinstance(
        (await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError
    )


async def _is_free(house: House, owner: asyncpg.Pool) -> None:
    """Nobody is in a transaction, and every connection can be had at once and is as new."""
    for _ in range(100):
        if not await owner.fetch(STUCK):
            break
        await asyncio.sleep(0.02)  # the server has yet to hear that a connection was cut
    assert await owner.fetch(STUCK) == []
    taken = [await house.database.take() for _ in range(10)]
    for connection in taken:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("select 1") == 1
    for connection in taken:
        await house.database.give_back(connection)


def _given(number: int) -> dict[str, str]:
    return {"firstName": f"Ana {number}", "idempotencyKey": f"{number}"}


async def _is_whole(tenant: Tenant) -> int:
    """How many customers there are, each of them whole, and nothing without its customer."""
    assert await tenant.rows(HALF_MADE) == []
    contents = await tenant.contents()
    journal = {contents[table] for table in ("outbox", "audit_log", "streams", "idempotency_keys")}
    assert journal == {contents["customers"]}
    return contents["customers"]


async def test_a_change_that_is_cut_off_anywhere_is_whole_or_never_was(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    chance, cut = Random(7), 0  # noqa: S311  # moments are no secret

    for number in range(TIMES):
        somebody_new = do(tenant, "customerCreate", _given(number), user=f"user {number}")
        task = asyncio.create_task(somebody_new)
        cut += await _cut(task, chance.uniform(0, LONGEST_SECONDS))

    assert cut > 0
    assert await _is_whole(tenant) <= TIMES
    await _is_free(house, owner)


async def test_a_client_that_comes_back_with_its_keys_finds_everything_done_once(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    acts = [asyncio.create_task(do(tenant, "customerCreate", _given(n))) for n in range(30)]
    for number, task in enumerate(acts):
        await _cut(task, 0.002 * (number % 3))

    answers = [await settled(tenant, "customerCreate", _given(n)) for n in range(30)]

    ids = {answer.payload()["customer"]["id"] for answer in answers}
    assert len(ids) == await _is_whole(tenant) == 30
    await _is_free(house, owner)


async def test_who_leaves_the_line_is_not_waited_for(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    vip = await tenant.tag("VIP")

    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("select from tags where id = $1 for update", kept(vip))
        acts = [do(tenant, "tagUpdate", {"id": vip, "priority": n}) for n in range(1, 15)]
        tasks = [asyncio.create_task(act) for act in acts]
        await asyncio.sleep(0.1)
        cut = await asyncio.gather(*(_cut(task, 0) for task in tasks))

    assert cut == [True] * 14
    await _is_free(house, owner)
    assert (await done(tenant, "tagUpdate", id=vip, priority=9))["changedFields"] == ["priority"]
    versions = "select version, priority from tags where tenant_id = $1"
    assert await tenant.rows(versions) == [{"version": 2, "priority": 9}]


def _sent(tenant: Tenant, number: int) -> bytes:
    """A change as it goes over the wire."""
    body = orjson.dumps({"query": CREATE_CUSTOMER, "variables": {"input": _given(number)}})
    token = tenant.token(Role.ADMIN, user=f"user {number}")
    return (
        f"POST /graphql HTTP/1.1\r\nHost: clientela\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def _send_and_go(wire: Listening, request: bytes, seconds: float | None) -> None:
    """Ask for a change, and go after a while, or with the answer."""
    reader, writer = await wire.connect()
    # Who is gone at once has not said everything.
    writer.write(request if seconds != 0 else request[: len(request) // 2])
    if seconds is None:
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
    else:
        await asyncio.sleep(seconds)
    writer.transport.abort()


async def test_connections_that_are_cut_anywhere_leave_whole_changes_or_none(
    tenant: Tenant, house: House, owner: asyncpg.Pool
) -> None:
    chance = Random(11)  # noqa: S311  # moments are no secret

    async with listening(house.app) as wire:
        for first in range(0, CUTS, AT_ONCE):
            patience = [None, 0.0]  # one of them stays, and one is gone at once
            patience += [chance.uniform(0, LONGEST_AT_ONCE_SECONDS) for _ in range(AT_ONCE - 2)]
            requests = [_sent(tenant, first + number) for number in range(AT_ONCE)]
            await asyncio.gather(*map(_send_and_go, [wire] * AT_ONCE, requests, patience))

    assert CUTS / AT_ONCE <= await _is_whole(tenant) < CUTS
    await _is_free(house, owner)
