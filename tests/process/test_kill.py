"""The real process, killed at any moment: what was acknowledged is there, and nothing is half."""

import asyncio
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import httpx2

from app.settings import DEVELOPMENT_SECRET
from auth.tokens import mint
from db.embedded import ensure
from tests.tenant import CREATE_CUSTOMER

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("DRILL_KILLS") or 6)
WRITERS = 4


class Killed:
    """A server of its own folder that is started and killed again and again."""

    def __init__(self, folder: Path) -> None:
        # A server started by root runs as somebody else, who has to be able to come in.
        folder.chmod(0o711)
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "ENVIRONMENT": "test",
        }
        said = {"sub": "writer", "tenant": "acme", "roles": ["admin"]}
        now, lifetime = datetime.now(UTC), timedelta(hours=2)
        self.token = mint(DEVELOPMENT_SECRET, said, now=now, lifetime=lifetime)
        self.acknowledged: list[str] = []
        self._moments = Random(ROUNDS)  # noqa: S311  # moments are no secrets

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    def run(self, *command: str) -> None:
        arguments = [sys.executable, "-m", "app", *command]
        done = subprocess.run(
            arguments, cwd=ROOT, env=self.environment, check=False, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> subprocess.Popen[bytes]:
        """A server that runs until it is killed."""
        with (self.folder / "server.log").open("ab") as log:
            arguments = [sys.executable, "-m", "app", "serve"]
            return subprocess.Popen(
                arguments, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    async def write_and_kill(self) -> None:
        """Let writers write, and kill the server in the middle of it."""
        process = self.start()
        try:
            async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as client:
                await self._ready(client)
                async with asyncio.TaskGroup() as writers:
                    for _ in range(WRITERS):
                        writers.create_task(self._write(client))
                    await asyncio.sleep(self._moments.uniform(0.2, 0.8))
                    process.kill()
        finally:
            process.kill()
            process.wait()

    async def _ready(self, client: httpx2.AsyncClient) -> None:
        for _ in range(400):
            try:
                if (await client.get("/ready")).status_code == httpx2.codes.OK:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)
        raise AssertionError((self.folder / "server.log").read_text()[-2000:])

    async def _write(self, client: httpx2.AsyncClient) -> None:
        """Create customers until the server is gone, and note those it acknowledged."""
        while True:
            external = os.urandom(8).hex()
            body = {"query": CREATE_CUSTOMER, "variables": {"input": {"externalId": external}}}
            headers = {"Authorization": f"Bearer {self.token}"}
            try:
                response = await client.post("/graphql", json=body, headers=headers)
            except httpx2.TransportError:
                return
            if response.json()["data"]["customerCreate"]["customer"]:
                self.acknowledged.append(external)


async def test_a_killed_server_loses_nothing_that_it_acknowledged() -> None:
    with TemporaryDirectory(prefix="clientela-kill-") as folder:
        killed = Killed(Path(folder))
        await asyncio.to_thread(killed.run, "migrate")
        await asyncio.to_thread(killed.run, "tenant", "create", "acme")

        for _ in range(ROUNDS):
            await killed.write_and_kill()

        found = await asyncio.to_thread(lambda: asyncio.run(_found(killed)))
        assert len(killed.acknowledged) > ROUNDS
        assert set(killed.acknowledged) - found["customers"] == set()
        assert found["half"] == 0


async def _found(killed: Killed) -> dict[str, Any]:
    """The customers that are there, and how many are only half there."""
    with ensure(killed.data, version=int(os.environ.get("PG") or 18)) as server:
        assert server.owned, "a server of a killed process was left behind"
        connection = await asyncpg.connect(server.url("clientela"))
        try:
            rows = await connection.fetch("select external_id from customers")
            half = await connection.fetchval(
                "select count(*) from customers c where"
                " not exists (select from outbox o where o.customer_id = c.id)"
                " or not exists (select from audit_log a where a.customer_id = c.id)"
                " or not exists (select from customer_tokens t where t.customer_id = c.id)"
            )
        finally:
            await connection.close()
    return {"customers": {row["external_id"] for row in rows}, "half": half}
