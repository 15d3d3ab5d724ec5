"""Leaving: whoever goes away before the answer is there ends what was begun for them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from starlette.types import Receive

from app.left import Left
from app.watchman import Bell, Watchman

T = TypeVar("T")

WATCHED_AFTER: Final = 0.05
"""Seconds."""
UNANSWERED: Final = 499
"""The status for somebody who has left, as proxies write it down."""


async def attended(receive: Receive, answering: Coroutine[Any, Any, T], watchman: Watchman) -> T:
    """The answer, as long as somebody waits for it. The request has been read to its end."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("Only a task can be left.")
    before = task.cancelling()
    # Most answers are there sooner than anybody leaves.
    soon = asyncio.get_running_loop().time() + WATCHED_AFTER
    watch = _Watch(soon, receive, task)
    watchman.mind(watch)
    try:
        return await answering
    except asyncio.CancelledError:
        if watch.saw_them_leave and task.uncancel() <= before:
            raise Left from None
        raise
    finally:
        watch.cancel()


class _Watch(Bell):
    """Watches from a moment on whether somebody leaves, and ends what is done for them."""

    __slots__ = ("_receive", "_task", "_watching")

    def __init__(self, due: float, receive: Receive, task: asyncio.Task[Any]) -> None:
        self.due = due
        self.call = self._begin
        self._receive = receive
        self._task = task
        self._watching: asyncio.Task[None] | None = None

    @property
    def saw_them_leave(self) -> bool:
        return self._watching is not None and self._watching.done()

    def _begin(self) -> None:
        self._watching = asyncio.create_task(self._watch())

    def cancel(self) -> None:
        """Watch no more."""
        self.call = None
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._task.cancel()
