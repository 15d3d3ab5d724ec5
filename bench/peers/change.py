"""A change by hand: the statements that `customerUpdate` sends, in one transaction."""

import os
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import orjson
import uvicorn

from bench.peers.floor import CUSTOMER, FIELDS
from bench.peers.handmade import Answered, Routes, read
from db.ids import new_id

TENANT: Final = UUID(os.environ["TENANT_ID"])
ACTOR: Final = TENANT

HELD: Final = """
    select * from customers where id = $1 and deleted_at is null and tenant_id = $2 for update
"""
# As ours does it: the row, what it was, its fact and its audit line are written at once.
WRITTEN: Final = """
    with changed as (
        update customers set city = $3, version = version + 1, updated_at = now()
        where id = $2 and tenant_id = $1 returning version
    ), was as (
        insert into revisions (tenant_id, object_id, version, customer_id, before, actor_id)
        values ($1, $2, $4, $2, $5, $6)
    ), taken as (
        insert into streams (tenant_id, id, last) values ($1, $2, 1)
        on conflict (tenant_id, id) do update set last = streams.last + excluded.last
        returning streams.last
    ), sent as (
        insert into outbox (tenant_id, id, name, stream_id, sequence, customer_id, actor_id,
            payload, trace_id)
        select $1, $7, 'v1.customer.updated', $2, taken.last, $2, $6, $8, $9 from taken
        returning id
    ), audited as (
        insert into audit_log (tenant_id, id, actor_id, roles, act, fact, object_kind, object_id,
            customer_id, fields, ip, trace_id, request_id)
        values ($1, $10, $6, '{admin}', 'customerUpdate', 'customer.updated', 'customer', $2, $2,
            '{city}', '127.0.0.1', $9, $11)
    )
    select * from changed
"""


async def changed(connection: Any, customer: UUID, city: str) -> None:
    """Move a customer to another town, and write down that it was done."""
    async with connection.transaction():
        before = await connection.fetchrow(HELD, customer, TENANT)
        known = orjson.dumps({"city": before["city"]}).decode()
        told = {"customer_id": str(customer), "fields_changed": ["city"]}
        payload, trace = orjson.dumps(told).decode(), uuid4().hex
        row = (TENANT, customer, city, before["version"] + 1, known, ACTOR)
        lines = (new_id(), payload, trace, new_id(), uuid4().hex)
        await connection.fetch(WRITTEN, *row, *lines)


async def change(pool: asyncpg.Pool, body: bytes) -> Answered:
    """Answer a change with the customer as it is now."""
    said = orjson.loads(body)["variables"]["input"]
    customer = UUID(said["id"])
    async with read(pool) as connection:
        await changed(connection, customer, said["city"])
        row = await connection.fetchrow(CUSTOMER, TENANT, customer)
    shown = dict(zip(FIELDS, row, strict=True))
    return orjson.dumps({"data": {"customerUpdate": {"customer": shown, "userErrors": []}}})


if __name__ == "__main__":
    app = Routes({"/change": change})
    uvicorn.run(app, port=int(os.environ["PORT"]), log_level="warning", access_log=False)
