"""Amounts: how many items a field asks for, as far as its arguments tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graphql import (
    FieldNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
)

Values = Mapping[str, Any]
"""What the variables of an operation stand for."""
Amount = Callable[[Values], int]

PAGED_BY: Final = frozenset({"first", "last"})
LONGEST_NUMBER: Final = 10
NONSENSE: Final = object()


@dataclass(frozen=True, slots=True)
class Always:
    """The same amount, whatever is said."""

    many: int

    def __call__(self, _: Values) -> int:
        return self.many


# There are few, and they are kept in many prices.
always: Final = cache(Always)


def page(field: FieldNode, usual: int, largest: int) -> Amount:
    """How many a page holds; what makes no sense counts as the largest page."""
    said = [each.value for each in field.arguments or () if each.name.value in PAGED_BY]

    def amount(values: Values) -> int:
        sizes = [size for node in said if (size := _said(node, values)) is not None]
        return max((_sensible(size, largest) for size in sizes), default=usual)

    return amount if _varies(said) else always(amount({}))


def length(field: FieldNode, argument: str) -> Amount:
    """How many items an argument lists; what is no list is a list of one."""
    said = [each.value for each in field.arguments or () if each.name.value == argument]

    def amount(values: Values) -> int:
        return sum(_length(_said(node, values)) for node in said)

    return amount if _varies(said) else always(amount({}))


def defaults(operation: OperationDefinitionNode) -> Values:
    """What the variables of an operation stand for when nothing is sent."""
    defined = operation.variable_definitions or ()
    return {
        each.variable.name.value: _said(each.default_value, {})
        for each in defined
        if each.default_value is not None
    }


def _varies(said: list[ValueNode]) -> bool:
    return any(isinstance(node, VariableNode) for node in said)


def _said(node: ValueNode, values: Values) -> Any:
    """A value as far as it matters here: a number, a list, nothing, or anything else."""
    if isinstance(node, VariableNode):
        return values.get(node.name.value)
    if isinstance(node, IntValueNode) and len(node.value) <= LONGEST_NUMBER:
        return int(node.value)
    if isinstance(node, ListValueNode):
        return node.values
    return None if isinstance(node, NullValueNode) else NONSENSE


def _sensible(size: Any, largest: int) -> int:
    return size if type(size) is int and 1 <= size <= largest else largest


def _length(value: Any) -> int:
    if value is None:
        return 0
    return len(value) if isinstance(value, list | tuple) else 1
