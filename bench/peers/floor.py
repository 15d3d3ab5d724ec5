"""The floor: what the dashboard page costs by hand, with no GraphQL, nobody to let in, no wall."""

import base64
import os
from typing import Any, Final

import asyncpg
import orjson
import uvicorn

from bench.peers.handmade import Answered, Routes, read

TENANT: Final = os.environ["TENANT_ID"]
SIZE: Final = 50

# Names of columns alone would mean the texts that are shown, and no index has those.
CUSTOMERS: Final = """
    select id::text, first_name, last_name, email, phone, status, type, loyalty_tier,
        loyalty_points, created_at::text, last_interaction_at::text
    from customers c where tenant_id = $1 and deleted_at is null
    order by c.created_at desc, c.id desc limit 51
"""
TAGS: Final = """
    select w.customer_id::text, t.id::text, t.label, t.color
    from customer_tags w join tags t on t.tenant_id = w.tenant_id and t.id = w.tag_id
    where w.tenant_id = $1 and w.customer_id = any($2::uuid[])
    order by t.priority desc, t.label_norm
"""
ADDRESSES: Final = """
    select customer_id::text, id::text, type, line1, city, postal_code, country_code, is_default
    from addresses a where tenant_id = $1 and customer_id = any($2::uuid[])
    order by a.customer_id, a.created_at, a.id
"""
NOTES: Final = """
    select c.id::text, n.id::text, n.body, n.created_at::text, n.author_id::text
    from unnest($2::uuid[]) c(id) cross join lateral (
        select id, body, created_at, author_id from notes
        where tenant_id = $1 and customer_id = c.id
        order by created_at desc, id desc limit 3
    ) n
"""
AUTHORS: Final = "select id::text, name from actors where tenant_id = $1 and id = any($2::uuid[])"
CUSTOMER: Final = """
    select id::text, first_name, last_name, email, phone, status, type, loyalty_tier,
        loyalty_points, created_at::text, last_interaction_at::text
    from customers where tenant_id = $1 and id = $2
"""
FIELDS: Final = (
    *("id", "firstName", "lastName", "email", "phone", "status", "type"),
    *("loyaltyTier", "loyaltyPoints", "createdAt", "lastInteractionAt"),
)


async def page(connection: Any) -> dict[str, Any]:
    """The page of customers, with everything that hangs on them."""
    rows = await connection.fetch(CUSTOMERS, TENANT)
    shown = rows[:SIZE]
    ids = [row[0] for row in shown]
    tags, addresses, notes = await _tags(connection, ids), *await _rest(connection, ids)
    edges = []
    for row in shown:
        key = row[0]
        node = dict(zip(FIELDS, row, strict=True))
        node["tags"] = tags.get(key, [])
        node["addresses"] = addresses.get(key, [])
        node["notes"] = {"nodes": notes.get(key, [])}
        edges.append({"cursor": _cursor(row[9], key), "node": node})
    end = edges[-1]["cursor"] if edges else None
    return {
        "customers": {
            "edges": edges,
            "pageInfo": {"hasNextPage": len(rows) > SIZE, "endCursor": end},
        }
    }


async def _tags(connection: Any, ids: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for owner, id, label, color in await connection.fetch(TAGS, TENANT, ids):
        found.setdefault(owner, []).append({"id": id, "label": label, "color": color})
    return found


async def _rest(connection: Any, ids: list[str]) -> tuple[dict[str, list[Any]], ...]:
    addresses: dict[str, list[Any]] = {}
    for row in await connection.fetch(ADDRESSES, TENANT, ids):
        owner, id, type, line1, city, postal_code, country_code, is_default = row
        shown = {
            "id": id,
            "type": type,
            "line1": line1,
            "city": city,
            "postalCode": postal_code,
            "countryCode": country_code,
            "isDefault": is_default,
        }
        addresses.setdefault(owner, []).append(shown)
    rows = await connection.fetch(NOTES, TENANT, ids)
    wanted = list({row[4] for row in rows})
    authors = {
        id: {"id": id, "name": name} for id, name in await connection.fetch(AUTHORS, TENANT, wanted)
    }
    notes: dict[str, list[Any]] = {}
    for owner, id, body, created_at, author_id in rows:
        note = {"id": id, "body": body, "createdAt": created_at, "author": authors[author_id]}
        notes.setdefault(owner, []).append(note)
    return addresses, notes


def _cursor(created_at: str, id: str) -> str:
    return base64.b64encode(f"{created_at} {id}".encode()).decode()


async def dashboard(pool: asyncpg.Pool, _: bytes) -> Answered:
    """Answer the page."""
    async with read(pool) as connection:
        return orjson.dumps({"data": await page(connection)})


async def customer(pool: asyncpg.Pool, body: bytes) -> Answered:
    """Answer one customer."""
    wanted = orjson.loads(body)["variables"]["id"]
    async with read(pool) as connection:
        row = await connection.fetchrow(CUSTOMER, TENANT, wanted)
    return orjson.dumps({"data": {"customer": row and dict(zip(FIELDS, row, strict=True))}})


if __name__ == "__main__":
    app = Routes({"/graphql": dashboard, "/customer": customer})
    uvicorn.run(app, port=int(os.environ["PORT"]), log_level="warning", access_log=False)
