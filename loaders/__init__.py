"""The runners: one question asked many times becomes one statement.

A loader is a question with a name, made for one operation and forgotten with it.
Nothing here decides what a caller may see, and nothing here is shared between requests.
It calls `db` only. This file is the rack on which the loaders hang.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from db.reads import Reads
from loaders.actors import ActorById
from loaders.addresses import AddressById, AddressesOfCustomer
from loaders.batch import Batches, Loader
from loaders.company_members import (
    CompaniesOfCustomer,
    CompanyMemberById,
    MemberCountOfCompany,
    MembersOfCompany,
)
from loaders.custom_fields import CustomFieldById, CustomFieldsOfTenant
from loaders.customers import (
    CustomerById,
    CustomerCountOfTag,
    CustomersOfTag,
    WantedCountOfTag,
    WantedOfTag,
)
from loaders.history import ChangeCountOfThing, HistoryOfThing
from loaders.notes import NoteById, NoteCountOfCustomer, NotesOfCustomer
from loaders.pages import Among, Window
from loaders.summaries import SummaryOfCustomer
from loaders.tags import TagById, TagsOfCustomer

L = TypeVar("L", bound=Loader[Any])


class Loaders:
    """The loaders of one operation; each is made when it is first asked for."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._batches = Batches()
        self._made: dict[object, Any] = {}

    @property
    def actor(self) -> ActorById:
        return self._plain(ActorById)

    @property
    def address(self) -> AddressById:
        return self._plain(AddressById)

    @property
    def addresses_of_customer(self) -> AddressesOfCustomer:
        return self._plain(AddressesOfCustomer)

    @property
    def change_count_of_thing(self) -> ChangeCountOfThing:
        return self._plain(ChangeCountOfThing)

    @property
    def companies_of_customer(self) -> CompaniesOfCustomer:
        return self._plain(CompaniesOfCustomer)

    @property
    def company_member(self) -> CompanyMemberById:
        return self._plain(CompanyMemberById)

    def members_of_company(self, window: Window, among: Among) -> MembersOfCompany:
        return self._page_among(MembersOfCompany, window, among)

    def member_count_of_company(self, among: Among) -> MemberCountOfCompany:
        return self._count_among(MemberCountOfCompany, among)

    @property
    def custom_field(self) -> CustomFieldById:
        return self._plain(CustomFieldById)

    @property
    def custom_fields_of_tenant(self) -> CustomFieldsOfTenant:
        return self._plain(CustomFieldsOfTenant)

    @property
    def customer(self) -> CustomerById:
        return self._plain(CustomerById)

    @property
    def customer_count_of_tag(self) -> CustomerCountOfTag:
        return self._plain(CustomerCountOfTag)

    def customers_of_tag(self, window: Window) -> CustomersOfTag:
        return self._windowed(CustomersOfTag, window)

    def history_of_thing(self, window: Window) -> HistoryOfThing:
        return self._windowed(HistoryOfThing, window)

    def wanted_of_tag(self, window: Window, among: Among) -> WantedOfTag:
        return self._page_among(WantedOfTag, window, among)

    def wanted_count_of_tag(self, among: Among) -> WantedCountOfTag:
        return self._count_among(WantedCountOfTag, among)

    @property
    def note(self) -> NoteById:
        return self._plain(NoteById)

    @property
    def note_count_of_customer(self) -> NoteCountOfCustomer:
        return self._plain(NoteCountOfCustomer)

    def notes_of_customer(self, window: Window) -> NotesOfCustomer:
        return self._windowed(NotesOfCustomer, window)

    @property
    def summary_of_customer(self) -> SummaryOfCustomer:
        return self._plain(SummaryOfCustomer)

    @property
    def tag(self) -> TagById:
        return self._plain(TagById)

    @property
    def tags_of_customer(self) -> TagsOfCustomer:
        return self._plain(TagsOfCustomer)

    def forget(self) -> None:
        """Know nothing any more: something was changed."""
        self._made.clear()

    def cancel(self) -> None:
        """End every batch that is still under way."""
        self._batches.cancel()

    def _plain(self, loader: type[L]) -> L:
        return self._once(loader, lambda: loader(self._reads, self._batches))

    def _windowed(self, loader: Callable[[Reads, Batches, Window], L], window: Window) -> L:
        return self._once((loader, window), lambda: loader(self._reads, self._batches, window))

    def _page_among(
        self, loader: Callable[[Reads, Batches, Window, Among], L], window: Window, among: Among
    ) -> L:
        made = (loader, window, among.told)
        return self._once(made, lambda: loader(self._reads, self._batches, window, among))

    def _count_among(self, loader: Callable[[Reads, Batches, Among], L], among: Among) -> L:
        made = (loader, among.told)
        return self._once(made, lambda: loader(self._reads, self._batches, among))

    def _once(self, key: object, make: Callable[[], L]) -> L:
        loader: L | None = self._made.get(key)
        if loader is None:
            loader = self._made[key] = make()
        return loader
