"""Fragments, in an order in which each comes after those that it spreads."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)


@dataclass(frozen=True, slots=True)
class Fragments:
    """The fragments of a document."""

    named: Mapping[str, FragmentDefinitionNode]
    order: tuple[FragmentDefinitionNode, ...]
    """Those that can be spread out, inner ones first."""

    @property
    def looped(self) -> bool:
        """Whether a fragment leads back to itself."""
        return len(self.order) < len(self.named)


def fragments_of(tree: DocumentNode) -> Fragments:
    """The fragments of a document, in order."""
    found = (each for each in tree.definitions if isinstance(each, FragmentDefinitionNode))
    named = {fragment.name.value: fragment for fragment in found}
    inner = {name: spreads_in(fragment.selection_set) for name, fragment in named.items()}
    order = _inner_first({name: spread & named.keys() for name, spread in inner.items()})
    return Fragments(named, tuple(named[name] for name in order))


def spreads_in(selection_set: SelectionSetNode) -> set[str]:
    """The names of the fragments that are spread somewhere in a selection."""
    found: set[str] = set()
    pending = [selection_set]
    while pending:
        for selection in pending.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                found.add(selection.name.value)
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                pending.append(selection.selection_set)
    return found


def _inner_first(inner: Mapping[str, set[str]]) -> Iterator[str]:
    """The names in order; what leads to a loop is not among them."""
    sorter = TopologicalSorter(inner)
    with suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)
