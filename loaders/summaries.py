"""How summaries are fetched for many customers at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.each import NTH
from db.summaries import summaries_of
from loaders.batch import Id, Loader, one_each


class SummaryOfCustomer(Loader[Any]):
    """How much there is about each customer."""

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Any]:
        rows = await self.reads.records(summaries_of(), wanted.also(NTH), customer_ids=keys)
        return one_each(keys, rows)
