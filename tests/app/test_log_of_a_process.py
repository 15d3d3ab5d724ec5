"""The log of a real server: JSON from its first line to its last, whatever is thrown at it."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from pathlib import Path
from typing import Any, Final

import httpx2
import orjson
import pytest

from auth.scopes import Role
from tests.servers import Server
from tests.tenant import Tenant

ROOT: Final = Path(__file__).parents[2]
SLOW: Final = "{ customers { nodes { id tags { label } notes { nodes { body } } } } }"
NONSENSE: Final = (
    b"\x16\x03\x01\x02\x00\x01\n\r\n",
    b"GET\r\n\r\n",
    b"POST /graphql HTTP/9.9\r\n\r\n",
)


async def started(postgres: Server, database: str, port: int, level: str) -> Process:
    """A server that takes requests."""
    told = {"DATABASE_URL": postgres.app(database), "PORT": str(port), "LOG_LEVEL": level}
    told |= {"RATE_CALLER_POINTS": "0", "RATE_TENANT_POINTS": "0", "PYTHONWARNINGS": "always"}
    environment = os.environ | told | {"ENVIRONMENT": "test"}
    arguments = [sys.executable, "-m", "app", "serve"]
    process = await asyncio.create_subprocess_exec(
        *arguments, cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(400):
            try:
                await client.get("/live")
            except httpx2.TransportError:
                await asyncio.sleep(0.05)
            else:
                break
    return process


async def torment(port: int, token: str) -> None:
    """Ask well and badly, talk nonsense, and leave before the answer."""
    body = orjson.dumps({"query": SLOW})
    headers = f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    whole = head.encode() + body
    for sent in (*NONSENSE, whole[:-5], *[whole] * 20):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        await writer.drain()
        await asyncio.sleep(0.01)
        writer.transport.abort()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.mark.parametrize("level", ["INFO", "WARNING"])
async def test_every_line_is_json_and_the_level_is_kept(
    tenant: Tenant, postgres: Server, database: str, level: str
) -> None:
    for _ in range(5):
        await tenant.note(await tenant.customer())
    port, token = free_port(), tenant.token(Role.ADMIN)
    process = await started(postgres, database, port, level)
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            headers = {"Authorization": f"Bearer {token}"}
            for query in (SLOW, "{ nothing }", "{"):
                await client.post("/graphql", json={"query": query}, headers=headers)
            await torment(port, token)
        process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(process.communicate(), 20)
    finally:
        if process.returncode is None:
            process.kill()

    lines: list[dict[str, Any]] = [orjson.loads(line) for line in said.splitlines()]
    assert process.returncode == 0
    assert {line["service"] for line in lines} <= {"clientela"}
    outcomes = Counter(line.get("outcome") for line in lines if line["message"] == "request")
    assert (outcomes["ok"] + outcomes["refused"] >= 3) is (level == "INFO")
    assert [line for line in lines if line.get("kind") == "RuntimeWarning"] == []
    assert [line for line in lines if line["level"] == "error"] == []
