"""Recopying: what stands beside the things of a customer is again what the customer has."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.base import Row
from db.conversation import Conversation
from db.copies import copies_in, repeating
from db.customers import CustomerRow
from db.reads import Reads
from db.recopying import copies_between, recopied
from resolvers.mending import Step, step


async def recopy(conversation: Conversation, after: UUID) -> Step | None:
    """Write the copies of the customers that come next, where they are not what these have."""
    return await step(conversation, after, _otherwise, recopied)


async def _otherwise(reads: Reads, found: list[Any]) -> list[UUID]:
    ends = {"first": found[0].id, "last": found[-1].id}
    known = {each.id: each for each in found}
    wrong = {
        row.customer_id
        for kind in repeating(CustomerRow)
        for row in await reads.all(copies_between(kind), **ends)
        if not _repeats(row, known.get(row.customer_id), kind)
    }
    return list(wrong)


def _repeats(row: Any, customer: Any, kind: type[Row]) -> bool:
    """Whether a row says what its customer has. Of who was not looked at, nothing is known."""
    copies: Mapping[str, Any] = copies_in(kind)
    return customer is None or all(
        getattr(row, copy.key) == getattr(customer, of) for of, copy in copies.items()
    )
