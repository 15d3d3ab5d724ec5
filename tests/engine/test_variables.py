"""Variables: those that fit are read as graphql-core reads them, and the rest is left to it."""

from typing import Any, Final

import pytest
from graphql import OperationDefinitionNode, build_schema, parse
from graphql.execution.values import VariableValues

from engine.variables import fitting, signatures_of, values_of

SCHEMA: Final = build_schema("""
    type Query { all(id: ID, most: Int, tags: [String!], by: By, kind: Kind): Boolean }
    input By { name: String! = "name", by: By }
    enum Kind { ONE, TWO }
""")


def _deep(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(levels):
        made = {"by": made}
    return made


def _said(values: VariableValues) -> dict[str, tuple[str, Any]]:
    """What was given for each variable, and of which type that is."""
    return {name: (str(each[0].type), each[1]) for name, each in values.sources.items()}


def _operation(declared: str) -> OperationDefinitionNode:
    (operation,) = parse(f"query ({declared}) {{ all }}").definitions
    assert isinstance(operation, OperationDefinitionNode)
    return operation


@pytest.mark.parametrize(
    ("declared", "inputs"),
    [
        ("$id: ID!", {"id": "x"}),
        ("$id: ID!", {"id": 1}),
        ("$id: ID", {"id": None}),
        ("$id: ID", {}),
        ("$id: ID = null", {"id": "x", "unknown": 1}),
        ("$most: Int, $id: ID", {"most": 3, "id": "x"}),
        ("$tags: [String!]!", {"tags": ["a", "b"]}),
        ("$tags: [String!]", {"tags": "a"}),
        ("$by: By!", {"by": {}}),
        ("$by: By", {"by": {"by": {"name": "x"}}}),
        ("$kind: Kind!", {"kind": "TWO"}),
    ],
)
def test_what_fits_is_read_as_graphql_core_reads_it(declared: str, inputs: dict[str, Any]) -> None:
    operation = _operation(declared)

    made = fitting(signatures_of(SCHEMA, operation), inputs)
    known = values_of(SCHEMA, operation, inputs, hides=True)

    assert made is not None
    assert isinstance(known, VariableValues)
    assert (_said(made), made.coerced) == (_said(known), known.coerced)


@pytest.mark.parametrize(
    ("declared", "inputs"),
    [
        ("$id: ID!", {}),
        ("$id: ID!", {"id": None}),
        ("$id: ID!", {"id": []}),
        ("$most: Int = 3", {}),
        ("$most: Int", {"most": "3"}),
        ("$tags: [String!]", {"tags": [None]}),
        ("$by: By", {"by": {"nothing": 1}}),
        ("$by: By", {"by": _deep(5_000)}),
        ("$kind: Kind", {"kind": "THREE"}),
        ("$of: Query", {}),
    ],
)
def test_the_rest_is_left_to_graphql_core(declared: str, inputs: dict[str, Any]) -> None:
    assert fitting(signatures_of(SCHEMA, _operation(declared)), inputs) is None
