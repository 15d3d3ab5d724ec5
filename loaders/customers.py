"""How customers are fetched for many at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from db.columns import Wanted
from db.customers import CustomerRow
from db.each import NTH
from db.finding import tagged_counts, tagged_pages
from loaders.batch import ById, Loader, PageLoader, many_each


class CustomerById(ById[CustomerRow]):
    """The customer of each id, deleted or not."""

    row = CustomerRow


class CustomersOfTag(PageLoader[Sequence[Any]]):
    """The next customers who wear each tag, the last tagged first."""

    async def answers(self, keys: list[UUID], wanted: Wanted) -> list[Sequence[Any]]:
        stmt = tagged_pages(self._window.keys, self._window.place)
        customers = await self.reads.records(
            stmt, wanted.also(NTH), parent_ids=keys, **self._window.said
        )
        return many_each(keys, customers)


class CustomerCountOfTag(Loader[int]):
    """How many customers wear each tag."""

    async def answers(self, keys: list[UUID], _: Wanted) -> list[int]:
        counts = await self.reads.records(tagged_counts(), parent_ids=keys)
        found = {row["tag_id"]: int(row["count"]) for row in counts}
        return [found.get(key, 0) for key in keys]
