"""Comparing: when two results are the same, also in the order of what they hold."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from graphql import ExecutionResult, GraphQLError

Place = tuple[str | int, ...]
ELSEWHERE: Final[Place] = ("else", "where")
"""The path that a resolver of the library invents for its error."""


def written(data: Any) -> str:
    """Data as JSON in the order it is in."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=repr)


def told(error: GraphQLError) -> str:
    """All that an error says."""
    locations = [(each.line, each.column) for each in error.locations or ()]
    said = (list(error.path or ()), error.message, locations, error.extensions or {})
    return json.dumps([*said, type(error.original_error).__name__], default=repr)


def all_told(errors: Sequence[GraphQLError] | None) -> list[str]:
    """All that errors say, in an order of their own."""
    return sorted(told(error) for error in errors or ())


def nulled(data: Any, path: Place) -> Place:
    """The place that is null because of an error on this path, if there is such a path at all."""
    for length, step in enumerate(path):
        if data is None:
            return path[:length]
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return path
    return path


def by_places(data: Any, errors: Iterable[tuple[Place, str]]) -> list[str]:
    """What errors say; of those that emptied a place above, or stand below one, only the place."""
    seen, elsewhere, emptied = set(), set(), False
    for path, said in errors:
        place = nulled(data, path)
        if place != path:
            seen.add(f"below {place}")
            emptied = True
        elif path == ELSEWHERE:
            elsewhere.add(said)
        else:
            seen.add(said)
    # Such an error may be of something below a place that was emptied: nobody can tell.
    return sorted(seen if emptied else seen | elsewhere)


def told_by_place(result: ExecutionResult) -> list[str]:
    """What the errors of a result say, where it is no matter of timing."""
    errors = result.errors or ()
    return by_places(result.data, ((tuple(each.path or ()), told(each)) for each in errors))


def difference(core: ExecutionResult, engine: ExecutionResult, *, by_place: bool) -> str:
    """What differs between two results, if anything does."""
    pairs = [
        (written(core.data), written(engine.data)),
        (told_by_place(core), told_by_place(engine))
        if by_place
        else (all_told(core.errors), all_told(engine.errors)),
    ]
    parts = [f"graphql-core: {one}\nthe engine: {other}" for one, other in pairs if one != other]
    if (core.errors is None) != (engine.errors is None):
        parts.append(f"no errors is {core.errors!r}, and {engine.errors!r}")
    return "\n".join(parts)
