"""Deadlines: what is not done in time is broken off."""

import asyncio
from types import TracebackType
from typing import Any, Self

from app.watchman import Bell, Watchman


class Deadline(Bell):
    """Does what `asyncio.timeout_at` does, in a fraction of the time, and up to a round late.

    Whoever is broken off is cancelled, and outside that becomes a `TimeoutError`.
    """

    __slots__ = ("_before", "_task", "_watchman", "over")

    def __init__(self, watchman: Watchman, ends: float) -> None:
        self.due = ends
        self.call = None
        self._watchman = watchman
        self._task: asyncio.Task[Any] | None = None
        self._before = 0
        self.over = False
        """Whether somebody was broken off."""

    def __enter__(self) -> Self:
        self._task = asyncio.current_task()
        if self._task is None:
            raise RuntimeError("Only a task can be broken off.")
        self._before = self._task.cancelling()
        self.call = self._break_off
        self._watchman.mind(self)
        return self

    def come(self) -> None:
        """Let it be as if the time were over, from the next moment on."""
        asyncio.get_running_loop().call_soon(self._break_off)

    def _break_off(self) -> None:
        if self._task is not None and not self.over:
            self.over = True
            self._task.cancel()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        task, self._task = self._task, None
        self.call = None
        if self.over and task is not None:
            is_ours = task.uncancel() <= self._before
            if is_ours and kind is asyncio.CancelledError:
                raise TimeoutError from error
