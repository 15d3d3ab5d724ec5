"""An answer that says what is wrong with a request repeats no value of it."""

import pytest

from tests.tenant import Tenant, doing

SECRET = "ana.pop@example.com"
NO_OBJECT = "Expected value of type 'CustomerCreateInput' to be an object."
NO_VALUE = "There is no such value in 'Gender' enum."
UNKNOWN = "Expected value of type 'CustomerCreateInput' not to include unknown field."
LITERAL = "mutation { customerCreate(input: %s) { userErrors { code } } }"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (SECRET, f": {NO_OBJECT}"),
        ({SECRET: 1}, f": {UNKNOWN}"),
        ({"gender": SECRET}, f" at .gender: {NO_VALUE}"),
        ({"lastName": [SECRET]}, " at .lastName: Write a string."),
        ({"bornOn": SECRET}, " at .bornOn: Write a day as 2027-01-31."),
    ],
    ids=["object", "field", "enum", "string", "day"],
)
async def test_a_variable_is_not_repeated(tenant: Tenant, given: object, told: str) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(doing("customerCreate"), input=given)

    (error,) = answer.body["errors"]
    assert error["message"] == f"Variable '$input' has invalid value{told}"
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert SECRET not in str(answer.body)
    assert await tenant.contents() == before


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (LITERAL % f'"{SECRET}"', NO_OBJECT),
        (LITERAL % f'{{ gender: "{SECRET}" }}', "Enum 'Gender' cannot represent non-enum value."),
        (LITERAL % f'{{ loyaltyPoints: "{SECRET}" }}', "Write a whole number of at most 32 bits."),
        (f'{{ "{SECRET}" }}', "Syntax Error: Expected Name, found String."),
    ],
    ids=["object", "enum", "number", "syntax"],
)
async def test_a_document_is_not_repeated(tenant: Tenant, document: str, told: str) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(document)

    assert [error["message"] for error in answer.body["errors"]] == [told]
    assert SECRET not in str(answer.body)
    assert await tenant.contents() == before
