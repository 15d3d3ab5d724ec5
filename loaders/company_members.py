"""How members of companies are fetched for many at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.companies import ROLES, companies_of, member_counts, members_pages
from db.company_members import CompanyMemberRow
from db.each import NTH
from db.reads import Reads
from loaders.batch import (
    MOST_PARENTS,
    Batches,
    ById,
    Id,
    Loader,
    PageLoader,
    many_each,
    one_each,
)
from loaders.pages import Among, Window


class CompanyMemberById(ById[CompanyMemberRow]):
    """The member of each id."""

    row = CompanyMemberRow


class CompaniesOfCustomer(Loader[Sequence[Any]]):
    """The companies to which each person belongs."""

    max_batch_size = MOST_PARENTS

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        members = await self.reads.records(companies_of(), wanted.also(NTH), customer_ids=keys)
        return many_each(keys, members)


class MembersOfCompany(PageLoader[Sequence[Any]]):
    """The next wanted members of each company."""

    def __init__(self, reads: Reads, batches: Batches, window: Window, among: Among) -> None:
        super().__init__(reads, batches, window)
        self._among = among

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        window, among = self._window, self._among
        stmt = members_pages(window.keys, window.place, among.sought, ROLES in among.said)
        said = {**among.said, **window.said}
        members = await self.reads.records(stmt, wanted.also(NTH), parent_ids=keys, **said)
        return many_each(keys, members)


class MemberCountOfCompany(Loader[int]):
    """How many wanted members each company has."""

    def __init__(self, reads: Reads, batches: Batches, among: Among) -> None:
        super().__init__(reads, batches)
        self._among = among

    async def answers(self, keys: Sequence[Id], _: Wanted) -> list[int]:
        stmt = member_counts(self._among.sought, ROLES in self._among.said)
        counts = await self.reads.records(stmt, parent_ids=keys, **self._among.said)
        return [row["count"] for row in one_each(keys, counts)]
