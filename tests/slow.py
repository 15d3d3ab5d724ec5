"""Slow: changes that are under way as long as a test likes, and what is told on the wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from auth.scopes import Role
from tests.tenant import Tenant, doing, kept

UPDATE = doing("tagUpdate", "tag { label }")


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is under way, and the connection that it was asked on; close it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


def posted(tenant: Tenant, query: str, **variables: Any) -> tuple[bytes, bytes]:
    """A request of an administrator: its head, and its body."""
    body = orjson.dumps({"query": query, "variables": variables})
    headers = {
        "Host": "clientela",
        "Authorization": f"Bearer {tenant.token(Role.ADMIN)}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /graphql HTTP/1.1\r\n{lines}\r\n".encode(), body


async def told(reader: asyncio.StreamReader) -> tuple[int, bytes, Any]:
    """The next answer: its status, its head, and what its JSON says."""
    async with asyncio.timeout(5):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
    return int(head.split()[1]), head, orjson.loads(body)


@asynccontextmanager
async def changing(
    port: int, tenant: Tenant, owner: asyncpg.Pool, more: bytes = b""
) -> AsyncIterator[Change]:
    """Somebody changes a tag, and is not answered as long as this lasts."""
    tag = await tenant.tag("VIP")
    head, body = posted(tenant, UPDATE, input={"id": tag, "label": "Kept"})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("select from tags where id = $1 for update", kept(tag))
        writer.write(head + body + more)
        await asyncio.sleep(0.1)
        yield Change(reader, writer)
