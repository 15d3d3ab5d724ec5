"""How addresses are fetched for many at once."""

from collections.abc import Sequence

from db.addresses import AddressRow, addresses_of
from db.columns import Wanted
from db.each import NTH
from loaders.batch import MOST_PARENTS, ById, Id, Loader, many_each


class AddressById(ById[AddressRow]):
    """The address of each id."""

    row = AddressRow


class AddressesOfCustomer(Loader[Sequence[AddressRow]]):
    """The addresses of each customer, oldest first."""

    max_batch_size = MOST_PARENTS

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[AddressRow]]:
        addresses = await self.reads.records(addresses_of(), wanted.also(NTH), customer_ids=keys)
        return many_each(keys, addresses)
