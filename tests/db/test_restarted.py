"""A killed PostgreSQL: the process that owns it starts it again, at the same place."""

import signal
import time
from os import kill
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from db.embedded import KEPT, ensure
from db.postmaster import served


async def test_a_killed_server_is_started_again_and_has_lost_nothing() -> None:
    with TemporaryDirectory(prefix="clientela-killed-") as folder:
        Path(folder).chmod(0o711)  # noqa: ASYNC240  # one line of set-up
        data = Path(folder) / "data"
        with ensure(data, profile=KEPT) as server:
            connection = await asyncpg.connect(server.url())
            await connection.execute("create table kept as select 1 as one")
            there = served(data)
            assert there is not None

            kill(there.pid, signal.SIGKILL)

            found = await _asked_until_answered(server.url())
            assert found == 1
        assert served(data) is None


async def _asked_until_answered(url: str) -> int:
    deadline = time.monotonic() + 10
    while True:
        try:
            connection = await asyncpg.connect(url, timeout=1)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            assert time.monotonic() < deadline
            time.sleep(0.05)  # noqa: ASYNC251  # nothing else runs here
            continue
        found: int = await connection.fetchval("select one from kept")
        await connection.close()
        return found
