"""A text is checked in an order, and what is wrong with it has a code."""

from typing import Final

import pytest

from tests.engine.shelves import codes, read

# A text, who may read the schema, the codes of its errors.
WRONG: Final[dict[str, tuple[str, bool, list[str]]]] = {
    "nothing": ("", True, ["GRAPHQL_PARSE_FAILED"]),
    "no GraphQL": ("{ me { id }", True, ["GRAPHQL_PARSE_FAILED"]),
    "an unknown field": ("{ me { age } }", True, ["GRAPHQL_VALIDATION_FAILED"]),
    "a type": ("type A { b: Int }", True, ["GRAPHQL_VALIDATION_FAILED"]),
    "only a fragment": ("fragment F on Author { id }", True, ["GRAPHQL_VALIDATION_FAILED"]),
    "an unknown fragment": (
        "{ me { ...F } } fragment F on Author { ...G }",
        True,
        ["GRAPHQL_VALIDATION_FAILED"],
    ),
    "two unknown fields": ("{ me { age size } }", False, ["GRAPHQL_VALIDATION_FAILED"] * 2),
    "the schema": ("{ __schema { types { name } } }", False, ["INTROSPECTION_DISABLED"]),
    "a type of the schema": (
        '{ me { id } ...F } fragment F on Query { t: __type(name: "A") { name } }',
        False,
        ["INTROSPECTION_DISABLED"],
    ),
    "the schema and an unknown field": (
        "{ __schema { nothing } me { age } }",
        False,
        ["INTROSPECTION_DISABLED", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_VALIDATION_FAILED"],
    ),
    "six unknown fields": (
        "{ me { a b c d e f } }",
        True,
        ["GRAPHQL_VALIDATION_FAILED"] * 5 + ["ERRORS_LEFT_OUT"],
    ),
    "the schema in circles, closed": (
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        False,
        ["INTROSPECTION_DISABLED"],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_has_a_code_for_each_error_and_one_for_all(case: str) -> None:
    text, is_open, expected = WRONG[case]

    document = read(text, is_open=is_open)

    assert codes(document) == expected
    assert document.code == expected[0]
    assert (document.tree, document.operations) == (None, ())


def test_an_error_says_where_it_is_and_holds_on_to_nothing() -> None:
    [error] = read("{\n  me { age }\n}", is_open=False).errors

    assert error.formatted == {
        "message": "Cannot query field 'age' on type 'Author'.",
        "locations": [{"line": 2, "column": 8}],
        "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
    }
    assert (error.nodes, error.source, error.__cause__) == (None, None, None)


def test_a_long_message_is_cut() -> None:
    [error] = read(f"{{ {'a' * 5_000} }}").errors

    assert error.message == "Cannot query field '" + "a" * 480 + "…"


def test_of_a_loop_only_the_loop_is_told() -> None:
    document = read("{ me { age ...F } } fragment F on Author { size ...F }")

    assert [error.message for error in document.errors] == [
        "Cannot spread fragment 'F' within itself."
    ]


CLOSE: Final = (
    "{ me { nam } }",
    "{ books(firs: 1) { __typename } }",
    "{ books(genre: POETRI) { __typename } }",
    '{ search(like: { titel: "a" }) { __typename } }',
    "{ node(id: 1) { ... on Bok { id } } }",
)


@pytest.mark.parametrize("text", CLOSE)
def test_names_are_suggested_only_to_those_who_may_read_the_schema(text: str) -> None:
    [told] = read(text, is_open=True).errors
    [hidden] = read(text, is_open=False).errors

    assert "Did you mean" in told.message
    assert "Did you mean" not in hidden.message


def test_the_schema_is_shown_to_those_who_may_read_it() -> None:
    document = read("{ __schema { types { name } } __typename }", is_open=True)

    assert (document.code, [each.price.of() for each in document.operations]) == (None, [600])


def test_the_name_of_a_type_is_no_secret() -> None:
    assert read("{ __typename me { __typename } }", is_open=False).code is None


IN_ORDER: Final[dict[str, tuple[str, str]]] = {
    "length before tokens": ("{" + " a" * 30_000 + "}", "50000 characters"),
    "tokens before depth": ("{ me { id " + "... { id } " * 600, "2000 tokens"),
    "limits before rules": ("{ me { id " + "@unknown " * 4 + "} }", "3 directives"),
    "limits before the closed schema": ("{ __schema { " + "types " * 21 + "} }", "20 times"),
}


@pytest.mark.parametrize("case", IN_ORDER)
def test_what_is_cheaper_to_find_out_is_found_out_first(case: str) -> None:
    text, found = IN_ORDER[case]

    [error] = read(text, is_open=False).errors

    assert found in error.message


def test_a_name_that_no_byte_can_hold_is_no_disaster() -> None:
    assert read("{ me \ud800 }").code == "GRAPHQL_PARSE_FAILED"
