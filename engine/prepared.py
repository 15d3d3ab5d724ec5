"""Prepared operations: what is worked out of a document before anybody asks it to be run."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    VariableNode,
)
from graphql.execution.collect_fields import FragmentDetails

_INTO_THE_SCHEMA: Final = frozenset({"__schema", "__type"})
_SWITCHES: Final = frozenset({"skip", "include"})
_PIECEMEAL: Final = frozenset({"defer", "stream"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """One operation of a document."""

    key: tuple[str, str | None]
    """The document, and the name of the operation in it."""
    tree: DocumentNode
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    details: dict[str, FragmentDetails]
    switches: tuple[str, ...]
    """The variables that say what is left out."""
    size: int
    """How large the document is, in parts of trees."""
    fields: int
    """How many fields it has."""
    declined: str
    """Why the engine leaves it to graphql-core, if it does."""

    variants: set[Hashable] = field(default_factory=set, compare=False)
    """For which rights and switches it was planned."""

    @property
    def name(self) -> str | None:
        """The name of the operation."""
        return self.node.name.value if self.node.name else None


def prepared(
    digest: str, tree: DocumentNode, node: OperationDefinitionNode, size: int = 0
) -> Prepared:
    """An operation of a document of this size, prepared."""
    found = (each for each in tree.definitions if isinstance(each, FragmentDefinitionNode))
    fragments = {fragment.name.value: fragment for fragment in found}
    nodes = [*_within(node), *(each for one in fragments.values() for each in _within(one))]
    # What is said of the whole operation changes nothing of how it is run.
    within = nodes[1 + len(node.directives or ()) :]
    said = [each for each in within if isinstance(each, DirectiveNode)]
    switches = {
        argument.value.name.value
        for directive in said
        if directive.name.value in _SWITCHES
        for argument in directive.arguments or ()
        if isinstance(argument.value, VariableNode)
    }
    names = {directive.name.value for directive in said}
    asked = [each.name.value for each in nodes if isinstance(each, FieldNode)]
    declined = ""
    if names & _PIECEMEAL:
        declined = "piecemeal"
    elif names - _SWITCHES:
        declined = "directive"
    elif _INTO_THE_SCHEMA.intersection(asked):
        declined = "introspection"
    name = node.name.value if node.name else None
    return Prepared(
        key=(digest, name),
        tree=tree,
        node=node,
        fragments=fragments,
        details={spread: FragmentDetails(each) for spread, each in fragments.items()},
        switches=tuple(sorted(switches)),
        size=max(size, len(asked)),
        fields=len(asked),
        declined=declined,
    )


def _within(node: Any) -> Iterator[Any]:
    """Everything that is selected in a node, and what is said of it."""
    pending = [node]
    while pending:
        each = pending.pop()
        yield each
        yield from each.directives or ()
        if getattr(each, "selection_set", None):
            pending.extend(each.selection_set.selections)
