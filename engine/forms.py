"""Forms: what a type is made of, who may see a field, and what it is asked with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    Visitor,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values

from engine.kinds import Bridge, Declared
from engine.plans import Arguments, Named


@dataclass(frozen=True, slots=True)
class Form:
    """What a type is made of: lists and nulls around something with a name."""

    named: Any
    nullable: bool
    many: bool
    item_nullable: bool = False


def form_of(kind: GraphQLOutputType) -> Form | None:
    """The form of a type; nothing if it is a list of lists."""
    nullable = not isinstance(kind, GraphQLNonNull)
    inner: Any = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if not isinstance(inner, GraphQLList):
        return Form(inner, nullable, many=False)
    item = inner.of_type
    item_nullable = not isinstance(item, GraphQLNonNull)
    named = item if item_nullable else item.of_type
    if isinstance(named, GraphQLList):
        return None
    return Form(named, nullable, many=True, item_nullable=item_nullable)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is said where nobody can tell whether the caller has a right."""

    error: Exception

    def __call__(self) -> Exception:
        """The error."""
        return self.error


def refusal_of(declared: Declared, context: Any) -> Callable[[], Exception] | None:
    """What is said to a caller who has not all the rights that a field needs."""
    for guard in declared.guards:
        try:
            if not guard.holds(context):
                return guard.refusal
        except Exception as wrong:  # noqa: BLE001  # it is told as the error of this field
            return Fault(wrong)
    return None


def arguments_of(named: Named, bridge: Bridge, variables: VariableValues) -> Arguments | None:
    """How the arguments of a field are read; once and for all where no variable is in them."""
    field, node = named.field, named.details[0].node
    if not field.args:
        return None
    told = bridge.arguments(field)

    def read(variables: VariableValues) -> Mapping[str, Any]:
        said = get_argument_values(field, node, variables, None, hide_suggestions=True)
        return told(said)

    if _names_variables(node):
        return read
    try:
        constant = read(variables)
    except Exception:  # noqa: BLE001  # it is met again, and told, where the field is asked for
        return read
    return lambda _: constant


class _Variables(Visitor):
    """Looks for variables."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, *_: Any) -> Any:
        """There is one."""
        self.found = True
        return self.BREAK


def _names_variables(node: Any) -> bool:
    looking = _Variables()
    for argument in node.arguments or ():
        visit(argument.value, looking)
    return looking.found
