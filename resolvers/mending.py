"""Mending: customers are gone through, and what is kept of them a second time is put right."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from db.conversation import Conversation
from db.mending import Mend, customers_after, mended
from db.reads import Reads

BEGINNING: Final = UUID(int=0)
"""Comes before every customer."""

# Of which of these customers something is kept otherwise than it would be now.
Otherwise = Callable[[Reads, list[Any]], Awaitable[list[UUID]]]


@dataclass(frozen=True, slots=True)
class Step:
    """A few customers: how many were looked at, of how many something was written, the last."""

    looked_at: int
    written: int
    last: UUID


# Look at the customers that come next by their ids; nothing if none does.
Look = Callable[[Conversation, UUID], Awaitable[Step | None]]


async def step(
    conversation: Conversation, after: UUID, otherwise: Otherwise, mend: Mend
) -> Step | None:
    """Look at the next customers, and mend what is kept otherwise.

    What is kept as it would be now stays as it is, so whoever begins anew goes on.
    """
    reads = Reads(conversation)
    found: list[Any] = await reads.all(customers_after(), after=after)
    if not found:
        return None
    ids = await otherwise(reads, found)
    written = await mended(conversation, ids, mend) if ids else 0
    return Step(len(found), written, found[-1].id)
