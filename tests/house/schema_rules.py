"""Rules that a schema keeps to be a pleasure for generators and people; each finds its faults."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    NullValueNode,
    TokenKind,
    get_named_type,
    is_introspection_type,
    is_specified_directive,
    is_specified_scalar_type,
    parse,
)

Rule = Callable[[GraphQLSchema], Iterator[str]]
Part = tuple[str, Any]

_TYPE: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
_FIELD: Final = re.compile(r"[a-z][A-Za-z0-9]*")
_VALUE: Final = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_VERB: Final = re.compile(r"(fetch|find|get|list|query)[A-Z]", re.IGNORECASE)
_REMOVAL: Final = re.compile(r"Removal on (\d{4}-\d{2}-\d{2})\.$")
_PAGING: Final = {"first": "Int", "after": "Cursor", "last": "Int", "before": "Cursor"}
_PAGE_INFO: Final = {
    "endCursor": "Cursor",
    "hasNextPage": "Boolean!",
    "hasPreviousPage": "Boolean!",
    "startCursor": "Cursor",
}


def _types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    for kind in schema.type_map.values():
        if not is_introspection_type(kind) and not is_specified_scalar_type(kind):
            yield kind


def _shown(schema: GraphQLSchema) -> Iterator[GraphQLObjectType | GraphQLInterfaceType]:
    return (t for t in _types(schema) if isinstance(t, GraphQLObjectType | GraphQLInterfaceType))


def _fields(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    for kind in _shown(schema):
        yield from ((f"{kind.name}.{name}", field) for name, field in kind.fields.items())


def _mutations(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    root = schema.mutation_type
    yield from root.fields.items() if root else ()


def _arguments(schema: GraphQLSchema) -> Iterator[Part]:
    for path, field in _fields(schema):
        yield from ((f"{path}({name})", said) for name, said in field.args.items())
    for each in schema.directives:
        if not is_specified_directive(each):
            yield from ((f"@{each.name}({name})", said) for name, said in each.args.items())


def _inputs(schema: GraphQLSchema) -> Iterator[Part]:
    yield from _arguments(schema)
    for kind in _types(schema):
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{kind.name}.{name}", said) for name, said in kind.fields.items())


def _values(schema: GraphQLSchema) -> Iterator[Part]:
    for kind in _types(schema):
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{kind.name}.{name}", value) for name, value in kind.values.items())


def _directives(schema: GraphQLSchema) -> Iterator[Part]:
    return ((f"@{d.name}", d) for d in schema.directives if not is_specified_directive(d))


def _members(schema: GraphQLSchema) -> Iterator[Part]:
    """Everything with a name inside a type."""
    yield from _fields(schema)
    yield from _inputs(schema)
    yield from _values(schema)


def _own_name(path: str) -> str:
    return re.split(r"[.(@]", path.rstrip(")"))[-1]


def described(schema: GraphQLSchema) -> Iterator[str]:
    """Everything says what it is."""
    yield from (kind.name for kind in _types(schema) if not kind.description)
    parts = [*_members(schema), *_directives(schema)]
    yield from (path for path, part in parts if not part.description)


def named(schema: GraphQLSchema) -> Iterator[str]:
    """TypesLikeThis, fieldsLikeThis, VALUES_LIKE_THIS."""
    yield from (kind.name for kind in _types(schema) if not _TYPE.fullmatch(kind.name))
    lower = [*_fields(schema), *_inputs(schema), *_directives(schema)]
    yield from (path for path, _ in lower if not _FIELD.fullmatch(_own_name(path)))
    yield from (path for path, _ in _values(schema) if not _VALUE.fullmatch(_own_name(path)))


def without_verb(schema: GraphQLSchema) -> Iterator[str]:
    """A thing is called by its noun: asking for it goes without saying."""
    yield from (kind.name for kind in _types(schema) if _VERB.match(kind.name))
    yield from (path for path, _ in _fields(schema) if _VERB.match(_own_name(path)))


def without_type(schema: GraphQLSchema) -> Iterator[str]:
    """A field does not repeat the name of its type."""
    for path, _ in _fields(schema):
        kind, _, name = path.partition(".")
        if re.match(rf"{kind}[A-Z]", name[0].upper() + name[1:]):
            yield path


def connected(schema: GraphQLSchema) -> Iterator[str]:
    """Connections are those of Relay, and whoever shows one can be asked for any page of it."""
    for kind in _types(schema):
        if kind.name.endswith("Connection") and not _is_connection(schema, kind):
            yield kind.name
    for path, field in _fields(schema):
        taken = {name: str(said.type) for name, said in field.args.items()}
        if get_named_type(field.type).name.endswith("Connection") and taken | _PAGING != taken:
            yield path
    page = schema.type_map.get("PageInfo")
    if page and _shape(page) != _PAGE_INFO:
        yield page.name


def _is_connection(schema: GraphQLSchema, kind: GraphQLNamedType) -> bool:
    noun = kind.name.removesuffix("Connection")
    edge = schema.type_map.get(f"{noun}Edge")
    wanted = {"edges": f"[{noun}Edge!]!", "pageInfo": "PageInfo!"}
    ends = {"cursor": "Cursor!", "node": f"{noun}!"}
    return _shape(kind) | wanted == _shape(kind) and _shape(edge) | ends == _shape(edge)


def _shape(kind: GraphQLNamedType | None) -> dict[str, str]:
    if not isinstance(kind, GraphQLObjectType):
        return {}
    return {name: str(field.type) for name, field in kind.fields.items()}


def dated(schema: GraphQLSchema) -> Iterator[str]:
    """What is deprecated says on which day it will be gone."""
    for path, part in _members(schema):
        if part.deprecation_reason is not None and not _is_dated(part.deprecation_reason):
            yield path


def _is_dated(reason: str) -> bool:
    found = _REMOVAL.search(reason)
    try:
        return bool(found and date.fromisoformat(found[1]))
    except ValueError:
        return False


def given_one_input(schema: GraphQLSchema) -> Iterator[str]:
    """A mutation takes one input, named for it and used nowhere else."""
    used = Counter(get_named_type(said.type).name for _, said in _inputs(schema))
    for name, field in _mutations(schema):
        wanted = f"{name[0].upper()}{name[1:]}Input"
        taken = {each: str(said.type) for each, said in field.args.items()}
        if taken != {"input": f"{wanted}!"} or used[wanted] != 1:
            yield f"Mutation.{name}"


def answered_by_payload(schema: GraphQLSchema) -> Iterator[str]:
    """A mutation answers with a payload, named for it, that has room for refusals."""
    for name, field in _mutations(schema):
        wanted = f"{name[0].upper()}{name[1:]}Payload!"
        shape = _shape(get_named_type(field.type))
        if str(field.type) != wanted or shape.get("userErrors") != "[UserError!]!":
            yield f"Mutation.{name}"


def without_holes(schema: GraphQLSchema) -> Iterator[str]:
    """A list has no missing items."""
    parts = [*_fields(schema), *_inputs(schema)]
    yield from (path for path, part in parts if _holds_nulls(part.type))


def _holds_nulls(kind: Any) -> bool:
    while isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    if not isinstance(kind, GraphQLList):
        return False
    return not isinstance(kind.of_type, GraphQLNonNull) or _holds_nulls(kind.of_type)


def without_null_defaults(schema: GraphQLSchema) -> Iterator[str]:
    """What may be left out is not said to be null."""
    for path, said in _inputs(schema):
        literal = said.ast_node.default_value if said.ast_node else None
        if isinstance(literal, NullValueNode):
            yield path


def specified(schema: GraphQLSchema) -> Iterator[str]:
    """A scalar says where its form is written down."""
    for kind in _types(schema):
        if isinstance(kind, GraphQLScalarType) and not kind.specified_by_url:
            yield kind.name


def comments(text: str) -> list[str]:
    """The lines with comments: descriptions are shown to people, comments are not."""
    place = parse(text).loc
    token = place.start_token if place else None
    found = []
    while token:
        if token.kind is TokenKind.COMMENT:
            found.append(f"line {token.line}")
        token = token.next
    return found


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            described,
            named,
            without_verb,
            without_type,
            connected,
            dated,
            given_one_input,
            answered_by_payload,
            without_holes,
            without_null_defaults,
            specified,
        )
    }
)
