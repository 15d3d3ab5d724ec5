"""The watchman: goes his rounds and rings for what is due, so that hardly anything has a timer."""

import asyncio
from collections.abc import Callable
from typing import Final

ROUND_SECONDS: Final = 0.02


class Bell:
    """Something that is to happen at a moment, unless it is called off."""

    __slots__ = ("call", "due")

    def __init__(self, due: float, call: Callable[[], object] | None) -> None:
        self.due = due
        self.call = call
        """What is to happen; nothing if it was called off."""

    def cancel(self) -> None:
        """Call it off."""
        self.call = None

    def waits(self, now: float) -> bool:
        """Whether it is still to happen; what is due happens."""
        if self.call is None or self.due > now:
            return self.call is not None
        self.call()
        return False


class Watchman:
    """Rings bells, up to a round late. Nearly all are called off before he comes by.

    A timer of the event loop for each of them takes ten times as long, and a request has three.
    """

    def __init__(self) -> None:
        self._bells: list[Bell] = []
        self._walks = False

    def mind(self, bell: Bell) -> None:
        """Ring this bell when it is due, by the clock of the event loop."""
        self._bells.append(bell)
        if not self._walks:
            self._walks = True
            self._begin(asyncio.get_running_loop())

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_later(ROUND_SECONDS, self._walk, loop)

    def _walk(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        bells, self._bells = self._bells, []
        self._bells += [bell for bell in bells if bell.call is not None and bell.waits(now)]
        self._walks = bool(self._bells)
        if self._walks:
            self._begin(loop)
