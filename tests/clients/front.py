"""The real app on a real port, behind somebody who is busy when a request comes first."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    body: bytes
    accept: str
    at: float


@dataclass(slots=True)
class Front:
    """Notes every request, and turns each away once if it is told to."""

    app: Starlette
    url: str
    busy: bool = False
    asked: list[Asked] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn a request away, or hand it to the app."""
        request = Request(scope, receive)
        body = await request.body()
        known = list(dict.fromkeys(asked.body for asked in self.asked))
        self.asked.append(Asked(body, request.headers["accept"], monotonic()))
        if self.busy and body not in known:
            # Only the first one costs a second: that much is enough to see that it is waited.
            after = "0" if known else "1"
            status = 429 if len(known) % 2 else 503
            await Response(None, status, {"Retry-After": after})(scope, receive, send)
            return
        await self.app(scope, _again(body), send)

    def counted(self) -> list[int]:
        """How often each request came, in the order in which they first did."""
        return list(Counter(asked.body for asked in self.asked).values())


def _again(body: bytes) -> Receive:
    """A way to receive what was read already."""
    told = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if told.is_set():
            await asyncio.Event().wait()
        told.set()
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[Front]:
    """A front that listens while it is needed."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        front = Front(app, f"http://127.0.0.1:{listener.getsockname()[1]}/graphql")
        config = uvicorn.Config(front, lifespan="off", log_config=None, ws="none")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield front
        finally:
            server.should_exit = True
            await running
