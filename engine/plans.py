"""Plans: what is to be made of an operation, worked out once and followed many times.

A shape says what is asked of the objects of one type in one place: its leaves stand in the
objects themselves, its parts lead to other objects. Nothing here changes once it is compiled.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import FieldNode, GraphQLField, GraphQLLeafType, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from engine.kinds import Column, Computed, Held, Relation

Build = Callable[..., list[Any]]
Arguments = Callable[[VariableValues], Mapping[str, Any]]


class _Lost:
    """What stands where an object is null because something in it may not be."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "LOST"


LOST: Final = _Lost()


@dataclass(frozen=True, slots=True)
class Named:
    """A field where it is asked for."""

    key: str
    """The name in the answer."""
    owner: str
    """The type that has the field."""
    field: GraphQLField
    details: Sequence[FieldDetails]
    nullable: bool

    @property
    def nodes(self) -> list[FieldNode]:
        """Everywhere in the document where it is asked for."""
        return [each.node for each in self.details]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field whose value stands in the object."""

    named: Named
    kind: Column | Computed | Held
    type: GraphQLLeafType
    at: Sequence[int] = ()
    """Where its columns stand in the row."""


@dataclass(slots=True)
class Shown:
    """The column that is shown of rows, where the field is a list of scalars."""

    leaf: Leaf
    build: Build | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """A field that the caller has no right to."""

    named: Named
    refusal: Callable[[], Exception]
    arguments: Arguments | None = None
    """Who asks wrongly is told so first."""


@dataclass(frozen=True, slots=True)
class TypeName:
    """The name of the type."""

    named: Named


@dataclass(slots=True)
class Part:
    """A field that leads to other objects, one or many for each."""

    named: Named
    kind: Relation | Held
    many: bool
    item_nullable: bool
    below: "Shape | Shown"
    """What is asked of the objects; or the column that is shown of each."""
    arguments: Arguments | None = None
    """The arguments, out of the variables; nothing where the field takes none."""
    at: int = -1
    """Where the key stands in the row."""
    wanted: Any = None
    """What is wanted of the rows."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A field whose own resolver is called, object by object."""

    named: Named


Asked = Leaf | Denied | TypeName | Part | Resolved


@dataclass(slots=True)
class Shape:
    """What is asked of the objects of one type, in one place."""

    type: GraphQLObjectType
    fields: tuple[Asked, ...] = ()
    parts: tuple[Part | Resolved, ...] = ()
    denied: tuple[Denied, ...] = ()
    build: Build | None = None
    source: str = ""
    """How `build` reads."""
