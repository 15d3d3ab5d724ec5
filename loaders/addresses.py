"""How addresses are fetched for many at once."""

from collections.abc import Sequence
from uuid import UUID

from db.addresses import AddressRow, addresses_of
from db.columns import Wanted
from loaders.batch import MOST_PARENTS, ById, Loader, many_each


class AddressById(ById[AddressRow]):
    """The address of each id."""

    row = AddressRow


class AddressesOfCustomer(Loader[UUID, Sequence[AddressRow]]):
    """The addresses of each customer, oldest first."""

    max_batch_size = MOST_PARENTS

    async def answers(self, keys: list[UUID], wanted: Wanted) -> list[Sequence[AddressRow]]:
        addresses = await self.reads.all(
            addresses_of(), wanted.also("customer_id"), customer_ids=keys
        )
        return many_each(keys, addresses, "customer_id")
