"""What customers can be sorted by: every field, both ways, with missing values at either end."""

from typing import Any

import pytest
from graphql import GraphQLEnumType

from auth.scopes import Role
from schema.root import schema
from tests.api.crowd import LIST, Crowd
from tests.api.walks import backwards, customers, forwards

Sort = dict[str, str]

# Who has the smallest value, the next one, and so on; and who has none.
ORDERS = {
    "BORN_ON": ("ana bo", "cy di"),
    "COMPANY_NAME": ("cy", "ana bo di"),
    "CREATED_AT": ("ana bo cy di", ""),
    "DISPLAY_NAME": ("ana bo cy di", ""),
    "EMAIL": ("ana bo", "cy di"),
    "FIRST_NAME": ("ana bo", "cy di"),
    "LAST_INTERACTION_AT": ("cy bo", "ana di"),
    "LAST_NAME": ("bo ana", "cy di"),
    "LOYALTY_POINTS": ("ana di bo cy", ""),
    "STATUS": ("ana di cy bo", ""),
    "TYPE": ("ana di cy bo", ""),
    "UPDATED_AT": ("ana bo cy di", ""),
}
WAYS: list[Sort] = [
    {},
    {"direction": "ASC", "nulls": "LAST"},
    {"direction": "ASC", "nulls": "FIRST"},
    {"direction": "DESC"},
    {"direction": "DESC", "nulls": "FIRST"},
    {"direction": "DESC", "nulls": "LAST"},
]
SEVERAL: list[tuple[list[Sort], str]] = [
    ([], "di cy bo ana"),
    ([{"field": "STATUS"}, {"field": "LOYALTY_POINTS", "direction": "DESC"}], "di ana cy bo"),
    ([{"field": "TYPE", "direction": "DESC"}, {"field": "FIRST_NAME"}], "bo cy ana di"),
    (
        [{"field": "TYPE", "direction": "DESC"}, {"field": "FIRST_NAME", "nulls": "FIRST"}],
        "bo cy di ana",
    ),
    ([{"field": "EMAIL"}, {"field": "EMAIL", "direction": "DESC"}], "ana bo di cy"),
    ([{"field": each} for each in ("STATUS", "TYPE", "EMAIL", "CREATED_AT")], "ana di cy bo"),
]
PERSONAL = ["BORN_ON", "COMPANY_NAME", "DISPLAY_NAME", "EMAIL", "FIRST_NAME", "LAST_NAME"]


def order(field: str, way: Sort) -> list[str]:
    """Everybody in the order of a field; ties are broken by id, in the same direction."""
    values, nulls = (names.split() for names in ORDERS[field])
    falling = way.get("direction") == "DESC"
    if falling:
        values, nulls = values[::-1], nulls[::-1]
    first = way.get("nulls", "FIRST" if falling else "LAST") == "FIRST"
    return nulls + values if first else values + nulls


def test_every_field_of_the_schema_has_an_order() -> None:
    fields = schema._schema.type_map["CustomerSortField"]

    assert isinstance(fields, GraphQLEnumType)
    assert set(ORDERS) == set(fields.values)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("field", ORDERS)
async def test_a_list_is_in_order_and_its_pages_cover_everybody_once(
    crowd: Crowd, field: str, way: Sort
) -> None:
    sort = [{"field": field, **way}]
    expected = [[crowd.ids[name]] for name in order(field, way)]

    assert await crowd.listed(sortBy=sort) == order(field, way)
    assert await forwards(customers(crowd.tenant, sortBy=sort), 1) == expected
    assert await backwards(customers(crowd.tenant, sortBy=sort), 1) == expected


@pytest.mark.parametrize(("sort", "names"), SEVERAL)
async def test_several_fields_sort_one_after_another(
    crowd: Crowd, sort: list[Sort], names: str
) -> None:
    expected = [[crowd.ids[name]] for name in names.split()]

    assert await crowd.listed(sortBy=sort) == names.split()
    assert await forwards(customers(crowd.tenant, sortBy=sort), 1) == expected
    assert await backwards(customers(crowd.tenant, sortBy=sort), 1) == expected


async def test_a_search_can_be_sorted_and_filtered(crowd: Crowd) -> None:
    by_points = [{"field": "LOYALTY_POINTS", "direction": "DESC"}]
    with_points: dict[str, Any] = {"loyaltyPoints": {"gte": 0}}

    found = await crowd.listed(search="oslo crm", sortBy=by_points)
    everybody = await crowd.listed(search="an", sortBy=by_points, where=with_points)

    assert (found, everybody) == ([], ["bo", "ana"])


@pytest.mark.parametrize("field", PERSONAL)
async def test_personal_fields_need_the_right_to_see_them(crowd: Crowd, field: str) -> None:
    sort = [{"field": "STATUS"}, {"field": field}]

    answer = await crowd.tenant.ask(LIST, by=(Role.OPERATOR,), sortBy=sort)

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "FORBIDDEN", "field": ["sortBy"]}


@pytest.mark.parametrize("field", sorted(set(ORDERS) - set(PERSONAL)))
async def test_other_fields_do_not(crowd: Crowd, field: str) -> None:
    answer = await crowd.tenant.ask(LIST, by=(Role.OPERATOR,), sortBy=[{"field": field}])

    ids = [node["id"] for node in answer.data["customers"]["nodes"]]
    assert ids == [crowd.ids[name] for name in order(field, {})]


async def test_more_than_four_fields_are_refused(crowd: Crowd) -> None:
    answer = await crowd.tenant.ask(LIST, sortBy=[{"field": "STATUS"}] * 5)

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["sortBy"]}


@pytest.mark.parametrize("field", ["status", "PASSWORD", ""])
async def test_what_is_no_field_cannot_be_sorted_by(crowd: Crowd, field: str) -> None:
    answer = await crowd.tenant.ask(LIST, sortBy=[{"field": field}])

    assert (answer.status, answer.codes) == (400, {"": "BAD_USER_INPUT"})
