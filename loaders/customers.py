"""How customers are fetched for many at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.customers import CustomerRow
from db.each import NTH
from db.finding import tagged_counts, tagged_pages
from loaders.batch import ById, Id, Loader, PageLoader, many_each, one_each


class CustomerById(ById[CustomerRow]):
    """The customer of each id, deleted or not."""

    row = CustomerRow


class CustomersOfTag(PageLoader[Sequence[Any]]):
    """The next customers who wear each tag, the last tagged first."""

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        stmt = tagged_pages(self._window.keys, self._window.place)
        customers = await self.reads.records(
            stmt, wanted.also(NTH), parent_ids=keys, **self._window.said
        )
        return many_each(keys, customers)


class CustomerCountOfTag(Loader[int]):
    """How many customers wear each tag."""

    async def answers(self, keys: Sequence[Id], _: Wanted) -> list[int]:
        counts = await self.reads.records(tagged_counts(), parent_ids=keys)
        return [row["count"] for row in one_each(keys, counts)]
