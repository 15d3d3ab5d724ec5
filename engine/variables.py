"""Variables: their values, read as graphql-core reads them, but by signatures that are kept."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import GraphQLError, GraphQLNonNull, GraphQLSchema, OperationDefinitionNode, Undefined
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import (
    VariableValues,
    VariableValueSource,
    get_variable_values,
    input_is_nested_too_deeply,
)
from graphql.utilities.coerce_input_value import coerce_input_value

Signatures = tuple[GraphQLVariableSignature, ...]
Inputs = Mapping[str, Any]

MOST_ERRORS: Final = 50
_FLAT: Final = frozenset({str, int, float, bool})


def signatures_of(schema: GraphQLSchema, node: OperationDefinitionNode) -> Signatures | None:
    """What the variables of an operation are; nothing if one of them is none."""
    found: list[GraphQLVariableSignature] = []
    for each in node.variable_definitions or ():
        signature = get_variable_signature(schema, each)
        if isinstance(signature, GraphQLError):
            return None
        found.append(signature)
    return tuple(found)


def values_of(
    schema: GraphQLSchema, node: OperationDefinitionNode, inputs: dict[str, Any], *, hides: bool
) -> VariableValues | list[GraphQLError]:
    """The values of variables, or all that is wrong with them."""
    return get_variable_values(
        schema,
        node.variable_definitions or (),
        inputs,
        max_errors=MOST_ERRORS,
        hide_suggestions=hides,
    )


def fitting(signatures: Signatures | None, inputs: Inputs) -> VariableValues | None:
    """The values of variables, if all of them fit and none is left to its default."""
    if signatures is None:
        return None
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, Any] = {}
    for signature in signatures:
        name = signature.name
        value = inputs.get(name, Undefined)
        if value is not Undefined:
            sources[name] = VariableValueSource(signature, value)
            coerced[name] = made = _made(value, signature.type)
            if made is Undefined:
                return None
        elif signature.default is not None or isinstance(signature.type, GraphQLNonNull):
            return None
        else:
            sources[name] = VariableValueSource(signature)
    return VariableValues(sources, coerced)


def _made(value: Any, kind: Any) -> Any:
    """The value of a variable; Undefined if it does not fit."""
    try:
        if type(value) not in _FLAT and input_is_nested_too_deeply(value, kind):
            return Undefined
        return coerce_input_value(value, kind)
    except (GraphQLError, RecursionError):
        return Undefined
