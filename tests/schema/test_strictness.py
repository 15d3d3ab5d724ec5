"""GraphQL's own scalars are as strict as ours, and none repeats what it was given."""

from typing import Any

import pytest
from graphql import GraphQLError, GraphQLScalarType

from tests.house.graph import GRAPH
from tests.tenant import Tenant, doing

CONTROL = "Use no control characters but new lines and tabs, and no half characters."
STRING = "Write a string."
WHOLE = "Write a whole number of at most 32 bits."
TRUTH = "Write true or false."
JSON_WITH = """
mutation ($text: String, $all: JSON, $none: Int) {
  customerCreate(
    input: {
      userId: "7"
      preferences: { custom: { a: $text, b: [$text, $none, 1.5], c: $all, d: $none } }
    }
  ) {
    customer { preferences { custom } }
    userErrors { code }
  }
}"""

NUMBER = """
mutation {
  customerCreate(input: { preferences: { custom: { n: [%s] } } }) { userErrors { code } }
}"""


@pytest.mark.parametrize(
    ("field", "value", "advice"),
    [
        ("firstName", 4711, STRING),
        ("firstName", {"secret": 4711}, STRING),
        ("firstName", ["Ana"], STRING),
        ("email", 4711, STRING),
        ("avatarUrl", False, STRING),
        ("bornOn", 4711, STRING),
        ("loyaltyPoints", 10**11 + 4711, WHOLE),
        ("loyaltyPoints", 10**30 + 4711, WHOLE),
        ("loyaltyPoints", "7", WHOLE),
        ("loyaltyPoints", 4711.5, WHOLE),
        ("loyaltyPoints", True, WHOLE),
        ("marketingOptIn", 4711, TRUTH),
        ("marketingOptIn", "true", TRUTH),
    ],
)
async def test_a_value_of_another_kind_is_refused_and_not_repeated(
    tenant: Tenant, field: str, value: Any, advice: str
) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(doing("customerCreate"), input={"lastName": "Pop", field: value})

    assert answer.status == 400
    assert answer.body == {
        "errors": [
            {
                "message": f"Variable '$input' has invalid value at .{field}: {advice}",
                "locations": [{"line": 1, "column": 11}],
                "extensions": {"code": "BAD_USER_INPUT"},
            }
        ]
    }
    assert await tenant.contents() == before


async def test_a_literal_of_json_may_hold_variables(tenant: Tenant) -> None:
    answer = await tenant.ask(JSON_WITH, text="one\r\ntwo", all={"a b": [True, None]})

    assert answer.payload() == {
        "customer": {
            "preferences": {
                "custom": {
                    "a": "one\ntwo",
                    "b": ["one\ntwo", None, 1.5],
                    "c": {"a b": [True, None]},
                }
            }
        },
        "userErrors": [],
    }


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 5000])
async def test_a_literal_of_json_holds_only_finite_numbers(tenant: Tenant, number: str) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(NUMBER % number)

    assert [error["message"] for error in answer.body["errors"]] == ["Use finite numbers."]
    assert await tenant.contents() == before


def test_no_scalar_is_left_out() -> None:
    kinds = [kind for kind in GRAPH.type_map.values() if isinstance(kind, GraphQLScalarType)]

    lax = []
    for kind in kinds:
        try:
            lax.append((kind.name, kind.coerce_input_value("\x00")))
        except GraphQLError as error:
            lax += [] if error.message == CONTROL else [(kind.name, error.message)]

    assert {"Boolean", "Date", "ID", "Int", "JSON", "String"} < {kind.name for kind in kinds}
    assert lax == []
