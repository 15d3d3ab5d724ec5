"""Overtaking: somebody who is at it first, and somebody else who waits for them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import asyncpg

T = TypeVar("T")
WAITING: Final = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'clientela_app' and wait_event_type = 'Lock'"""


@asynccontextmanager
async def somebody(owner: asyncpg.Pool, does: str, *said: Any) -> AsyncIterator[Any]:
    """Somebody who did this and has not said yet whether it stays."""
    async with owner.acquire() as connection:
        await connection.execute("begin")
        await connection.execute(does, *said)
        yield connection


async def waits(owner: asyncpg.Pool, then: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Somebody who begins to do this, and by now waits for somebody else."""
    waiting = asyncio.create_task(then)
    while not await owner.fetchval(WAITING):
        assert not waiting.done(), waiting.result()
        await asyncio.sleep(0.005)
    return waiting


async def overtaken(owner: asyncpg.Pool, first: Any, then: Coroutine[Any, Any, T]) -> T:
    """What somebody is answered who waits for somebody else, who then keeps what he did."""
    waiting = await waits(owner, then)
    await first.execute("commit")
    return await waiting
