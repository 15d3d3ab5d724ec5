"""Pruning: a schema in which something is gone loses what led there, and what only that led to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from graphql import (
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    NonNullTypeNode,
    ScalarTypeDefinitionNode,
    UnionTypeDefinitionNode,
    specified_scalar_types,
)

Types = Mapping[str, Any]
"""The definitions of types, by their names."""

ROOTS: Final = ("Query", "Mutation", "Subscription")
_SPECIFIED: Final = frozenset(specified_scalar_types)
_MEMBERS: Final = ("fields", "values", "types")


def pruned(types: Types, named: Iterable[str], leads_to: Callable[[str], bool]) -> Types:
    """What the roots, and types that are named elsewhere, still lead to.

    `leads_to` is whether an interface leads to one of its types.
    """
    begin, size = {*ROOTS, *named}, -1
    while size != _size(types):
        size = _size(types)
        left = {name: _left(each, types) for name, each in types.items()}
        there = _agreeing({name: each for name, each in left.items() if each is not None})
        reached = _reached(there, begin, leads_to)
        types = {name: each for name, each in there.items() if name in reached}
    return types


def without(node: Any, **changed: Sequence[Any]) -> Any:
    """A node of a document with less in it."""
    known = {key: getattr(node, key) for key in node.keys if key != "loc"}
    return type(node)(**{**known, **{key: tuple(value) for key, value in changed.items()}})


def members(node: Any) -> Sequence[Any]:
    """What a type is made of: its fields, its values or its types."""
    return next((found for name in _MEMBERS if (found := getattr(node, name, None))), ())


def _size(types: Types) -> int:
    parts = (part for each in types.values() for part in members(each))
    return len(types) + sum(1 + len(getattr(part, "arguments", None) or ()) for part in parts)


def _left(node: Any, types: Types) -> Any:
    """What is left of a type where all others are gone; nothing if it is of no use any more."""
    if isinstance(node, ScalarTypeDefinitionNode):
        return node
    if isinstance(node, UnionTypeDefinitionNode):
        node = without(node, types=[each for each in node.types or () if _named(each) in types])
    elif hasattr(node, "fields"):
        node = _with_fields_left(node, types)
    return node if node is not None and members(node) else None


def _with_fields_left(node: Any, types: Types) -> Any:
    fields = [_field_left(field, types) for field in node.fields or ()]
    left = [field for field in fields if field is not None]
    if isinstance(node, InputObjectTypeDefinitionNode):
        pairs = zip(node.fields or (), fields, strict=True)
        unsaid = any(_is_required(was) for was, field in pairs if field is None)
        return None if unsaid else without(node, fields=left)
    kept = [each for each in node.interfaces or () if _named(each) in types]
    return without(node, fields=left, interfaces=kept)


def _field_left(field: Any, types: Types) -> Any:
    """A field without arguments of types that are gone; nothing if it cannot be asked for."""
    arguments = getattr(field, "arguments", None) or ()
    gone = [each for each in arguments if not _is_there(each, types)]
    if not _is_there(field, types) or any(_is_required(each) for each in gone):
        return None
    return without(field, arguments=[a for a in arguments if a not in gone]) if gone else field


def _agreeing(types: Types) -> Types:
    """The types, where an interface has what all have that implement it."""
    return {
        name: _agreed(each, types) if isinstance(each, InterfaceTypeDefinitionNode) else each
        for name, each in types.items()
        if not isinstance(each, InterfaceTypeDefinitionNode) or _implementing(name, types)
    }


def _agreed(interface: Any, types: Types) -> Any:
    having = [
        {field.name.value for field in types[name].fields}
        for name in _implementing(_named(interface), types)
    ]
    shared = set.intersection(*having)
    return without(interface, fields=[f for f in interface.fields if f.name.value in shared])


def _implementing(interface: str, types: Types) -> list[str]:
    return [
        name
        for name, each in types.items()
        if interface in [_named(one) for one in getattr(each, "interfaces", None) or ()]
    ]


def _reached(types: Types, begin: Iterable[str], leads_to: Callable[[str], bool]) -> set[str]:
    """The names of everything to which these lead."""
    reached: set[str] = set()
    pending = list(begin)
    while pending:
        name = pending.pop()
        if name not in reached and name in types:
            reached.add(name)
            pending += _led_to(name, types, leads_to)
    return reached


def _led_to(name: str, types: Types, leads_to: Callable[[str], bool]) -> Iterator[str]:
    node = types[name]
    if isinstance(node, UnionTypeDefinitionNode):
        yield from (_named(each) for each in node.types or ())
        return
    for field in getattr(node, "fields", None) or ():
        yield inner(field.type)
        yield from (inner(each.type) for each in getattr(field, "arguments", None) or ())
    yield from (_named(each) for each in getattr(node, "interfaces", None) or ())
    if isinstance(node, InterfaceTypeDefinitionNode):
        yield from (each for each in _implementing(name, types) if leads_to(each))


def _named(node: Any) -> str:
    return str(node.name.value)


def inner(node: Any) -> str:
    """The name of a type, without what is wrapped around it."""
    while not hasattr(node, "name"):
        node = node.type
    return _named(node)


def _is_there(part: Any, types: Types) -> bool:
    name = inner(part.type)
    return name in types or name in _SPECIFIED


def _is_required(part: Any) -> bool:
    return isinstance(part.type, NonNullTypeNode) and part.default_value is None
