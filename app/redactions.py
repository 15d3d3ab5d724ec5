"""Redactions: fields that were withheld, told apart from errors where an operation wants that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_directive_values,
)

from app.refused import Refused
from engine.variables import values_of
from schema.permissions import Withheld
from schema.redactions import ForbiddenAction

ON_FORBIDDEN: Final = "onForbidden"

Place = tuple[int, ...]


def redacts(
    graph: GraphQLSchema, node: OperationDefinitionNode, variables: dict[str, Any] | None
) -> bool:
    """Whether an operation wants no errors for what its caller may not see."""
    directive = graph.get_directive(ON_FORBIDDEN)
    if not node.directives or directive is None:
        return False
    values = values_of(graph, node, variables or {}, hides=True)
    if isinstance(values, list):  # nothing will be run, and all of them are told
        return False
    try:
        said = get_directive_values(directive, node, values, hide_suggestions=True)
    except GraphQLError:
        raise Refused("BAD_USER_INPUT", "Say ERROR or NULL to @onForbidden.") from None
    return said is not None and ForbiddenAction(said["do"]) is ForbiddenAction.NULL


@dataclass(slots=True)
class Parted:
    """What went wrong, and what was only withheld, in the order of the answer."""

    errors: list[GraphQLError] = field(default_factory=list)
    redactions: list[dict[str, Any]] = field(default_factory=list)

    def told(self, most: int) -> dict[str, Any]:
        """What the client is told of redactions, as many as it may see."""
        if not self.redactions:
            return {}
        told: dict[str, Any] = {"redactions": self.redactions[:most]}
        if left := len(self.redactions) - most:
            told |= {"redactionsLeftOut": left} if left > 0 else {}
        return told


def parted(result: ExecutionResult) -> Parted:
    """The errors of a result, and the places where something stands null instead of an error."""
    found = Parted()
    order = _Order(result.data)
    withheld: list[tuple[Place, dict[str, Any]]] = []
    for error in result.errors or ():
        scope, place = _scope(error), order.place(error.path or ())
        if scope is None or place is None:
            found.errors.append(error)
        else:
            withheld.append((place, {"path": error.path, "scope": scope}))
    withheld.sort(key=lambda each: each[0])
    found.redactions = [told for _, told in withheld]
    return found


def _scope(error: GraphQLError) -> str | None:
    """The scope for want of which a field was withheld; nothing if it is another error."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        if isinstance(cause, Withheld):
            return cause.scope
        cause = cause.original_error
    return None


class _Order:
    """Where things stand in an answer: the engine and graphql-core meet them in different ways."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._numbers: dict[int, dict[str, int]] = {}

    def place(self, path: Iterable[str | int]) -> Place | None:
        """A place that sorts as the answer reads; nothing if something above it is null."""
        place: list[int] = []
        data = self._data
        for step in path:
            if data is None:
                return None
            place.append(step if isinstance(step, int) else self._number(data, step))
            data = data[step]
        return tuple(place)

    def _number(self, data: dict[str, Any], name: str) -> int:
        known = self._numbers.get(id(data))
        if known is None:
            known = self._numbers[id(data)] = {each: at for at, each in enumerate(data)}
        return known[name]
