"""What handlers made by hand stand on: raw ASGI, and a pool that does nothing of itself."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import asyncpg

Answered = bytes
Handler = Callable[[asyncpg.Pool, bytes], Awaitable[Answered]]


async def _as_it_is(_: Any) -> None:
    """Nothing was set on the connection, so nothing is put back."""


def read(pool: asyncpg.Pool) -> Any:
    """A connection for a moment; each statement is a transaction of its own."""
    return pool.acquire()


class Routes:
    """An ASGI app that knows a few paths and nothing else."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers
        self._pool: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = await self._handlers[scope["path"]](self._pool, body)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(answer)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(
            os.environ["DATABASE_URL"], min_size=4, max_size=10, reset=_as_it_is
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})
