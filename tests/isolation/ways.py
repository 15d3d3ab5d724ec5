"""The ways: how every type of the schema is reached from the top."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A field on the way, and the type that is meant where it can show several."""

    owner: str
    field: str
    onto: str = ""

    @property
    def word(self) -> str:
        """What its ids speak of."""
        return lower_first(self.onto or self.field)


class Ways:
    """What lies where: the fields of a type, the types behind a field, the ways between them."""

    def __init__(self, schema: GraphQLSchema, top: str) -> None:
        self._schema = schema
        self._top = top

    @cached_property
    def routes(self) -> dict[str, tuple[Step, ...]]:
        """The shortest way from the top to every type that a query can show."""
        routes: dict[str, tuple[Step, ...]] = {self._top: ()}
        waiting = [self._top]
        while waiting:
            owner = waiting.pop(0)
            for step, target in sorted(self._onward(owner), key=lambda way: bool(way[0].onto)):
                if target not in routes:
                    routes[target] = (*routes[owner], step)
                    waiting.append(target)
        return routes

    def _onward(self, owner: str) -> Iterator[tuple[Step, str]]:
        for name, field in self.fields(owner).items():
            target = get_named_type(field.type)
            if isinstance(target, GraphQLObjectType):
                yield Step(owner, name), target.name
            yield from ((Step(owner, name, one), one) for one in self.concrete(field))

    def fields(self, owner: str) -> Mapping[str, GraphQLField]:
        """The fields of a type."""
        kind: Any = self._schema.type_map[owner]
        fields: Mapping[str, GraphQLField] = kind.fields
        return fields

    def concrete(self, field: GraphQLField) -> list[str]:
        """The types that a field can show, where that is open."""
        kind: Any = get_named_type(field.type)
        if not is_abstract_type(kind):
            return []
        return sorted(each.name for each in self._schema.get_possible_types(kind))


def lower_first(name: str) -> str:
    """A name of a type as a field would write it."""
    return name[0].lower() + name[1:]
