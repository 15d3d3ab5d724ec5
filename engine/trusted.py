"""Trusted documents, known from the start by their ids, and uploaded ones, known by their hash."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from graphql import GraphQLError, OperationDefinitionNode, parse

from engine.shelf import Shelf

PREFIX: Final = "sha256:"
APOLLO: Final = "apollo-persisted-query-manifest"
MOST_UPLOADED: Final = 1_000
MOST_CHARACTERS: Final = 4_000_000
SHARE: Final = 0.25


@lru_cache(maxsize=1)  # each text is asked for some times in a row
def digest_of(text: str) -> str:
    """The hash that a text is known by."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Trusted:
    """Documents that were known before anybody asked."""

    texts: dict[str, str]
    """By every id that a client may use; the hash of the text is always one."""
    names: frozenset[str]
    """The names of their operations."""

    @classmethod
    def of(cls, manifests: Iterable[Any]) -> "Trusted":
        """The documents of manifests; what cannot be trusted is a ValueError."""
        texts: dict[str, str] = {}
        names: set[str] = set()
        for document_id, text in (entry for each in manifests for entry in _entries(each)):
            names.update(_names(document_id, text))
            for known_by in (document_id, PREFIX + digest_of(text)):
                if texts.setdefault(known_by, text) != text:
                    raise ValueError(f"Two documents have the id {known_by}.")
        return cls(texts, frozenset(names))

    def __len__(self) -> int:
        return len(set(self.texts.values()))

    def text(self, document_id: str) -> str | None:
        """The document with an id."""
        return self.texts.get(document_id)

    def holds(self, text: str) -> bool:
        """Whether a text is that of a trusted document."""
        return PREFIX + digest_of(text) in self.texts


class Uploaded:
    """Documents that clients brought; each owner finds only his own."""

    def __init__(self, most: int = MOST_UPLOADED, most_characters: int = MOST_CHARACTERS) -> None:
        self._kept: Shelf[tuple[Hashable, str], str] = Shelf(most, most_characters, share=SHARE)

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, owner: Hashable, digest: str) -> str | None:
        """The text that an owner brought under a hash."""
        return self._kept.find((owner, digest))

    def keep(self, owner: Hashable, digest: str, text: str) -> bool:
        """Keep a text, if the hash is its own."""
        if digest_of(text) != digest:
            return False
        key = (owner, digest)
        if self._kept.find(key) is None:
            self._kept.keep(key, text, size=len(text), owner=owner)
        return True


def _entries(manifest: Any) -> Iterator[tuple[str, str]]:
    """The ids and texts of a manifest, in any of the three forms that are in use."""
    if not isinstance(manifest, dict):
        raise ValueError("A manifest is a JSON object of documents by their ids.")  # noqa: TRY004
    if manifest.get("format") == APOLLO:
        yield from _apollo(manifest)
        return
    for document_id, text in manifest.items():
        if not isinstance(text, str):
            raise ValueError(f"The document {document_id} is not a text.")  # noqa: TRY004
        if document_id.startswith(PREFIX) and document_id != PREFIX + digest_of(text):
            raise ValueError(f"The id {document_id} is not the hash of its document.")
        yield document_id, text


def _apollo(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if manifest.get("version") != 1:
        raise ValueError("Only version 1 of Apollo's manifests is known.")
    operations = manifest.get("operations")
    if not isinstance(operations, list):
        raise ValueError("The operations of an Apollo manifest are a list.")  # noqa: TRY004
    for operation in operations:
        match operation:
            case {"id": str(document_id), "body": str(text)}:
                yield document_id, text
            case _:
                raise ValueError("An operation of an Apollo manifest has no id or no body.")


def _names(document_id: str, text: str) -> Iterator[str]:
    try:
        tree = parse(text, no_location=True)
    except GraphQLError as error:
        raise ValueError(f"The document {document_id} is not GraphQL: {error.message}") from error
    for definition in tree.definitions:
        if isinstance(definition, OperationDefinitionNode) and definition.name:
            yield definition.name.value
