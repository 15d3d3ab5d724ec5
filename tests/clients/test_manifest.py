"""The manifest of trusted documents is that of the operations, and its ids are true."""

from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

import orjson
from graphql import (
    DocumentNode,
    Node,
    Visitor,
    parse,
    print_ast,
    separate_operations,
    visit,
)

from tests.clients.operations import MANIFEST, whole

DOCUMENTS: Final[dict[str, str]] = orjson.loads(MANIFEST.read_bytes())


UNORDERED: Final = ("definitions", "variable_definitions", "selections", "arguments")


class InOrder(Visitor):
    """Puts what has no order of its own into one."""

    def leave(self, node: Node, *_: Any) -> Node:
        """The node, with everything below it that may be swapped sorted by its text."""
        inside = {name: getattr(node, name, None) for name in UNORDERED}
        in_order: dict[str, Any] = {
            name: tuple(sorted(each, key=print_ast)) for name, each in inside.items() if each
        }
        return replace(node, **in_order)


def ordered(document: DocumentNode) -> str:
    """The text of a document, the same however its selections were ordered."""
    return print_ast(visit(document, InOrder()))


def test_every_id_is_the_hash_of_its_text() -> None:
    hashed = {f"sha256:{sha256(text.encode()).hexdigest()}" for text in DOCUMENTS.values()}

    assert set(DOCUMENTS) == hashed


def test_it_holds_every_operation_as_it_stands_in_the_files() -> None:
    kept = sorted(ordered(parse(text)) for text in DOCUMENTS.values())

    meant = sorted(ordered(document) for document in separate_operations(whole()).values())

    assert kept == meant, "The manifest is old: make clients"
