"""How tags are fetched for many at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.customer_tags import tags_of
from db.each import NTH
from db.tags import TagRow
from loaders.batch import MOST_PARENTS, ById, Id, Loader, many_each


class TagById(ById[TagRow]):
    """The tag of each id."""

    row = TagRow


class TagsOfCustomer(Loader[Sequence[Any]]):
    """The tags of each customer, the most important first."""

    max_batch_size = MOST_PARENTS

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        tags = await self.reads.records(tags_of(), wanted.also(NTH), customer_ids=keys)
        return many_each(keys, tags)
