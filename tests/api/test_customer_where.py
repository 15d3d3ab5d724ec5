"""What customers can be filtered by: every field, every operator, and who may."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from auth.scopes import Role
from schema.root import schema
from tests.api.crowd import LIST, NAMES, Crowd
from tests.api.where_cases import CASES

LOGIC = {"and", "or", "not"}
# Fields of the tenant's own have operators of their own kinds: test_custom_where.
OWN = {"customFields"}

PAIRS = [(field, operator) for field, cases in CASES.items() for operator in cases]
PERSONAL = [
    "bornOn",
    "city",
    "companyName",
    "countryCode",
    "displayName",
    "email",
    "firstName",
    "gender",
    "lastName",
    "nationality",
    "phone",
    "region",
]


def said(field: str, operator: str) -> dict[str, Any]:
    value, _ = CASES[field][operator]
    return {field: {operator: value} if operator else value}


def test_every_field_and_operator_of_the_schema_has_a_case() -> None:
    where = schema._schema.type_map["CustomerWhere"]
    assert isinstance(where, GraphQLInputObjectType)
    kinds = {name: get_named_type(field.type) for name, field in where.fields.items()}

    operators = {
        name: set(kind.fields) if isinstance(kind, GraphQLInputObjectType) else {""}
        for name, kind in kinds.items()
        if name not in LOGIC | OWN
    }

    assert {field: set(cases) for field, cases in CASES.items()} == operators


@pytest.mark.parametrize(("field", "operator"), PAIRS)
async def test_an_operator_finds_whom_it_says_and_not_finds_the_others(
    crowd: Crowd, field: str, operator: str
) -> None:
    _, names = CASES[field][operator]

    assert await crowd.found(said(field, operator)) == set(names.split())
    assert await crowd.found({"not": said(field, operator)}) == {*NAMES} - set(names.split())


@pytest.mark.parametrize("field", [field for field, cases in CASES.items() if "isNull" in cases])
async def test_what_is_there_is_everything_that_is_not_missing(crowd: Crowd, field: str) -> None:
    _, missing = CASES[field]["isNull"]

    assert await crowd.found({field: {"isNull": False}}) == {*NAMES} - set(missing.split())


@pytest.mark.parametrize("field", PERSONAL)
@pytest.mark.parametrize("shape", ["plain", "and", "or", "not"])
async def test_personal_fields_need_the_right_to_see_them(
    crowd: Crowd, field: str, shape: str
) -> None:
    plain = said(field, next(iter(CASES[field])))
    where = {"and": {"and": [plain]}, "or": {"or": [plain]}, "not": {"not": plain}}

    answer = await crowd.tenant.ask(LIST, by=(Role.OPERATOR,), where=where.get(shape, plain))

    assert (answer.data, answer.codes) == (None, {"customers": "FORBIDDEN"})
