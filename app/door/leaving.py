"""Leaving: whoever goes away before the answer is there ends what was begun for them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive

from app.left import Left

T = TypeVar("T")


async def attended(receive: Receive, answering: Coroutine[Any, Any, T]) -> T:
    """The answer, as long as somebody waits for it. The request has been read to its end."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("Only a task can be left.")
    before = task.cancelling()
    watching = asyncio.create_task(_watch(receive, task))
    try:
        return await answering
    except asyncio.CancelledError:
        if watching.done() and task.uncancel() <= before:
            raise Left from None
        raise
    finally:
        watching.cancel()


async def _watch(receive: Receive, task: asyncio.Task[Any]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    task.cancel()


async def unanswered(_: Request, __: Exception) -> Response:
    """What is said to somebody who has left: the number that proxies write down for it."""
    return Response(status_code=499)
