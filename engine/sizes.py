"""How large an operation becomes when its fragments are spread out, without spreading them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from engine.fragments import fragments_of

MOST: Final = 2**31 - 1
"""Where counting ends: fragments that double could make numbers of any length."""
INTO_THE_SCHEMA: Final = frozenset({"__schema", "__type"})


@dataclass(slots=True)
class Size:
    """What a selection holds, fragments spread out."""

    depth: int = 0
    """How deep fields are nested, what lies below `__schema` and `__type` left out."""
    introspection_depth: int = 0
    """How deep they are nested from `__schema` or `__type` on."""
    aliases: int = 0
    root_fields: int = 0
    """Fields that are not below another field."""
    selections: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a selection stands: how many fields are above it, counted like a size."""

    depth: int = 0
    introspection: int = 0

    def below(self, name: str) -> "Place":
        """The place of a field of this name that stands here."""
        if self.introspection:
            return Place(self.depth, self.introspection + 1)
        return Place(self.depth + 1, int(name in INTO_THE_SCHEMA))


def sizes(tree: DocumentNode) -> Iterator[Size]:
    """The size of each operation; each fragment is measured once."""
    measured: dict[str, Size] = {}
    for fragment in fragments_of(tree).order:
        measured[fragment.name.value] = size_of(fragment.selection_set, measured)
    for definition in tree.definitions:
        if isinstance(definition, OperationDefinitionNode):
            yield size_of(definition.selection_set, measured)


def size_of(selection_set: SelectionSetNode, measured: Mapping[str, Size]) -> Size:
    """The size of a selection; a fragment that was not measured counts as empty."""
    size = Size()
    pending = [(selection_set, Place())]
    while pending:
        selections, place = pending.pop()
        size.selections += len(selections.selections)
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                below = place.below(selection.name.value)
                size.root_fields += not place.depth
                size.aliases += selection.alias is not None
                size.depth = max(size.depth, below.depth)
                size.introspection_depth = max(size.introspection_depth, below.introspection)
                if selection.selection_set:
                    pending.append((selection.selection_set, below))
            elif isinstance(selection, InlineFragmentNode):
                pending.append((selection.selection_set, place))
            elif isinstance(selection, FragmentSpreadNode):
                _add_spread(size, measured.get(selection.name.value, Size()), place)
    return size


def _add_spread(size: Size, inner: Size, place: Place) -> None:
    size.aliases = min(size.aliases + inner.aliases, MOST)
    size.selections = min(size.selections + inner.selections, MOST)
    if not place.depth:
        size.root_fields = min(size.root_fields + inner.root_fields, MOST)
    if place.introspection:
        size.introspection_depth = max(size.introspection_depth, place.introspection + inner.depth)
    else:
        size.depth = max(size.depth, place.depth + inner.depth)
        size.introspection_depth = max(size.introspection_depth, inner.introspection_depth)
