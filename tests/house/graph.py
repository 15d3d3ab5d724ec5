"""The running schema, laid out for its inspectors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
)

from schema.root import schema

GRAPH: Final = schema._schema  # Strawberry shows it nowhere else
ROOTS: Final = ("Query", "Mutation")

Typed = GraphQLField | GraphQLArgument | GraphQLInputField


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the schema that has a name and a type, and where it stands."""

    path: str
    name: str
    of: Typed

    @property
    def type_name(self) -> str:
        """The name of its type, without what is wrapped around it."""
        return get_named_type(self.of.type).name

    @property
    def is_required(self) -> bool:
        """Whether it is never null."""
        return isinstance(self.of.type, GraphQLNonNull)


def types() -> list[GraphQLNamedType]:
    """Every type of our own."""
    return [
        kind
        for kind in GRAPH.type_map.values()
        if not is_introspection_type(kind) and not is_specified_scalar_type(kind)
    ]


def shown_types() -> list[GraphQLObjectType | GraphQLInterfaceType]:
    """Every type that an answer is made of."""
    return [t for t in types() if isinstance(t, GraphQLObjectType | GraphQLInterfaceType)]


def input_types() -> list[GraphQLInputObjectType]:
    """Every type that a question is made of."""
    return [kind for kind in types() if isinstance(kind, GraphQLInputObjectType)]


def enums() -> list[GraphQLEnumType]:
    """Every closed set."""
    return [kind for kind in types() if isinstance(kind, GraphQLEnumType)]


def scalars() -> list[GraphQLScalarType]:
    """Every scalar of our own."""
    return [kind for kind in types() if isinstance(kind, GraphQLScalarType)]


def fields_of(kind: GraphQLObjectType | GraphQLInterfaceType) -> list[Named]:
    """The fields of a type."""
    return [Named(f"{kind.name}.{name}", name, field) for name, field in kind.fields.items()]


def fields() -> Iterator[Named]:
    """Every field of every type."""
    return (field for kind in shown_types() for field in fields_of(kind))


def root_fields() -> Iterator[Named]:
    """Every question and every mutation."""
    return (field for field in fields() if field.path.partition(".")[0] in ROOTS)


def mutations() -> list[Named]:
    """Every mutation."""
    assert GRAPH.mutation_type is not None
    return fields_of(GRAPH.mutation_type)


def arguments_of(field: Named) -> list[Named]:
    """The arguments of a field."""
    assert isinstance(field.of, GraphQLField)
    return [Named(f"{field.path}({name})", name, said) for name, said in field.of.args.items()]


def arguments() -> Iterator[Named]:
    """Every argument of every field."""
    return (argument for field in fields() for argument in arguments_of(field))


def input_fields() -> Iterator[Named]:
    """Every field of every input."""
    for kind in input_types():
        yield from (Named(f"{kind.name}.{name}", name, said) for name, said in kind.fields.items())


def everything_typed() -> list[Named]:
    """Every field, argument and input field."""
    return [*fields(), *arguments(), *input_fields()]


def guards(field: Named) -> list[Any]:
    """The permission classes that stand beside a field."""
    return list(field.of.extensions["strawberry-definition"].permission_classes)


def holds_nulls(kind: Any) -> bool:
    """Whether a list may have holes."""
    if isinstance(kind, GraphQLNonNull):
        return holds_nulls(kind.of_type)
    if not isinstance(kind, GraphQLList):
        return False
    return not isinstance(kind.of_type, GraphQLNonNull) or holds_nulls(kind.of_type)
