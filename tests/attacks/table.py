"""Prints the table of attacks: `python -m tests.attacks.table`."""

import asyncio
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from db.migrate import migrate
from tests.attacks.everything import ATTACKS
from tests.attacks.target import Target, attacked
from tests.attacks.verdict import faults
from tests.servers import APP_PASSWORD, server

COLUMNS = ("attack", "status", "code", "answer ms", "innocent ms", "bytes", "wrong")


async def table() -> Table:
    """What every attack came to."""
    shown = Table(*COLUMNS)
    with server() as postgres, tempfile.TemporaryDirectory(prefix="clientela-") as folder:
        database = await postgres.fresh()
        await migrate(postgres.owner(database), app_password=APP_PASSWORD)
        async with attacked(postgres, database, Path(folder)) as target:
            for name in ATTACKS:
                shown.add_row(name, *await _row(target, name))
    return shown


async def _row(target: Target, name: str) -> tuple[str, ...]:
    outcome = await target.suffer(name, ATTACKS[name])
    last = outcome.replies[-1]
    return (
        str(last.status),
        last.code or "–",
        f"{outcome.seconds * 1000:.1f}",
        f"{outcome.wait * 1000:.1f}",
        str(len(last.body)),
        "; ".join(faults(ATTACKS[name], outcome)),
    )


if __name__ == "__main__":
    Console(width=160).print(asyncio.run(table()))
