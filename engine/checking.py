"""Checking: whether a text is GraphQL, small enough, and fits the schema; in this order."""

from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    MaxIntrospectionDepthRule,
    NoFragmentCyclesRule,
    ValidationRule,
    specified_rules,
    validate,
)

from engine.fragments import fragments_of
from engine.limits import Limits, excess, sentence
from engine.reader import Reader, places
from engine.sizes import INTO_THE_SCHEMA

UNREADABLE: Final = "GRAPHQL_PARSE_FAILED"
WRONG: Final = "GRAPHQL_VALIDATION_FAILED"
TOO_COMPLEX: Final = "DOCUMENT_TOO_COMPLEX"
CLOSED: Final = "INTROSPECTION_DISABLED"
NOT_SHOWN: Final = "The schema is not shown to this caller."
LEFT_OUT: Final = "ERRORS_LEFT_OUT"

MOST_TOLD: Final = 500
"""The longest message: one may quote the document, and names in it have any length."""
TOO_DEEP: Final = "The document is nested too deeply. Ask for less, or in several requests."
# What graphql-core says when it gives up, and what we say then.
GIVEN_UP: Final = {
    "Validation aborted.": (
        TOO_COMPLEX,
        "The document takes too long to check. Use fewer fragments, and each field once.",
    ),
    "Maximum introspection depth exceeded": (
        TOO_COMPLEX,
        "The schema refers to itself too often here. Ask for less of it.",
    ),
    "Too many validation errors, error limit reached. Validation aborted.": (
        LEFT_OUT,
        "There are more errors than these.",
    ),
}


class ClosedSchemaRule(ValidationRule):
    """Refuses to show the schema."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Report a field that leads into the schema."""
        if node.name.value in INTO_THE_SCHEMA:
            self.report_error(GraphQLError(NOT_SHOWN, node, extensions=coded(CLOSED)))


RULES: Final[dict[bool, tuple[type[ASTValidationRule], ...]]] = {
    True: tuple(specified_rules),
    False: (
        ClosedSchemaRule,
        *(rule for rule in specified_rules if rule is not MaxIntrospectionDepthRule),
    ),
}
"""What is checked, by whether the schema is open to the caller."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A text as a tree, or nothing and the errors in it."""

    tree: DocumentNode | None = None
    parts: int = 0
    """How many parts the tree has."""
    errors: tuple[GraphQLError, ...] = ()


class Checker:
    """Reads texts, and says what is wrong with them."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits
        over = "Syntax Error: Document contains more than {} {}. Parsing aborted."
        self._given_up = GIVEN_UP | {
            over.format(getattr(limits, name), name): (TOO_COMPLEX, sentence(name, limits))
            for name in ("tokens", "comments")
        }

    def read(self, text: str, *, is_open: bool) -> Checked:
        """A text, read and checked."""
        limits = self._limits
        if len(text) > limits.characters:
            return _too_complex(sentence("characters", limits))
        reader = Reader(text, tokens=limits.tokens, comments=limits.comments)
        try:
            tree = reader.parse_document()
        except GraphQLError as error:
            return Checked(errors=(self._told(error, UNREADABLE),))
        except RecursionError:
            return _too_complex(TOO_DEEP)
        if over := excess(tree, limits):
            return _too_complex(over)
        errors = tuple(self._told(error, WRONG) for error in self._faults(tree, is_open=is_open))
        return Checked(errors=errors) if errors else Checked(tree, reader.parts)

    def _faults(self, tree: DocumentNode, *, is_open: bool) -> list[GraphQLError]:
        # The other rules take their time over a loop, and it is never the only thing told.
        looped = fragments_of(tree).looped
        rules = (NoFragmentCyclesRule,) if looped else RULES[is_open]
        most = self._limits.faults
        return validate(self._schema, tree, rules, max_errors=most, hide_suggestions=not is_open)

    def _told(self, error: GraphQLError, usual: str) -> GraphQLError:
        """The error as it is told; it no longer holds on to the document."""
        code, message = self._given_up.get(error.message, (usual, error.message))
        if len(message) > MOST_TOLD:
            message = message[:MOST_TOLD] + "…"
        told = GraphQLError(message, extensions=coded(code) | (error.extensions or {}))
        told.locations = places(error) or None
        return told


def _too_complex(message: str) -> Checked:
    return Checked(errors=(GraphQLError(message, extensions=coded(TOO_COMPLEX)),))


def coded(code: str) -> dict[str, Any]:
    """What an error carries for programs."""
    return {"code": code}
