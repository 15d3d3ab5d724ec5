"""Asking: documents that nobody wrote, twisted until they say the same in less usual ways."""

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    TypeNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse_type,
    print_ast,
    value_from_ast_untyped,
    visit,
)

BOOLEAN: Final = "Boolean!"


@dataclass(frozen=True, slots=True)
class Asking:
    """A document, with its variables."""

    text: str
    variables: dict[str, Any] = field(default_factory=dict)


def name(value: str) -> NameNode:
    """A name."""
    return NameNode(value=value)


class Twist(Visitor):
    """Gives fields other names, leaves some out, and puts some into fragments and variables."""

    def __init__(self, info: TypeInfo, random: Random) -> None:
        super().__init__()
        self._info = info
        self._random = random
        self._names = 0
        self.kinds: dict[str, TypeNode] = {}
        self.values: dict[str, Any] = {}
        self.fragments: list[FragmentDefinitionNode] = []

    def leave_argument(self, argument: ArgumentNode, *_: Any) -> ArgumentNode | None:
        """Put a variable in the place of a value, now and then."""
        defined = self._info.get_argument()
        if defined is None or self._random.random() > 0.4:
            return None
        variable = self._variable(str(defined.type), value_from_ast_untyped(argument.value))
        return ArgumentNode(name=argument.name, value=variable)

    def leave_field(self, node: FieldNode, *_: Any) -> FieldNode | None:
        """Say under a condition, now and then, what is asked, and under another name."""
        changed: dict[str, Any] = {}
        if self._random.random() < 0.1:
            changed["directives"] = (self._condition(),)
        if self._random.random() < 0.1:
            self._names += 1
            changed["alias"] = name(f"a{self._names}")
        known = {key: getattr(node, key) for key in node.keys if key != "loc"}
        return FieldNode(**{**known, **changed}) if changed else None

    def leave_selection_set(self, node: SelectionSetNode, *above: Any) -> SelectionSetNode:
        """Ask for some things twice, and for others in fragments."""
        kind = self._info.get_parent_type() if above[-1] else None
        selections = list(node.selections)
        if self._random.random() < 0.2:
            selections.insert(0, FieldNode(name=name("__typename"), arguments=(), directives=()))
        if kind is not None and self._random.random() < 0.3:
            selections = self._apart(selections, kind.name)
        return SelectionSetNode(selections=tuple(selections))

    def _apart(self, selections: list[SelectionNode], kind: str) -> list[SelectionNode]:
        at = self._random.randrange(len(selections))
        apart = tuple(selections[at:])
        rest = selections[:at] if self._random.random() < 0.8 else selections
        inner = SelectionSetNode(selections=apart)
        on = NamedTypeNode(name=name(kind))
        said = (self._condition(),) if self._random.random() < 0.3 else ()
        if self._random.random() < 0.5:
            condition = on if self._random.random() < 0.5 else None
            together: SelectionNode = InlineFragmentNode(
                type_condition=condition, directives=said, selection_set=inner
            )
        else:
            named = name(f"F{len(self.fragments)}")
            self.fragments.append(
                FragmentDefinitionNode(
                    name=named, type_condition=on, directives=(), selection_set=inner
                )
            )
            together = FragmentSpreadNode(name=named, directives=said)
        return [*rest, together]

    def _condition(self) -> DirectiveNode:
        asked = self._random.random() < 0.8
        which = self._random.choice(("include", "skip"))
        holds = asked == (which == "include")
        value: Any = BooleanValueNode(value=holds)
        if self._random.random() < 0.7:
            value = self._variable(BOOLEAN, holds)
        return DirectiveNode(
            name=name(which), arguments=(ArgumentNode(name=name("if"), value=value),)
        )

    def _variable(self, kind: str, value: Any) -> VariableNode:
        named = f"v{len(self.kinds)}"
        self.kinds[named] = parse_type(kind)
        self.values[named] = value
        return VariableNode(name=name(named))


def twisted(schema: GraphQLSchema, tree: DocumentNode, number: int) -> Asking:
    """A document that asks for much the same; the number says how."""
    info = TypeInfo(schema)
    twist = Twist(info, Random(number))  # noqa: S311  # the same again for the same number
    changed: DocumentNode = visit(tree, TypeInfoVisitor(info, twist))
    (operation,) = (each for each in changed.definitions if not is_fragment(each))
    assert isinstance(operation, OperationDefinitionNode)
    whole = OperationDefinitionNode(
        operation=operation.operation,
        selection_set=operation.selection_set,
        variable_definitions=tuple(
            VariableDefinitionNode(variable=VariableNode(name=name(each)), type=kind)
            for each, kind in twist.kinds.items()
        ),
    )
    text = print_ast(DocumentNode(definitions=(whole, *twist.fragments)))
    return Asking(text, twist.values)


def is_fragment(node: Any) -> bool:
    """Whether this is the definition of a fragment."""
    return isinstance(node, FragmentDefinitionNode)
