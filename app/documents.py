"""Documents: GraphQL text that was read and checked once, and is kept for the next time."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.utilities import get_operation_ast

MOST_KEPT: Final = 512
MOST_CHARACTERS: Final = 50_000
MOST_TOKENS: Final = 2_000
MOST_ERRORS: Final = 5


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was understood, or what is wrong with it."""

    tree: DocumentNode | None
    code: str
    errors: tuple[GraphQLError, ...]

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation that is meant, if it is clear which."""
        return get_operation_ast(self.tree, name) if self.tree else None


class Documents:
    """Reads documents, and keeps the last ones it has read."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool) -> None:
        self._schema = schema
        closed = () if introspection else (NoSchemaIntrospectionCustomRule,)
        self._rules = (*specified_rules, *closed)
        self.closed = not introspection
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def read(self, text: str) -> Document:
        """The document of a text."""
        known = self._kept.get(text)
        if known is not None:
            self._kept.move_to_end(text)
            return known
        document = self._understood(text)
        self._kept[text] = document
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return document

    def _understood(self, text: str) -> Document:
        try:
            tree = parse(text, max_lexical_tokens=MOST_TOKENS, max_source_length=MOST_CHARACTERS)
        except GraphQLError as error:
            return Document(None, "GRAPHQL_PARSE_FAILED", (error,))
        errors = validate(
            self._schema,
            tree,
            self._rules,
            max_errors=MOST_ERRORS,
            hide_suggestions=self.closed,
        )
        return Document(tree, "GRAPHQL_VALIDATION_FAILED", tuple(errors))
