"""Costs: which field costs what, and from that the prices of the operations of a document.

An object is a point, a leaf is nothing, and a list counts what is below it for each item. What
stands in several fragments counts in each, also where only one of them can apply. `@skip` and
`@include` change nothing. A price is rather too high than too low; only lists of which nothing
is known may hold more than they are taken to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from engine.amounts import PAGED_BY, Amount, always, defaults, length, page
from engine.fragments import fragments_of
from engine.prices import Price, Step, Term

T = TypeVar("T")

INTROSPECTION: Final = {"__schema": 600, "__type": 200}
CONNECTION: Final = "Connection"


@dataclass(frozen=True, slots=True)
class Weights:
    """Which field costs what, by `Type.field`, or by `field` wherever one of that name is."""

    page: int = 20
    """The size of a page unless another one is asked for."""
    largest_page: int = 100
    items: int = 3
    """How many items a list is taken to have of which nothing else is known."""
    mutation: int = 10
    """What a field at the root of a mutation costs."""
    own: Mapping[str, int] = field(default_factory=dict)
    """What an object costs that is not a point."""
    flat: Mapping[str, int] = field(default_factory=dict)
    """What costs the same whatever is asked for below it."""
    lists: Mapping[str, int] = field(default_factory=dict)
    """How many items a list is taken to have."""
    lengths: Mapping[str, str] = field(default_factory=dict)
    """The argument that has as many items as the list that comes back."""


def prices(
    tree: DocumentNode, schema: GraphQLSchema, weights: Weights
) -> list[tuple[OperationDefinitionNode, Price]]:
    """The price of each operation of a valid document; each fragment is priced once."""
    sheet = Sheet(schema, weights)
    for fragment in fragments_of(tree).order:
        parent = sheet.composite(fragment.type_condition)
        sheet.fragments[fragment.name.value] = sheet.step(fragment.selection_set, parent)
    shared = tuple(sheet.steps)
    return [
        (operation, sheet.price(operation, shared))
        for operation in tree.definitions
        if isinstance(operation, OperationDefinitionNode)
    ]


class Sheet:
    """The steps by which one document is priced."""

    def __init__(self, schema: GraphQLSchema, weights: Weights) -> None:
        self._schema = schema
        self._weights = weights
        self._flat: Mapping[str, int | None] = {**INTROSPECTION, **weights.flat}
        self._lengths: Mapping[str, str | None] = weights.lengths
        self.steps: list[Step] = []
        self.fragments: dict[str, int] = {}

    def price(self, operation: OperationDefinitionNode, shared: tuple[Step, ...]) -> Price:
        """The price of an operation, on top of the steps of its fragments."""
        self.steps = list(shared)
        root = self._schema.get_root_type(operation.operation)
        self.step(operation.selection_set, cast("GraphQLCompositeType", root))
        price = Price(tuple(self.steps), defaults(operation))
        return replace(price, settled=price.of()) if price.is_fixed else price

    def step(self, selection_set: SelectionSetNode, parent: GraphQLCompositeType) -> int:
        """Add the step of a selection, and those of what is below it."""
        flat = 0
        terms: list[Term] = []
        spreads: list[int] = []
        for above, selection in self._spread_out(selection_set, parent):
            if isinstance(selection, FragmentSpreadNode):
                spreads.append(self.fragments[selection.name.value])
                continue
            points = told(self._flat, above, selection, None)
            if points is not None:
                flat += points
            elif selection.selection_set is not None:
                terms.append(self._term(selection, selection.selection_set, above))
        self.steps.append(Step(flat, tuple(terms), tuple(spreads)))
        return len(self.steps) - 1

    def composite(self, condition: NamedTypeNode) -> GraphQLCompositeType:
        """The type that a fragment is about."""
        return cast("GraphQLCompositeType", self._schema.type_map[condition.name.value])

    def _spread_out(
        self, selection_set: SelectionSetNode, parent: GraphQLCompositeType
    ) -> Iterator[tuple[GraphQLCompositeType, FieldNode | FragmentSpreadNode]]:
        """The fields and fragments of a selection, out of their inline fragments."""
        for selection in selection_set.selections:
            if isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = self.composite(condition) if condition else parent
                yield from self._spread_out(selection.selection_set, inner)
            elif isinstance(selection, FieldNode | FragmentSpreadNode):
                yield parent, selection

    def _term(
        self, node: FieldNode, selection_set: SelectionSetNode, parent: GraphQLCompositeType
    ) -> Term:
        definition = cast("GraphQLField", self._schema.get_field(parent, node.name.value))
        inner = cast("GraphQLCompositeType", get_named_type(definition.type))
        listed = is_list_type(get_nullable_type(definition.type))
        paged = listed and parent.name.endswith(CONNECTION)
        usual = self._weights.mutation if parent is self._schema.mutation_type else 1
        return Term(
            own=told(self._weights.own, parent, node, usual),
            below=self.step(selection_set, inner),
            times=self._items(node, parent) if listed and not paged else always(1),
            page=self._page(node, definition),
            paged=paged,
        )

    def _items(self, node: FieldNode, parent: GraphQLCompositeType) -> Amount:
        argument = told(self._lengths, parent, node, None)
        if argument is not None:
            return length(node, argument)
        return always(told(self._weights.lists, parent, node, self._weights.items))

    def _page(self, node: FieldNode, definition: GraphQLField) -> Amount:
        """The size of the page, where the field is a connection; elsewhere it must not matter."""
        if PAGED_BY.isdisjoint(definition.args):
            return always(self._weights.largest_page)
        return page(node, self._weights.page, self._weights.largest_page)


def told(table: Mapping[str, T], parent: GraphQLCompositeType, node: FieldNode, otherwise: T) -> T:
    """What a table says of a field."""
    name = node.name.value
    return table.get(f"{parent.name}.{name}", table.get(name, otherwise))
