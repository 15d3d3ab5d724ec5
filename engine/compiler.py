"""The compiler: from what is asked of a type to a plan of how to make it, level by level."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from graphql import (
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    is_leaf_type,
)
from graphql.execution.collect_fields import (
    FieldDetails,
    GroupedFieldSet,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues

from engine.forms import Fault, Form, arguments_of, form_of, refusal_of
from engine.kinds import Bridge, Column, Held, Kind, Relation
from engine.layouts import Layout, finish
from engine.plans import (
    Asked,
    Denied,
    Leaf,
    Named,
    Part,
    Resolved,
    Shape,
    Shown,
    TypeName,
)
from engine.prepared import Prepared

TYPENAME: Final = "__typename"
MOST_FIELDS: Final = 1_000
"""A plan has no more fields: fragments can make very many out of a short document."""


MOST_ALIKE: Final = 3
"""How often the same field that leads to one row may be asked for beside itself."""


class TooLarge(Exception):
    """A plan would have too many fields."""


class Compiler:
    """Compiles what one operation asks, for one caller's rights and one set of switches."""

    def __init__(
        self,
        schema: GraphQLSchema,
        bridge: Bridge,
        prepared: Prepared,
        variables: VariableValues,
        context: Any,
    ) -> None:
        self._schema = schema
        self._bridge = bridge
        self._prepared = prepared
        self._variables = variables
        self._context = context
        self.fields = 0  # how many have been compiled
        self.calls_resolvers = False
        self.is_kept = True  # whether what is compiled is good for the next time

    def root(self) -> Shape:
        """All that is asked."""
        kind: Any = self._schema.query_type
        told = self._schema, self._prepared.details, self._variables
        asked = collect_fields(*told, kind, self._prepared.node)
        layout = Layout()
        shape = self._shape(kind, asked.grouped_field_set, layout)
        finish(layout, self._bridge)
        return shape

    def entry(self, owner: GraphQLObjectType, details: Sequence[FieldDetails]) -> Part | None:
        """One field of a thing that is no row, with all that is asked below it."""
        node = details[0].node
        field = self._schema.get_field(owner, node.name.value)
        declared = field and self._bridge.declared(field)
        kind = declared.kind if declared else None
        if not isinstance(kind, Relation) or isinstance(kind.key, str):
            return None
        layout = Layout()
        key = node.alias.value if node.alias else node.name.value
        asked = self._asked(owner, key, list(details), layout)
        finish(layout, self._bridge)
        return asked if isinstance(asked, Part) else None

    def _shape(self, kind: GraphQLObjectType, grouped: GroupedFieldSet, layout: Layout) -> Shape:
        self.fields += len(grouped)
        if self.fields > MOST_FIELDS:
            raise TooLarge
        fields = tuple(self._asked(kind, key, details, layout) for key, details in grouped.items())
        if any(isinstance(each, Resolved) for each in fields):
            self.calls_resolvers = layout.whole = True
        shape = Shape(
            kind,
            fields,
            parts=tuple(each for each in fields if isinstance(each, Part | Resolved)),
            denied=tuple(each for each in fields if isinstance(each, Denied)),
        )
        layout.shapes.append(shape)
        return shape

    def _asked(
        self, owner: GraphQLObjectType, key: str, details: list[FieldDetails], layout: Layout
    ) -> Asked:
        name = details[0].node.name.value
        field: Any = self._schema.get_field(owner, name)
        nullable = not isinstance(field.type, GraphQLNonNull)
        named = Named(key, owner.name, field, details, nullable)
        if name == TYPENAME:
            return TypeName(named)
        declared = self._bridge.declared(field)
        form = form_of(field.type)
        if declared is None or form is None:
            return Resolved(named)
        refusal = refusal_of(declared, self._context)
        if refusal is not None:
            self.is_kept &= not isinstance(refusal, Fault)
            return Denied(named, refusal, arguments_of(named, self._bridge, self._variables))
        return self._declared(named, declared.kind, form, layout)

    def _declared(self, named: Named, kind: Kind, form: Form, layout: Layout) -> Asked:
        if isinstance(kind, Relation):
            return self._relation(named, kind, form, layout) or Resolved(named)
        if is_leaf_type(form.named) and form.many:
            return Resolved(named)
        layout.have(kind)
        if is_leaf_type(form.named):
            return Leaf(named, kind, form.named)
        if isinstance(kind, Held) and isinstance(form.named, GraphQLObjectType):
            shape = self._below(named, form.named, layout)
            return Part(named, kind, form.many, form.item_nullable, shape)
        return Resolved(named)

    def _relation(self, named: Named, kind: Relation, form: Form, layout: Layout) -> Part | None:
        rows = layout.rows(kind, form.named)
        below: Shape | Shown
        if kind.shows is not None and form.many and is_leaf_type(form.named):
            rows.show(kind.shows)
            item = replace(named, nullable=form.item_nullable)
            below = Shown(Leaf(item, Column(kind.shows), form.named))
        elif isinstance(form.named, GraphQLObjectType):
            below = self._below(named, form.named, rows)
        else:
            return None
        if isinstance(kind.key, str):
            layout.keep(kind.key)
        arguments = arguments_of(named, self._bridge, self._variables)
        part = Part(named, kind, form.many, form.item_nullable, below, arguments)
        layout.fetches.append((part, rows))
        return part

    def _below(self, named: Named, kind: GraphQLObjectType, layout: Layout) -> Shape:
        told = self._schema, self._prepared.details, self._variables, self._prepared.node
        below = collect_subfields(*told, kind, list(named.details))
        return self._shape(kind, below.grouped_field_set, layout)


def repeats(root: Shape) -> bool:
    """Whether single rows are asked for again and again: graphql-core fetches all at once."""
    asked = [
        part.kind.load
        for part in root.parts
        if isinstance(part, Part) and isinstance(part.kind, Relation) and _is_row(part)
    ]
    return len(asked) - len(set(asked)) >= MOST_ALIKE


def _is_row(part: Part) -> bool:
    below = part.below.fields if isinstance(part.below, Shape) else ()
    return not part.many and not any(
        isinstance(each, Leaf | Part) and isinstance(each.kind, Held) for each in below
    )
