"""The scribe: writes what one operation selects and says, and notes the variables it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

from tests.isolation.values import draft


@dataclass(slots=True)
class Scribe:
    """Writes one operation. Every value is a variable, so that one text serves all values."""

    schema: GraphQLSchema
    values: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def head(self) -> str:
        """The variables, as they are declared."""
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.kinds.items())
        return f"({declared}) " if declared else ""

    def arguments(
        self, field: GraphQLField, word: str, given: Mapping[str, Any], *, whole: bool = False
    ) -> str:
        """The arguments of a field: those given, and those it cannot be without, or all."""
        said = []
        for name, argument in field.args.items():
            if name in given or whole or is_required_argument(argument):
                variable = f"v{len(self.values)}"
                path = (word, name)
                value = given[name] if name in given else draft(argument.type, path, whole=whole)
                self.values[variable] = value
                self.kinds[variable] = str(argument.type)
                said.append(f"{name}: ${variable}")
        return f"({', '.join(said)})" if said else ""

    def selection(self, kind: Any, depth: int) -> str | None:
        """Everything that a type shows down to a depth; nothing where that is nothing."""
        if is_leaf_type(kind):
            return ""
        if depth == 0:
            return None
        if not is_abstract_type(kind):
            body = self._fields(kind, depth - 1)
            return f"{{ {body} }}" if body else None
        each = [self._beside(one, depth - 1) for one in self.schema.get_possible_types(kind)]
        return f"{{ __typename {' '.join(each)} }}"

    def _beside(self, kind: Any, depth: int) -> str:
        """A type among others, whose fields may have the same names and other types."""
        body = self._fields(kind, depth, f"{kind.name}__")
        return f"... on {kind.name} {{ {body} }}" if body else ""

    def _fields(self, kind: Any, depth: int, prefix: str = "") -> str:
        parts = []
        for name, each in kind.fields.items():
            inside = self.selection(get_named_type(each.type), depth)
            if inside is not None:
                alias = f"{prefix}{name}: " if prefix else ""
                parts.append(f"{alias}{name}{self.arguments(each, name, {})} {inside}")
        return " ".join(parts)
