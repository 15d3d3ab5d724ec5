"""Batches: a loader whose work ends with its operation, and the two ways to order answers."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar, Final, Generic, TypeVar
from uuid import UUID

from aiodataloader import DataLoader

from db.base import Identified
from db.columns import EVERYTHING, Wanted
from db.each import NTH, with_id, with_ids
from db.reads import Reads
from loaders.pages import Window

V = TypeVar("V")
R = TypeVar("R")

Id = UUID | str

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
        if task is not None and task not in self._running:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def cancel(self) -> None:
        """End what nobody waits for any more; whoever says so goes on."""
        for task in self._running - {asyncio.current_task()}:
            task.cancel()


class Loader(ABC, Generic[V]):
    """A question asked many times that becomes one statement."""

    max_batch_size: int | None = None

    def __init__(self, reads: Reads, batches: Batches) -> None:
        self.reads = reads
        self._batches = batches
        self._known: dict[Wanted, dict[str, V]] = {}
        self._turn = asyncio.Lock()

    def load(self, key: UUID) -> Awaitable[V]:
        """The answer for one key; what is asked in the same moment is asked at once.

        Several may wait for the same answer: who gives up leaves the others theirs.
        """
        return asyncio.shield(self._gathered.load(key))

    async def level(self, keys: Sequence[UUID], wanted: Wanted) -> list[V]:
        """An answer for every key of a level, in the order of the keys, with these columns."""
        if wanted is EVERYTHING:
            return await asyncio.gather(*map(self.load, keys))
        async with self._turn:
            known = self._known.setdefault(wanted, {})
            # As texts, ids are looked up and sent in a third of the time.
            ids = [key.hex for key in keys]
            unknown = list(dict.fromkeys(ids))
            if known:
                unknown = [id for id in unknown if id not in known]
            if unknown:
                answers = await self._batched(unknown, wanted)
                known.update(zip(unknown, answers, strict=True))
        return list(map(known.__getitem__, ids))

    async def _batched(self, keys: Sequence[Id], wanted: Wanted) -> list[V]:
        most = self.max_batch_size or len(keys)
        if len(keys) <= most:
            return await self._answered(keys, wanted)
        batches = [keys[first : first + most] for first in range(0, len(keys), most)]
        return [answer for batch in batches for answer in await self._answered(batch, wanted)]

    @cached_property
    def _gathered(self) -> DataLoader[UUID, V]:
        ask = partial(self._answered, wanted=EVERYTHING)
        return DataLoader(ask, max_batch_size=self.max_batch_size)

    async def _answered(self, keys: Sequence[Id], wanted: Wanted) -> list[V]:
        self._batches.join()
        self.reads.watch.batched(type(self).__name__, len(keys))
        return await self.answers(keys, wanted)

    @abstractmethod
    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[V]:
        """An answer for every key, in the order of the keys."""


class ById(Loader[R | None]):
    """The row of each id."""

    row: ClassVar[type[Identified]]

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[R | None]:
        """PostgreSQL foresees of one id that there is one row, and keeps its plan."""
        if len(keys) == 1:
            rows = await self.reads.records(with_id(self.row), wanted, id=keys[0])
            return [rows[0] if rows else None]
        rows = await self.reads.records(with_ids(self.row), wanted.also(NTH), ids=keys)
        return one_each(keys, rows)


class PageLoader(Loader[V]):
    """A loader of pages: the same window on the rows of each parent."""

    def __init__(self, reads: Reads, batches: Batches, window: Window) -> None:
        super().__init__(reads, batches)
        self._window = window
        self.max_batch_size = MOST_ROWS // (window.size + 1)


def one_each(keys: Sequence[Any], rows: Iterable[Any]) -> list[Any]:
    """For every key the row that belongs to it, or nothing."""
    found: list[Any] = [None] * len(keys)
    for row in rows:
        found[row[NTH] - 1] = row
    return found


def many_each(keys: Sequence[Any], rows: Iterable[Any]) -> list[Any]:
    """For every key the rows that belong to it, in the order in which they came."""
    found: list[list[Any]] = [[] for _ in keys]
    for row in rows:
        found[row[NTH] - 1].append(row)
    return found
