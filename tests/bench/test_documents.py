"""The documents of the bench: each is another one, the same every time, and fits the schema."""

import re
from typing import Any, Final

import orjson
import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values

from bench.documents import COLUMNS, LARGEST_PAGE, RELATIONS, distinct
from tests.house.sources import ROOT

pytestmark = pytest.mark.once

SCHEMA: Final = build_schema((ROOT / "schema" / "schema.graphql").read_text("utf-8"))
MANY: Final = 10_000
SOME: Final = tuple(map(distinct, range(50)))


@pytest.mark.parametrize("body", SOME, ids=range(len(SOME)))
def test_a_document_fits_the_schema_and_asks_for_little(body: str) -> None:
    asked: dict[str, Any] = orjson.loads(body)
    tree = parse(asked["query"])
    (operation,) = tree.definitions
    assert isinstance(operation, OperationDefinitionNode)

    defined = operation.variable_definitions or ()
    values = get_variable_values(SCHEMA, defined, asked["variables"])

    assert validate(SCHEMA, tree) == []
    assert not isinstance(values, list), values
    sizes = {each for each in values.coerced.values() if isinstance(each, int)}
    assert sizes <= set(range(1, LARGEST_PAGE + 1))


def test_no_two_numbers_have_the_same_document() -> None:
    texts = {orjson.loads(distinct(number))["query"] for number in range(MANY)}

    assert len(texts) == MANY


def test_a_number_has_the_same_document_again() -> None:
    assert tuple(map(distinct, range(len(SOME)))) == SOME


def test_everything_is_asked_for_by_some() -> None:
    names = {name for each in (*COLUMNS.values(), *RELATIONS.values()) for name in each}
    asked = " ".join(SOME)

    assert {name for name in names if not re.search(rf"\b{name}\b", asked)} == set()
