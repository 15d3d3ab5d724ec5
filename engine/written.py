"""What stands in a document as it is written, fragments left where they are."""

from collections import Counter
from dataclasses import dataclass

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    ExecutableDefinitionNode,
    FieldNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableDefinitionNode,
)


@dataclass(slots=True)
class Written:
    """Counts of a document."""

    operations: int = 0
    variables: int = 0
    """The most that one operation has, as with all below but the directives."""
    directives: int = 0
    directives_at_once: int = 0
    repeats: int = 0
    items: int = 0

    def mark(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        """Count the directives of one place."""
        if directives:
            self.directives += len(directives)
            self.directives_at_once = max(self.directives_at_once, len(directives))
            for directive in directives:
                self.say(directive.arguments)

    def say(self, arguments: tuple[ArgumentNode, ...] | None) -> None:
        """Count the items of what is said in arguments."""
        for argument in arguments or ():
            self.hold(argument.value)

    def hold(self, value: ValueNode | None) -> None:
        """Count the items of a value."""
        if isinstance(value, ListValueNode | ObjectValueNode):
            self.items = max(self.items, most_items(value))


def written(tree: DocumentNode) -> Written:
    """The counts of a document."""
    counts = Written()
    for definition in tree.definitions:
        if isinstance(definition, ExecutableDefinitionNode):
            counts.mark(definition.directives)
            _count_variables(counts, definition.variable_definitions or ())
            _count_selections(counts, definition.selection_set)
        counts.operations += isinstance(definition, OperationDefinitionNode)
    return counts


def most_items(value: ValueNode) -> int:
    """How many items the largest list or object in a value has; the parser bounds its depth."""
    inner: tuple[ValueNode, ...] = ()
    if isinstance(value, ListValueNode):
        inner = value.values
    elif isinstance(value, ObjectValueNode):
        inner = tuple(field.value for field in value.fields)
    return max([len(inner), *map(most_items, inner)])


def _count_variables(counts: Written, variables: tuple[VariableDefinitionNode, ...]) -> None:
    counts.variables = max(counts.variables, len(variables))
    for variable in variables:
        counts.mark(variable.directives)
        counts.hold(variable.default_value)


def _count_selections(counts: Written, outermost: SelectionSetNode) -> None:
    pending = [outermost]
    while pending:
        keys: Counter[str] = Counter()
        for selection in pending.pop().selections:
            counts.mark(selection.directives)
            if isinstance(selection, FieldNode):
                keys[(selection.alias or selection.name).value] += 1
                counts.say(selection.arguments)
                if selection.selection_set:
                    pending.append(selection.selection_set)
            elif isinstance(selection, InlineFragmentNode):
                pending.append(selection.selection_set)
        counts.repeats = max(counts.repeats, *keys.values(), 0)
