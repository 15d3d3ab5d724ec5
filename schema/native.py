"""Native: what the engine is told of the schema, so that it makes whole levels at once."""

from collections.abc import Callable, Mapping
from typing import Any

import strawberry
from graphql import GraphQLField
from strawberry.permission import PermissionExtension
from strawberry.scalars import is_scalar
from strawberry.types.arguments import convert_arguments
from strawberry.types.base import StrawberryMaybe, StrawberryOptional

from engine.kinds import Bridge, Column, Declared
from resolvers.columns import Wanted
from schema.fields import KIND
from schema.permissions import Right, rights
from schema.views import VIEWS, behind


def bridge(schema: strawberry.Schema) -> Bridge:
    """The way over to the engine."""

    converter = schema.schema_converter

    def arguments(field: GraphQLField) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        made = field.extensions["strawberry-definition"].arguments
        if all(_is_plain(each.type, converter.scalar_registry) for each in made):
            called = schema.config.name_converter.from_argument
            names = {called(each): each.python_name for each in made}
            return lambda coerced: {names[name]: value for name, value in coerced.items()}
        more = made, converter.scalar_registry, schema.config
        return lambda coerced: convert_arguments(dict(coerced), *more)

    return Bridge(
        declared=_declared,
        arguments=arguments,
        wanted=Wanted,
        rights=rights,
        view=lambda name, row: VIEWS[name].of(row),
        behind=behind,
    )


def _is_plain(kind: Any, scalars: Mapping[object, Any]) -> bool:
    """Whether a value of this kind is the same for a resolver as for graphql-core."""
    if isinstance(kind, StrawberryOptional) and not isinstance(kind, StrawberryMaybe):
        return _is_plain(kind.of_type, scalars)
    return is_scalar(kind, scalars)


def _declared(field: GraphQLField) -> Declared | None:
    made: Any = field.extensions.get("strawberry-definition")
    kind = made.metadata.get(KIND) if made else None
    guards = _guards(made.extensions) if kind else None
    if kind is None or guards is None:
        return None
    return Declared(Column(made.python_name) if kind is Column else kind, guards)


def _guards(extensions: list[Any]) -> tuple[Right, ...] | None:
    """The rights that a field needs; nothing where it needs anything else."""
    guards: list[Right] = []
    for each in extensions:
        asked: list[Any] = each.permissions if isinstance(each, PermissionExtension) else [each]
        if not all(isinstance(one, Right) for one in asked):
            return None
        guards += asked
    return tuple(guards)
