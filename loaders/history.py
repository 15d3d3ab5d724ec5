"""How the changes of many things are fetched at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.each import NTH
from db.history import history_counts, history_pages
from loaders.batch import Id, Loader, PageLoader, many_each, one_each


class HistoryOfThing(PageLoader[Sequence[Any]]):
    """The next changes of each thing, the last one first."""

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        stmt = history_pages(self._window.keys, self._window.place)
        changes = await self.reads.records(
            stmt, wanted.also(NTH), parent_ids=keys, **self._window.said
        )
        return many_each(keys, changes)


class ChangeCountOfThing(Loader[int]):
    """How often each thing was changed."""

    async def answers(self, keys: Sequence[Id], _: Wanted) -> list[int]:
        counts = await self.reads.records(history_counts(), parent_ids=keys)
        return [row["count"] for row in one_each(keys, counts)]
