"""Walks: at random through a schema, and whatever is met on the way is asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    ObjectFieldNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    Undefined,
    ValueNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_list_type,
)
from hypothesis_graphql import nodes as node

from tests.engine.difference.asking import Asking, name, twisted

Values = Mapping[str, tuple[Any, ...]]
"""What is said for a scalar, by its name."""
MOST_FIELDS: Final = 5
DEEPEST: Final = 6
MOST_STEPS: Final = 25


NODES: Final[dict[type, Callable[[Any], Any]]] = {
    str: node.String,
    bool: node.Boolean,
    int: node.Int,
    float: node.Float,
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one walks."""

    schema: GraphQLSchema
    values: Values
    rarely: frozenset[str] = frozenset()
    """Fields that mostly are not taken."""
    never: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    """Arguments that mostly are left out."""


@dataclass(slots=True)
class Walk:
    """One walk."""

    ground: Ground
    random: Random
    steps: int = 0
    names: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def asking(self) -> Asking:
        """What is asked on this walk."""
        root = self.ground.schema.query_type
        assert root is not None
        operation = OperationDefinitionNode(
            operation=OperationType.QUERY, selection_set=self._set(root, DEEPEST)
        )
        tree = DocumentNode(definitions=(operation,))
        return twisted(self.ground.schema, tree, self.random.randrange(2**32))

    def _set(self, kind: Any, deep: int, *, anew: bool = False) -> SelectionSetNode:
        chosen: list[SelectionNode] = []
        fields = () if not hasattr(kind, "fields") else self._fields(kind, deep)
        chosen += [self._field(each, kind.fields[each], deep, anew=anew) for each in fields]
        if is_abstract_type(kind):
            possible = self.ground.schema.get_possible_types(kind)
            chosen += [self._about(each, deep) for each in possible if self.random.random() < 0.5]
        typename = FieldNode(name=name("__typename"), arguments=(), directives=())
        return SelectionSetNode(selections=tuple(chosen) or (typename,))

    def _about(self, kind: GraphQLObjectType, deep: int) -> SelectionNode:
        return InlineFragmentNode(
            type_condition=NamedTypeNode(name=name(kind.name)),
            directives=(),
            selection_set=self._set(kind, deep - 1, anew=True),
        )

    def _fields(self, kind: GraphQLObjectType | GraphQLInterfaceType, deep: int) -> list[str]:
        ground = self.ground
        going = deep > 0 and self.steps < MOST_STEPS
        allowed = [
            each
            for each, field in kind.fields.items()
            if each not in ground.never
            and (each not in ground.rarely or self.random.random() < 0.03)
            and (going or is_leaf_type(get_named_type(field.type)))
        ]
        many = min(self.random.randint(1, MOST_FIELDS), len(allowed))
        self.steps += many
        return self.random.sample(allowed, many)

    def _field(self, called: str, defined: GraphQLField, deep: int, *, anew: bool) -> FieldNode:
        inner = get_named_type(defined.type)
        # The same name for other things does not fit together, so what may differ is named anew.
        alias = name(f"x{next(self.names)}")
        return FieldNode(
            name=name(called),
            alias=alias if anew or defined.args or self.random.random() < 0.2 else None,
            arguments=tuple(self._arguments(defined.args)),
            directives=(),
            selection_set=self._set(inner, deep - 1) if is_composite_type(inner) else None,
        )

    def _arguments(self, defined: Mapping[str, GraphQLArgument]) -> Iterator[ArgumentNode]:
        for called, argument in defined.items():
            needed = isinstance(argument.type, GraphQLNonNull)
            likely = 0.05 if called in self.ground.unsaid else 0.4
            if (needed and argument.default_value is Undefined) or self.random.random() < likely:
                yield ArgumentNode(name=name(called), value=self._value(argument.type))

    def _value(self, kind: Any, deep: int = 2) -> ValueNode:
        inner = get_nullable_type(kind)
        if inner is kind and self.random.random() < 0.1:
            return node.Null
        if is_list_type(inner):
            many = self.random.randint(0, 3)
            return node.List([self._value(inner.of_type, deep) for _ in range(many)])
        if isinstance(inner, GraphQLEnumType):
            return node.Enum(self.random.choice(list(inner.values)))
        if isinstance(inner, GraphQLInputObjectType):
            return self._object(inner, deep)
        return literal(self.random.choice(self.ground.values[inner.name]))

    def _object(self, kind: GraphQLInputObjectType, deep: int) -> ValueNode:
        needed = {
            each for each, field in kind.fields.items() if isinstance(field.type, GraphQLNonNull)
        }
        chosen = [each for each in kind.fields if deep and self.random.random() < 0.4]
        if kind.is_one_of:
            chosen, needed = [self.random.choice(list(kind.fields))], set()
        said = [each for each in kind.fields if each in needed or each in chosen]
        values = [(each, self._value(kind.fields[each].type, deep - 1)) for each in said]
        return node.Object([ObjectFieldNode(name=name(each), value=it) for each, it in values])


def literal(value: Any) -> ValueNode:
    """A value as it is written in a document."""
    made: ValueNode = NODES[type(value)](value)
    return made


def walked(ground: Ground, number: int) -> Asking:
    """What is asked on the walk with this number."""
    return Walk(ground, Random(number)).asking()  # noqa: S311  # the same again for its number
