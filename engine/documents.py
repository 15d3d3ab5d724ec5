"""Documents: GraphQL text that was read, checked and priced once, and is kept for the next time."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
)

from engine.checking import Checked, Checker
from engine.costs import Weights, prices
from engine.limits import Limits
from engine.prepared import Prepared, prepared
from engine.prices import Price
from engine.shelf import Shelf, Waste
from engine.trusted import digest_of

ROOM: Final = 60_000
"""How much is kept, in parts of trees: whoever clears up memory looks at every one of them."""
CHARACTERS: Final = 10
"""How many characters take as much room as a part."""
REFUSED_KEPT: Final = 200
REFUSED_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the things that a document can be asked to do."""

    name: str | None
    kind: OperationType
    price: Price
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was understood, or what is wrong with it."""

    digest: str
    tree: DocumentNode | None
    code: str | None
    """Why it is refused; that of the first error."""
    errors: tuple[GraphQLError, ...]
    """Each with its own code in its extensions."""
    operations: tuple[Operation, ...]

    def operation(self, name: str | None) -> Operation | None:
        """The operation that is meant, if it is clear which."""
        if name is None:
            return self.operations[0] if len(self.operations) == 1 else None
        return next((each for each in self.operations if each.name == name), None)


class Documents:
    """Reads documents, and keeps the last ones it has read."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        weights: Weights,
        *,
        most: int = 1_000,
        room: int = ROOM,
    ) -> None:
        self._checker = Checker(schema, limits)
        self._schema = schema
        self._weights = weights
        # What is open to one caller may be closed to another, so the key says which it was.
        self._kept: Shelf[tuple[str, bool], Document] = Shelf(most, room)
        self._refused: Waste[tuple[str, bool], Document] = Waste(REFUSED_KEPT, REFUSED_SECONDS)
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._kept)

    def knows(self, text: str, *, is_open: bool) -> bool:
        """Whether a text need not be read again."""
        key = (digest_of(text), is_open)
        return key in self._kept or key in self._refused

    def read(self, text: str, *, is_open: bool, brought_by: Hashable) -> Document:
        """The document of a text; `is_open` is whether the caller may read the schema."""
        digest = digest_of(text)
        key = (digest, is_open)
        known = self._kept.find(key) or self._refused.find(key)
        if known is not None:
            self.hits += 1
            return known
        self.misses += 1
        checked = self._checker.read(text, is_open=is_open)
        size = checked.parts + len(text) // CHARACTERS
        document = self._document(digest, checked, size)
        if document.code is None:
            self._kept.keep(key, document, size=size, owner=brought_by)
        else:
            self._refused.keep(key, document)
        return document

    def _document(self, digest: str, checked: Checked, size: int) -> Document:
        if checked.tree is None:
            code = (checked.errors[0].extensions or {})["code"]
            return Document(digest, None, code, checked.errors, ())
        priced = prices(checked.tree, self._schema, self._weights)
        operations = tuple(
            Operation(
                node.name.value if node.name else None,
                node.operation,
                price,
                prepared(digest, checked.tree, node, size),
            )
            for node, price in priced
        )
        return Document(digest, checked.tree, None, (), operations)
