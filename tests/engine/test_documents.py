"""A document is read once, kept within bounds, and fairly among those who bring documents."""

from hashlib import sha256
from typing import Any, Final

import pytest
from graphql import GraphQLError, OperationType, validate

from engine import checking
from engine.documents import Documents
from tests.engine.shelves import LIMITS, SCHEMA, WEIGHTS, documents

TEXT: Final = "{ me { id } }"


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether suggestions were hidden, for each time that a document was validated."""
    seen: list[bool] = []

    def counted(*told: Any, **named: Any) -> list[GraphQLError]:
        seen.append(named["hide_suggestions"])
        return validate(*told, **named)

    monkeypatch.setattr(checking, "validate", counted)
    return seen


def test_a_document_is_what_its_text_says() -> None:
    text = 'query A { me { id } } mutation B { bookAdd(title: "C") { book { id } } }'

    document = documents().read(text, is_open=True, brought_by="a")

    assert document.digest == sha256(text.encode()).hexdigest()
    assert [(each.name, each.kind) for each in document.operations] == [
        ("A", OperationType.QUERY),
        ("B", OperationType.MUTATION),
    ]
    assert document.tree is not None


def test_an_operation_is_found_by_its_name_or_because_it_is_the_only_one() -> None:
    kept = documents()
    one = kept.read("query A { me { id } }", is_open=True, brought_by="a")
    two = kept.read("query A { me { id } } query B { me { id } }", is_open=True, brought_by="a")

    assert one.operation(None) is one.operation("A") is one.operations[0]
    assert one.operation("B") is None
    assert two.operation(None) is None
    assert two.operation("B") is two.operations[1]


def test_a_document_is_validated_once(validated: list[bool]) -> None:
    kept = documents()

    first = kept.read(TEXT, is_open=True, brought_by="a")
    second = kept.read(TEXT, is_open=True, brought_by="b")

    assert second is first
    assert validated == [False]
    assert (kept.hits, kept.misses, len(kept)) == (1, 1, 1)


def test_what_is_wrong_is_validated_once_too_and_takes_no_room(validated: list[bool]) -> None:
    kept = documents()

    first = kept.read("{ me { age } }", is_open=True, brought_by="a")
    second = kept.read("{ me { age } }", is_open=True, brought_by="b")

    assert second is first
    assert validated == [False]
    assert (kept.hits, kept.misses, len(kept)) == (1, 1, 0)


@pytest.mark.parametrize("text", [TEXT, "{ __schema { types { name } } }", "{ me { nam } }"])
def test_who_may_not_read_the_schema_is_answered_apart(text: str, validated: list[bool]) -> None:
    kept = documents()

    def read(*, is_open: bool) -> list[str]:
        document = kept.read(text, is_open=is_open, brought_by="a")
        return [error.message for error in document.errors]

    opened, closed = read(is_open=True), read(is_open=False)

    assert validated == [False, True]
    assert (opened == closed) is (text == TEXT)
    assert (read(is_open=True), read(is_open=False)) == (opened, closed)
    assert validated == [False, True]


def test_no_more_documents_are_kept_than_there_is_room_for(validated: list[bool]) -> None:
    kept = Documents(SCHEMA, LIMITS, WEIGHTS, most=3)

    for number in [0, 1, 2, 0, 3]:
        kept.read(numbered(number), is_open=True, brought_by="a")

    assert (len(kept), kept.hits, len(validated)) == (3, 1, 4)
    kept.read(numbered(0), is_open=True, brought_by="a")
    assert (kept.hits, len(validated)) == (2, 4)
    kept.read(numbered(1), is_open=True, brought_by="a")
    assert (kept.hits, len(validated)) == (2, 5)


def test_no_more_parts_of_trees_are_kept_than_there_is_room_for() -> None:
    kept = Documents(SCHEMA, LIMITS, WEIGHTS, room=3 * 11)

    for number in range(4):
        kept.read(numbered(number), is_open=True, brought_by="a")

    assert len(kept) == 3


@pytest.mark.parametrize("text", [TEXT, "{ me { age } }"])
def test_what_was_read_is_known(text: str, validated: list[bool]) -> None:
    kept = documents()
    unread = kept.knows(text, is_open=True)

    kept.read(text, is_open=True, brought_by="a")

    known = [kept.knows(text, is_open=is_open) for is_open in (True, False)]
    assert (unread, known, kept.knows(text + " ", is_open=True)) == (False, [True, False], False)
    assert (kept.hits, kept.misses, validated) == (0, 1, [False])


def test_who_floods_the_store_loses_his_own_documents(validated: list[bool]) -> None:
    kept = Documents(SCHEMA, LIMITS, WEIGHTS, most=10)
    for number in range(3):
        kept.read(numbered(number), is_open=True, brought_by="quiet")

    for number in range(3, 100):
        kept.read(numbered(number), is_open=True, brought_by="loud")

    assert (len(kept), len(validated)) == (10, 100)
    for number in range(3):
        kept.read(numbered(number), is_open=True, brought_by="quiet")
    assert len(validated) == 100


def test_no_flood_of_wrong_documents_takes_the_place_of_good_ones(validated: list[bool]) -> None:
    kept = Documents(SCHEMA, LIMITS, WEIGHTS, most=2)
    kept.read(TEXT, is_open=True, brought_by="a")

    for number in range(250):
        kept.read(f"{{ a{number} }}", is_open=True, brought_by="b")

    assert (len(kept), len(validated)) == (1, 251)
    kept.read(TEXT, is_open=True, brought_by="a")
    assert len(validated) == 251


def numbered(number: int) -> str:
    """One of many documents of the same length."""
    return f"query A{number:04} {{ me {{ id }} }}"
