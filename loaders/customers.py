"""How customers are fetched for many at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.customers import CustomerRow
from db.each import NTH
from db.finding import tagged_among, tagged_among_counts, tagged_counts, tagged_pages
from db.reads import Reads
from loaders.batch import Batches, ById, Id, Loader, PageLoader, many_each, one_each
from loaders.pages import Among, Window


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


class WantedOfTag(PageLoader[Sequence[Any]]):
    """The next of the wanted customers who wear each tag."""

    def __init__(self, reads: Reads, batches: Batches, window: Window, among: Among) -> None:
        super().__init__(reads, batches, window)
        self._among = among

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        stmt = tagged_among(self._among.sought, self._window.keys, self._window.place)
        told = {**self._among.said, **self._window.said}
        rows = await self.reads.records(stmt, wanted.also(NTH), parent_ids=keys, **told)
        return many_each(keys, rows)


class WantedCountOfTag(Loader[int]):
    """How many of the wanted customers wear each tag."""

    def __init__(self, reads: Reads, batches: Batches, among: Among) -> None:
        super().__init__(reads, batches)
        self._among = among

    async def answers(self, keys: Sequence[Id], _: Wanted) -> list[int]:
        stmt = tagged_among_counts(self._among.sought)
        counts = await self.reads.records(stmt, parent_ids=keys, **self._among.said)
        return [row["count"] for row in one_each(keys, counts)]
