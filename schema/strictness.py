"""Strictness: every scalar, GraphQL's own too, reads only what is sound, and repeats no value."""

from collections.abc import Callable
from typing import Any, Final

from graphql import (
    EnumValueNode,
    GraphQLError,
    GraphQLScalarType,
    GraphQLSchema,
    ValueNode,
    value_from_ast_untyped,
)

from schema.texts import refused, sound

Read = Callable[[Any], Any]

# GraphQL's own scalars say what they were given when they refuse it; this is said instead.
_FORMS: Final = {
    "Boolean": "Write true or false.",
    "Float": "Write a finite number.",
    "ID": "Write an ID as a string or a whole number.",
    "Int": "Write a whole number of at most 32 bits.",
    "String": "Write a string.",
}


def make_strict(schema: GraphQLSchema) -> None:
    """Put the check before every scalar. The process has one schema, so it may change those that
    graphql-core shares among all."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLScalarType):
            _make_strict(kind)


def _make_strict(kind: GraphQLScalarType) -> None:
    read = _discreet(kind.name, kind.coerce_input_value)
    read_literal = kind.coerce_input_literal

    def value(said: Any) -> Any:
        return read(sound(said))

    if read_literal:
        literal = _chained(_discreet(kind.name, read_literal), sound)
    else:
        literal = _chained(_written, value)
    kind.coerce_input_value = value
    kind.coerce_input_literal = _placed(literal)


def _discreet(name: str, read: Read) -> Read:
    """Read, and say of GraphQL's own scalars what they want instead of what they were given."""
    if name not in _FORMS:
        return read

    def discreet(said: Any) -> Any:
        try:
            return read(said)
        except (GraphQLError, ValueError, OverflowError):
            raise GraphQLError(_FORMS[name]) from None

    return discreet


def _placed(read: Read) -> Read:
    """Read a literal, and say where it stands if it does not fit."""

    def placed(node: ValueNode) -> Any:
        try:
            return read(node)
        except GraphQLError as error:
            raise GraphQLError(error.message, node, extensions=error.extensions) from None

    return placed


def _chained(first: Read, then: Read) -> Read:
    return lambda said: then(first(said))


def _written(node: ValueNode) -> Any:
    if isinstance(node, EnumValueNode):
        raise refused("Put a string in quotes.")
    return value_from_ast_untyped(node)
