"""Fields that meet under one name, counted before validation compares them with one another.

It compares every two of them, and what lies below them again: quick for what somebody would
write, and slow for what somebody made to be slow.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from engine.fragments import Fragments, fragments_of

MOST_WORK: Final = 25_000
"""About 25 ms of comparing. Sixty fragments that ask one type for the same three fields fit in."""
PAIR: Final = 3
"""To compare two fields takes about as long as to visit three."""


@dataclass(slots=True)
class Meeting:
    """Selections that are answered by one object, their fragments entered once each."""

    fields: defaultdict[str, list[FieldNode]] = field(default_factory=lambda: defaultdict(list))
    entered: set[str] = field(default_factory=set)
    visits: int = 0

    @property
    def work(self) -> int:
        """What it takes to visit all of them and to compare those that meet."""
        same = [len(fields) for fields in self.fields.values()]
        return self.visits + PAIR * sum(
            many * (many - 1) // 2 for many in (*same, len(self.entered))
        )

    def below(self) -> Iterator[list[SelectionSetNode]]:
        """The selections that meet one floor down."""
        for fields in self.fields.values():
            if inner := [each.selection_set for each in fields if each.selection_set]:
                yield inner


def too_many_meet(tree: DocumentNode) -> bool:
    """Whether comparing the fields of a document would take too long."""
    fragments = fragments_of(tree)
    return not fragments.looped and work_of(tree, fragments) > MOST_WORK


def work_of(tree: DocumentNode, fragments: Fragments) -> int:
    """What it takes to compare the fields of a document; not counted on when that is too much."""
    entered: set[str] = set()
    work = 0
    for definition in _outermost_first(tree, fragments):
        if isinstance(definition, FragmentDefinitionNode) and definition.name.value in entered:
            continue
        pending = [[definition.selection_set]]
        while pending and work <= MOST_WORK:
            meeting = _meeting(pending.pop(), fragments.named)
            entered |= meeting.entered
            work += meeting.work
            pending += meeting.below()
    return work


def _outermost_first(
    tree: DocumentNode, fragments: Fragments
) -> Iterator[OperationDefinitionNode | FragmentDefinitionNode]:
    """Fragments come after what spreads them, so that only unused ones are still to be seen."""
    yield from (each for each in tree.definitions if isinstance(each, OperationDefinitionNode))
    yield from reversed(fragments.order)


def _meeting(
    selections: Sequence[SelectionSetNode], named: Mapping[str, FragmentDefinitionNode]
) -> Meeting:
    met = Meeting()
    pending = list(selections)
    while pending:
        inner = pending.pop().selections
        met.visits += len(inner)
        for selection in inner:
            if isinstance(selection, FieldNode):
                met.fields[(selection.alias or selection.name).value].append(selection)
            elif isinstance(selection, InlineFragmentNode):
                pending.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in named and name not in met.entered:
                    met.entered.add(name)
                    pending.append(named[name].selection_set)
    return met
