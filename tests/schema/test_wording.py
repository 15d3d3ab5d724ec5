"""What is said of a request that does not fit holds no value of it."""

from time import perf_counter
from typing import Any

import pytest
from graphql import GraphQLError, parse, validate
from graphql.execution import get_variable_values

from schema.wording import without_values
from tests.house.graph import GRAPH

SECRET = "ana.pop@example.com"
CREATE = "mutation ($i: CustomerCreateInput!) { customerCreate(input: $i) { userErrors { code } } }"
ADD = "mutation ($i: AddressCreateInput!) { addressCreate(input: $i) { userErrors { code } } }"
FIND = "query ($i: CustomerIdentifier!) { customerByIdentifier(identifier: $i) { id } }"
LITERAL = "mutation { customerCreate(input: %s) { userErrors { code } } }"
NO_VALUE = "at .gender: There is no such value in 'Gender' enum."
NO_OBJECT = "Expected value of type 'CustomerCreateInput' to be an object."
UNKNOWN = "Expected value of type 'CustomerCreateInput' not to include unknown field"
NEAR = f"{UNKNOWN} 'emial'. Did you mean 'email'?"


def told_of_variable(document: str, value: Any) -> list[str]:
    """What is said of a variable, after the words that name it."""
    (operation,) = parse(document).definitions
    wrong = get_variable_values(GRAPH, operation.variable_definitions, {"i": value})  # type: ignore[attr-defined]  # it is an operation
    assert isinstance(wrong, list)
    told = [without_values(error.message) for error in wrong]
    return [each.removeprefix("Variable '$i' has invalid value").lstrip(": ") for each in told]


def told_of_document(text: str) -> list[str]:
    """What is said of a document."""
    try:
        wrong = validate(GRAPH, parse(text))
    except GraphQLError as error:
        wrong = [error]
    return [without_values(error.message) for error in wrong]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (SECRET, NO_OBJECT),
        ([SECRET], NO_OBJECT),
        ({SECRET: 1}, f"{UNKNOWN}."),
        ({f"a', found: {SECRET}": 1}, f"{UNKNOWN} 'a'."),
        ({f"a'. Found: {SECRET}": 1}, f"{UNKNOWN} 'a'."),
        ({f"a'\n, found: {SECRET}": 1}, f"{UNKNOWN}."),
        ({"x" * 65: 1}, f"{UNKNOWN}."),
        ({"ș": 1}, f"{UNKNOWN}."),
        ({"emial": SECRET}, NEAR),
        ({"fax": SECRET}, f"{UNKNOWN} 'fax'."),
        ({"gender": SECRET}, NO_VALUE),
        ({"gender": f"x' does not exist in {SECRET}"}, NO_VALUE),
        ({"gender": [SECRET]}, "at .gender: Enum 'Gender' cannot represent non-string value."),
    ],
)
def test_a_variable_is_not_repeated(value: Any, told: str) -> None:
    assert told_of_variable(CREATE, value) == [told]


def test_what_is_missing_is_named_and_what_is_there_is_not() -> None:
    missing = ("customerId", "type", "line1", "postalCode", "countryCode")

    told = told_of_variable(ADD, {"city": SECRET})

    assert told == [
        f"Expected value of type 'AddressCreateInput' to include required field '{name}'."
        for name in missing
    ]


def test_what_holds_no_value_is_said_as_it_is() -> None:
    exactly_one = (
        "Within OneOf Input Object type 'CustomerIdentifier', exactly one field must be specified,"
        " and the value for that field must be non-null."
    )

    assert told_of_variable(FIND, {"id": "x", "email": SECRET}) == [exactly_one]
    assert told_of_document("{ custommer }") == [
        (
            "Cannot query field 'custommer' on type 'Query'. Did you mean 'customer', 'customers',"
            " or 'customField'?"
        )
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LITERAL % f'"{SECRET}"', NO_OBJECT),
        (LITERAL % f'{{ fax: "{SECRET}" }}', f"{UNKNOWN} 'fax'."),
        (LITERAL % f'{{ emial: "{SECRET}" }}', NEAR),
        (LITERAL % f'{{ gender: "{SECRET}" }}', "Enum 'Gender' cannot represent non-enum value."),
        (LITERAL % "{ gender: ANA_POP }", "There is no such value in 'Gender' enum."),
        (f'{{ "{SECRET}" }}', "Syntax Error: Expected Name, found String."),
        (f'{{ """{SECRET}""" }}', "Syntax Error: Expected Name, found BlockString."),
        ("{ 4711 }", "Syntax Error: Expected Name, found Int."),
        ("{ 4711.5 }", "Syntax Error: Expected Name, found Float."),
        ("4711", "Syntax Error: Unexpected Int."),
        (f'query "{SECRET}" {{ a }}', "Syntax Error: Expected '{', found String."),
        ("{ a(", "Syntax Error: Expected Name, found <EOF>."),
        ("{ node(id }", "Syntax Error: Expected ':', found '}'."),
    ],
)
def test_a_document_is_not_repeated(text: str, told: str) -> None:
    assert told_of_document(text) == [told]


@pytest.mark.parametrize(
    "begun",
    [
        "Value '",
        "unknown field '",
        "cannot represent non-",
        "Syntax Error: String ",
        ", found",
        ": ",
    ],
)
def test_no_message_takes_long(begun: str) -> None:
    message = begun * (256 * 1024 // len(begun))

    started = perf_counter()
    without_values(message)

    assert perf_counter() - started < 0.1
