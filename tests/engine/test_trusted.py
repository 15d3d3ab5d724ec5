"""Trusted documents come from manifests, and uploaded ones from clients that know their hash."""

from hashlib import md5, sha256
from typing import Any, Final

import pytest

from engine.trusted import Trusted, Uploaded

TEXT: Final = "query Me { me { id } }"
OTHER: Final = "query Books { books { nodes { id } } } mutation Add { bookAdd { book { id } } }"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def relay(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def apollo(*operations: dict[str, Any], version: Any = 1) -> dict[str, Any]:
    kind = "apollo-persisted-query-manifest"
    return {"format": kind, "version": version, "operations": list(operations)}


def entry(text: str) -> dict[str, Any]:
    return {"id": digest(text), "name": "Me", "type": "query", "body": text}


MANIFESTS: Final[dict[str, tuple[Any, str]]] = {
    "graphql-codegen": ({f"sha256:{digest(TEXT)}": TEXT}, f"sha256:{digest(TEXT)}"),
    "Relay": ({relay(TEXT): TEXT}, relay(TEXT)),
    "Apollo": (apollo(entry(TEXT)), digest(TEXT)),
}


@pytest.mark.parametrize("case", MANIFESTS)
def test_every_form_of_manifest_is_read(case: str) -> None:
    manifest, document_id = MANIFESTS[case]

    trusted = Trusted.of([manifest])

    assert trusted.text(document_id) == TEXT
    assert trusted.text(f"sha256:{digest(TEXT)}") == TEXT
    assert trusted.text(f"sha256:{digest(OTHER)}") is None
    assert (trusted.holds(TEXT), trusted.holds(OTHER)) == (True, False)
    assert (trusted.names, len(trusted)) == (frozenset({"Me"}), 1)


def test_manifests_of_several_clients_are_read_together() -> None:
    trusted = Trusted.of([{relay(TEXT): TEXT}, apollo(entry(TEXT)), {relay(OTHER): OTHER}])

    assert (trusted.text(relay(OTHER)), trusted.text(digest(TEXT))) == (OTHER, TEXT)
    assert (trusted.names, len(trusted)) == (frozenset({"Me", "Books", "Add"}), 2)


def test_without_a_manifest_nothing_is_trusted() -> None:
    trusted = Trusted.of([])

    assert (trusted.holds(TEXT), trusted.text(""), len(trusted)) == (False, None, 0)


WRONG: Final[dict[str, tuple[list[Any], str]]] = {
    "a list": ([[TEXT]], "A manifest is a JSON object of documents by their ids."),
    "null": ([None], "A manifest is a JSON object of documents by their ids."),
    "no text": ([{"a": 1}], "The document a is not a text."),
    "another hash": (
        [{f"sha256:{digest(OTHER)}": TEXT}],
        f"The id sha256:{digest(OTHER)} is not the hash of its document.",
    ),
    "a hash in capitals": (
        [{f"sha256:{digest(TEXT).upper()}": TEXT}],
        f"The id sha256:{digest(TEXT).upper()} is not the hash of its document.",
    ),
    "no GraphQL": (
        [{"a": "query {"}],
        "The document a is not GraphQL: Syntax Error: Expected Name, found <EOF>.",
    ),
    "one id for two": ([{"a": TEXT}, {"a": OTHER}], "Two documents have the id a."),
    "Apollo's, of tomorrow": (
        [apollo(entry(TEXT), version=2)],
        "Only version 1 of Apollo's manifests is known.",
    ),
    "Apollo's, without a list": (
        [{**apollo(), "operations": {}}],
        "The operations of an Apollo manifest are a list.",
    ),
    "Apollo's, without a body": (
        [apollo({"id": "a", "name": "Me"})],
        "An operation of an Apollo manifest has no id or no body.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_manifest_that_cannot_be_trusted_is_refused_as_a_whole(case: str) -> None:
    manifests, message = WRONG[case]

    with pytest.raises(ValueError) as refused:
        Trusted.of([{relay(TEXT): TEXT}, *manifests])

    assert str(refused.value) == message


def test_an_uploaded_document_is_found_by_who_brought_it() -> None:
    uploaded = Uploaded()

    assert uploaded.find("a", digest(TEXT)) is None
    assert uploaded.keep("a", digest(TEXT), TEXT) is True
    assert uploaded.keep("a", digest(TEXT), TEXT) is True

    assert (uploaded.find("a", digest(TEXT)), uploaded.find("b", digest(TEXT))) == (TEXT, None)
    assert len(uploaded) == 1


@pytest.mark.parametrize("claimed", [digest(OTHER), digest(TEXT).upper(), "", "sha256:"])
def test_a_text_is_not_kept_under_a_hash_that_is_not_its_own(claimed: str) -> None:
    uploaded = Uploaded()

    assert uploaded.keep("a", claimed, TEXT) is False

    assert (uploaded.find("a", claimed), len(uploaded)) == (None, 0)


def test_nobody_fills_more_than_a_share() -> None:
    uploaded = Uploaded(most=8)
    uploaded.keep("quiet", digest(TEXT), TEXT)
    texts = [f"query A{number} {{ me {{ id }} }}" for number in range(100)]

    for text in texts:
        uploaded.keep("loud", digest(text), text)

    assert len(uploaded) == 3
    assert uploaded.find("quiet", digest(TEXT)) == TEXT
    assert [uploaded.find("loud", digest(text)) for text in texts[-3:]] == [None, *texts[-2:]]


def test_nobody_fills_more_than_a_share_of_the_characters() -> None:
    uploaded = Uploaded(most_characters=8 * len(TEXT))
    texts = [TEXT.replace("Me", f"M{number}") for number in range(9)]

    for text in texts:
        uploaded.keep("loud", digest(text), text)

    assert [text for text in texts if uploaded.find("loud", digest(text))] == texts[-2:]
