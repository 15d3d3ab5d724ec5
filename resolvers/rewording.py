"""Rewording: customers are found by the words as they are kept now, not as they were once."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from db.conversation import Conversation
from db.reads import Reads
from db.rewording import reworded, words_between
from resolvers.customer_fields import as_mapping, tokens
from resolvers.mending import Step, step

Kept = set[tuple[str, int, int, int]]


async def reword(conversation: Conversation, after: UUID) -> Step | None:
    """Write the words of the customers that come next, where they are kept otherwise than now."""
    return await step(conversation, after, _otherwise, _MEND)


async def _otherwise(reads: Reads, found: list[Any]) -> list[UUID]:
    ends = {"first": found[0].id, "last": found[-1].id}
    there: defaultdict[UUID, Kept] = defaultdict(set)
    for word in await reads.all(words_between(), **ends):
        there[word.customer_id].add((word.token, word.weight, word.shared, word.marks))
    return [each.id for each in found if _as_kept_today(each) != there[each.id]]


def _words(customer: Any) -> Mapping[str, Any]:
    return tokens(as_mapping(customer))


def _as_kept_today(customer: Any) -> Kept:
    told = _words(customer)
    columns = (told["tokens"], told["weights"], told["shared"])
    return {(*word, told["marks"]) for word in zip(*columns, strict=True)}


_MEND: Final = reworded(_words)
