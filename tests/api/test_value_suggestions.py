"""Value suggestions: what begins so, how many have it, and who may ask."""

from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.api.crowd import Crowd
from tests.conftest import Statements
from tests.tenant import Answer, Tenant, doing

SUGGEST: Final = """
query ($field: CustomerSuggestField!, $startsWith: String, $first: Int! = 10) {
  customerValueSuggestions(field: $field, startsWith: $startsWith, first: $first) {
    value count isExact
  }
}"""
# By field: all that the crowd has, then what is typed, and what is left.
CASES: Final[dict[str, tuple[str, str, str]]] = {
    "CITY": ("Berlin Iași Oslo", "os", "Oslo"),
    "COMPANY_NAME": ("Çy & Söhne", "CY & s", "Çy & Söhne"),
    "COUNTRY_CODE": ("DE NO RO", "r", "RO"),
    "NATIONALITY": ("MA RO", "m", "MA"),
    "PREFERRED_LANGUAGE": ("nb ro", "N", "nb"),
    "REGION": ("Moldova Oslo_50%", "mold", "Moldova"),
    "TAGS": ("early late vip", "VI", "vip"),
}
MANY: Final = """
insert into customers (tenant_id, id, display_name, display_name_norm, created_by, city)
select $1, gen_random_uuid(), 'Ana', 'ana', $1, 'Fès' from generate_series(1, 101)"""
LAST: Final = chr(0x10FFFF)


async def ask(tenant: Tenant, field: str, *by: Role, **asked: Any) -> Answer:
    return await tenant.ask(SUGGEST, by=by or (Role.ADMIN,), field=field, **asked)


async def values(tenant: Tenant, field: str, **asked: Any) -> list[tuple[str, int]]:
    """The values that are suggested, and how many customers have each."""
    answer = await ask(tenant, field, **asked)
    assert "errors" not in answer.body, answer.body
    found = answer.data["customerValueSuggestions"]
    assert all(each["isExact"] for each in found)
    return [(each["value"], each["count"]) for each in found]


@pytest.mark.parametrize("field", CASES)
async def test_what_begins_so_is_suggested_in_order(crowd: Crowd, field: str) -> None:
    everything, typed, left = CASES[field]
    one = 2 if field == "TAGS" else 1

    named = [value for value, _ in await values(crowd.tenant, field)]

    assert " ".join(named) == everything
    assert await values(crowd.tenant, field, startsWith=typed) == [(left, one)]
    assert await values(crowd.tenant, field, startsWith="zz") == []
    assert await values(crowd.tenant, field, startsWith=LAST) == await values(crowd.tenant, field)
    assert [value for value, _ in await values(crowd.tenant, field, first=1)] == named[:1]


async def test_how_many_have_a_value_is_counted_so_far(tenant: Tenant) -> None:
    await tenant.rows(MANY)
    await tenant.customer(city="Agadir")
    await tenant.customer(city="Agadir")

    answer = await ask(tenant, "CITY")

    assert answer.data["customerValueSuggestions"] == [
        {"value": "Agadir", "count": 2, "isExact": True},
        {"value": "Fès", "count": 100, "isExact": False},
    ]


async def test_nobody_who_was_deleted_is_counted(tenant: Tenant) -> None:
    tag = await tenant.tag("early")
    gone = await tenant.customer(city="Agadir")
    await tenant.wear(gone, tag)
    await tenant.customer(city="Fès")
    await tenant.ask(doing("customerDelete"), input={"id": gone})

    assert await values(tenant, "CITY") == [("Fès", 1)]
    assert await values(tenant, "TAGS") == [("early", 0)]


async def test_nothing_of_another_tenant_is_suggested(tenant: Tenant, other_tenant: Tenant) -> None:
    await other_tenant.wear(await other_tenant.customer(city="Fès"), await other_tenant.tag("vip"))

    assert await values(tenant, "CITY") == []
    assert await values(tenant, "TAGS", startsWith="v") == []


@pytest.mark.parametrize("first", [0, 101])
async def test_too_many_and_none_are_refused(tenant: Tenant, first: int) -> None:
    answer = await ask(tenant, "CITY", first=first)

    (error,) = answer.body["errors"]
    assert (answer.data, error["message"]) == (
        {"customerValueSuggestions": None},
        "first must be between 1 and 100.",
    )


async def test_a_beginning_that_nothing_kept_has_is_refused(tenant: Tenant) -> None:
    answer = await ask(tenant, "CITY", startsWith="a" * 256)

    (error,) = answer.body["errors"]
    assert (error["message"], error["extensions"]["field"]) == (
        "Use at most 255 characters.",
        ["startsWith"],
    )


@pytest.mark.parametrize("field", [field for field in CASES if field != "PREFERRED_LANGUAGE"])
async def test_values_need_the_right_to_see_them(crowd: Crowd, field: str) -> None:
    refused = await ask(crowd.tenant, field, Role.OPERATOR)

    assert (refused.data, refused.codes) == (
        {"customerValueSuggestions": None},
        {"customerValueSuggestions": "FORBIDDEN"},
    )


async def test_languages_need_only_the_right_to_list(crowd: Crowd) -> None:
    answer = await ask(crowd.tenant, "PREFERRED_LANGUAGE", Role.OPERATOR)

    assert [each["value"] for each in answer.data["customerValueSuggestions"]] == ["nb", "ro"]
    refused = await ask(crowd.tenant, "PREFERRED_LANGUAGE", Role.CUSTOMER)
    assert refused.codes == {"customerValueSuggestions": "FORBIDDEN"}


@pytest.mark.parametrize("field", ["CITY", "TAGS"])
async def test_suggestions_take_one_statement(
    crowd: Crowd, statements: Statements, field: str
) -> None:
    await crowd.tenant.ask("{ viewer { id } }")
    statements.clear()
    await values(crowd.tenant, field)

    assert len(statements) == 1, "\n\n".join(statements)
