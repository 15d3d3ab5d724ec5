"""Batches: a loader whose work ends with its operation, and the two ways to order answers."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

from aiodataloader import DataLoader

from db.reads import Reads
from loaders.pages import Window

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_PARENTS: Final = 100
"""Of how many parents one statement fetches lists of which nobody knows how long they are."""
MOST_ROWS: Final = 2_500
"""About how many rows of pages one statement fetches."""
# What is left is another statement's, and is never sent if the answer becomes too large before.


class Batches:
    """The batches of one operation that are still under way."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def join(self) -> None:
        """Let the running task be ended with the operation."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def cancel(self) -> None:
        """End what nobody waits for any more."""
        for task in tuple(self._running):
            task.cancel()


class Loader(DataLoader[K, V], Generic[K, V]):
    """A question asked many times that becomes one statement."""

    def __init__(self, reads: Reads, batches: Batches) -> None:
        super().__init__()
        self.reads = reads
        self._batches = batches

    async def batch_load_fn(self, keys: list[K]) -> list[V]:
        """Answer all that were asked in the same moment."""
        self._batches.join()
        self.reads.watch.batched(type(self).__name__, len(keys))
        return await self.answers(keys)

    @abstractmethod
    async def answers(self, keys: list[K]) -> list[V]:
        """An answer for every key, in the order of the keys."""


class PageLoader(Loader[K, V]):
    """A loader of pages: the same window on the rows of each parent."""

    def __init__(self, reads: Reads, batches: Batches, window: Window) -> None:
        super().__init__(reads, batches)
        self._window = window
        self.max_batch_size = MOST_ROWS // (window.size + 1)


def one_each(keys: Iterable[K], rows: Iterable[V], key: Callable[[V], K]) -> list[V | None]:
    """For every key its row, or nothing."""
    found = {key(row): row for row in rows}
    return [found.get(k) for k in keys]


def many_each(keys: Iterable[K], rows: Iterable[V], key: Callable[[V], K]) -> list[Sequence[V]]:
    """For every key its rows, in the order in which they came."""
    found: dict[K, list[V]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return [found.get(k, ()) for k in keys]
