"""Serving: the real server as a process, on a database of its own, for tests that stop it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from app.settings import DEVELOPMENT_SECRET
from auth.tokens import mint

ROOT = Path(__file__).parents[2]


class Serving:
    """A server process that can be started again and again, at one address."""

    def __init__(self, folder: Path, database_url: str, **told: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        rates = {"RATE_CALLER_POINTS": "0", "RATE_TENANT_POINTS": "0"}
        own = {"DATABASE_URL": database_url, "PORT": str(self.port), "ENVIRONMENT": "test"}
        self._environment = {**os.environ, **rates, **own, **told}
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            arguments = [sys.executable, "-m", "app", "serve"]
            self._process = subprocess.Popen(
                arguments, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    async def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.begin()
        async with httpx2.AsyncClient(base_url=self.base_url) as client:
            for _ in range(600):
                try:
                    if (await client.get("/ready")).status_code == httpx2.codes.OK:
                        return
                except httpx2.TransportError:
                    await asyncio.sleep(0.05)
        raise AssertionError(self.log[-2000:])

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    async def ended(self, seconds: float) -> int:
        """How it ended, if it does so in time."""
        assert self._process is not None
        return await asyncio.to_thread(self._process.wait, seconds)

    def end(self) -> None:
        """Do away with it, if it is still there."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @property
    def log(self) -> str:
        """What it has said."""
        return self._log.read_text(errors="replace")


def token(slug: str) -> str:
    """A token of an administrator."""
    said = {"sub": "tester", "tenant": slug, "roles": ["admin"]}
    return mint(DEVELOPMENT_SECRET, said, now=datetime.now(UTC), lifetime=timedelta(hours=1))
