"""Checking: whether a text is GraphQL, small enough, and fits the schema; in this order."""

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
    parse,
    specified_rules,
    validate,
)

from engine.fragments import fragments_of
from engine.limits import Limits, excess, sentence
from engine.sizes import INTO_THE_SCHEMA

UNREADABLE: Final = "GRAPHQL_PARSE_FAILED"
WRONG: Final = "GRAPHQL_VALIDATION_FAILED"
TOO_COMPLEX: Final = "DOCUMENT_TOO_COMPLEX"
CLOSED: Final = "INTROSPECTION_DISABLED"
LEFT_OUT: Final = "ERRORS_LEFT_OUT"

MOST_TOLD: Final = 500
"""The longest message: one may quote the document, and names in it have any length."""
# What graphql-core says when it gives up, and what we say then.
GIVEN_UP: Final = {
    "Syntax Error: Document is nested too deeply. Parsing aborted.": (
        TOO_COMPLEX,
        "The document is nested too deeply. Ask for less, or in several requests.",
    ),
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
            message = "The schema is not shown to this caller."
            self.report_error(GraphQLError(message, node, extensions=coded(CLOSED)))


RULES: Final[dict[bool, tuple[type[ASTValidationRule], ...]]] = {
    True: tuple(specified_rules),
    False: (
        ClosedSchemaRule,
        *(rule for rule in specified_rules if rule is not MaxIntrospectionDepthRule),
    ),
}
"""What is checked, by whether the schema is open to the caller."""


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

    def read(self, text: str, *, is_open: bool) -> tuple[DocumentNode | None, list[GraphQLError]]:
        """A text as a tree, or nothing and the errors in it."""
        limits = self._limits
        if len(text) > limits.characters:
            return None, [
                GraphQLError(sentence("characters", limits), extensions=coded(TOO_COMPLEX))
            ]
        try:
            tree = parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.comments)
        except GraphQLError as error:
            return None, [self._told(error, UNREADABLE)]
        if too_complex := excess(tree, limits):
            return None, [GraphQLError(too_complex, extensions=coded(TOO_COMPLEX))]
        errors = [self._told(error, WRONG) for error in self._faults(tree, is_open=is_open)]
        return (None if errors else tree), errors

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
        told.locations = error.locations
        return told


def coded(code: str) -> dict[str, Any]:
    """What an error carries for programs."""
    return {"code": code}
