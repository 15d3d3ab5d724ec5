"""Gaps: nulls and errors among what was found, in the place of things."""

from collections.abc import Iterable
from types import NoneType
from typing import Any, Final

from graphql import GraphQLError
from graphql.pyutils import is_iterable

from engine.plans import Named

LISTS: Final = frozenset({list, tuple})
_GAPS: Final = (NoneType, Exception)


def is_gap(answer: Any) -> bool:
    """Whether there is nothing, or an error."""
    return isinstance(answer, _GAPS)


def has_gaps(answers: Iterable[Any]) -> bool:
    """Whether there is a gap anywhere; asked of the few types that there are."""
    return any(issubclass(kind, _GAPS) for kind in set(map(type, answers)))


def listed(named: Named, answer: Any) -> Any:
    """What was found as a list; or why it is none, as graphql-core says it."""
    if is_gap(answer):
        return answer
    if is_iterable(answer):
        return list(answer)
    name = named.nodes[0].name.value
    return GraphQLError(
        f"Expected Iterable, but did not find one for field '{named.owner}.{name}'."
    )
