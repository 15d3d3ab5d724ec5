"""Sorting by custom fields: every kind with an order, both ways, missing values at either end."""

from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.api.crowd import LIST
from tests.api.walks import backwards, customers, forwards
from tests.conftest import Statements
from tests.tenant import Tenant, doing

Sort = dict[str, Any]

# By kind: three values, the smallest first. Two more customers have none.
VALUES: Final[dict[str, list[dict[str, Any]]]] = {
    "TEXT": [{"text": "Ábel"}, {"text": "abraham"}, {"text": "Zoë"}],
    "NUMBER": [{"number": "-10"}, {"number": "2.5"}, {"number": "10"}],
    "DATE": [{"fallsOn": "1000-01-01"}, {"fallsOn": "2026-02-28"}, {"fallsOn": "9999-12-31"}],
    "OPTION": [{"option": "L"}, {"option": "M"}, {"option": "S"}],
}
WAYS: Final[list[Sort]] = [
    {},
    {"direction": "ASC", "nulls": "FIRST"},
    {"direction": "DESC"},
    {"direction": "DESC", "nulls": "LAST"},
]


async def people(tenant: Tenant, kind: str) -> list[str]:
    """Five customers: three with values, the greatest made first, and two without."""
    options = {"options": ["S", "M", "L"]} if kind == "OPTION" else {}
    await tenant.custom_field("own", kind, **options)
    known = [
        await tenant.customer(customFields=[{"key": "own", "value": value}])
        for value in VALUES[kind][::-1]
    ]
    return [*known[::-1], await tenant.customer(), await tenant.customer()]


def order(ids: list[str], way: Sort) -> list[str]:
    """Everybody in order; ties are broken by id, in the same direction."""
    values, nulls = ids[:3], ids[3:]
    falling = way.get("direction") == "DESC"
    if falling:
        values, nulls = values[::-1], nulls[::-1]
    first = way.get("nulls", "FIRST" if falling else "LAST") == "FIRST"
    return nulls + values if first else values + nulls


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", VALUES)
async def test_a_list_is_in_order_and_its_pages_cover_everybody_once(
    tenant: Tenant, kind: str, way: Sort
) -> None:
    ids = await people(tenant, kind)
    sort = [{"customField": "own", **way}]
    expected = [[each] for each in order(ids, way)]

    assert await forwards(customers(tenant, sortBy=sort), 1) == expected
    assert await backwards(customers(tenant, sortBy=sort), 1) == expected


async def test_no_stands_before_yes(tenant: Tenant) -> None:
    await tenant.custom_field("own", "BOOLEAN")
    yes, no = [
        await tenant.customer(customFields=[{"key": "own", "value": {"isTrue": truth}}])
        for truth in (True, False)
    ]

    walked = await forwards(customers(tenant, sortBy=[{"customField": "own"}]), 1)

    assert walked == [[no], [yes]]


async def test_several_fields_sort_one_after_another(tenant: Tenant) -> None:
    for key in ("size", "shade"):
        await tenant.custom_field(key, "NUMBER")
    said = {"a": (1, 2, 5), "b": (1, 2, 7), "c": (1, None, 5), "d": (None, 1, 5)}
    ids = {}
    for name, (size, shade, points) in said.items():
        values = [("size", size), ("shade", shade)]
        own = [{"key": k, "value": {"number": v}} for k, v in values if v is not None]
        ids[name] = await tenant.customer(customFields=own, loyaltyPoints=points)
    sort = [
        {"field": "STATUS"},
        {"customField": "size"},
        {"customField": "shade", "nulls": "FIRST"},
        {"field": "LOYALTY_POINTS", "direction": "DESC"},
    ]

    expected = [[ids[name]] for name in "cbad"]
    assert await forwards(customers(tenant, sortBy=sort), 1) == expected
    assert await backwards(customers(tenant, sortBy=sort), 1) == expected


async def test_a_search_can_be_filtered_and_sorted_by_custom_fields(tenant: Tenant) -> None:
    await tenant.custom_field("size", "NUMBER")
    a, b, _ = [
        await tenant.customer(
            firstName="Ana", customFields=[{"key": "size", "value": {"number": size}}]
        )
        for size in (2, 1, 3)
    ]
    where = {"customFields": [{"key": "size", "number": {"lt": 3}}]}

    walked = await forwards(
        customers(tenant, search="ana", where=where, sortBy=[{"customField": "size"}]), 1
    )

    assert walked == [[b], [a]]


async def test_a_cursor_belongs_to_the_field_it_was_made_for(tenant: Tenant) -> None:
    for key in "ab":
        await tenant.custom_field(key)
    await tenant.customer()
    pages = customers(tenant, sortBy=[{"customField": "a"}])
    cursor = (await pages(first=1))["pageInfo"]["endCursor"]
    asked = "customers(sortBy: $s, after: $c) { __typename }"
    query = f"query ($s: [CustomerSort!], $c: Cursor) {{ {asked} }}"

    answer = await tenant.ask(query, s=[{"customField": "b"}], c=cursor)

    assert answer.codes == {"customers": "BAD_CURSOR"}


@pytest.mark.parametrize("sort", [{}, {"field": "TYPE", "customField": "own"}])
async def test_a_sort_is_by_one_thing(tenant: Tenant, sort: Sort) -> None:
    await tenant.custom_field("own")

    answer = await tenant.ask(LIST, sortBy=[sort])

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["sortBy"]}


@pytest.mark.parametrize("key", ["money", "texts", "hidden", "retired", "nothing", ""])
async def test_what_has_no_order_is_refused(tenant: Tenant, key: str) -> None:
    await tenant.custom_field("money", "MONEY")
    await tenant.custom_field("texts", "TEXTS")
    await tenant.custom_field("hidden", isFilterable=False)
    retired = await tenant.custom_field("retired")
    await tenant.ask(doing("customFieldRetire"), input={"id": retired})

    answer = await tenant.ask(LIST, sortBy=[{"customField": key}])

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["sortBy", "customField"]}


async def test_custom_fields_need_the_right_to_see_persons(tenant: Tenant) -> None:
    await tenant.custom_field("own")

    answer = await tenant.ask(LIST, by=(Role.OPERATOR,), sortBy=[{"customField": "own"}])

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "FORBIDDEN", "field": ["sortBy", "customField"]}


async def test_a_sort_costs_one_statement_more(tenant: Tenant, statements: Statements) -> None:
    await tenant.custom_field("own")
    await tenant.customer()
    statements.clear()

    await tenant.ask(LIST, sortBy=[{"customField": "own"}])

    assert len(statements) == 2, "\n\n".join(statements)


@pytest.mark.parametrize("way", WAYS)
async def test_a_filter_of_the_same_field_leaves_only_those_with_a_value(
    tenant: Tenant, way: Sort
) -> None:
    ids = await people(tenant, "NUMBER")
    sort = [{"customField": "own", **way}]
    there = [each for each in order(ids, way) if each in ids[:3]]

    for said, wanted in (
        ({"number": {"gte": "2.5"}}, [each for each in there if each != ids[0]]),
        ({"number": {"gt": "-10", "lt": "10"}}, [ids[1]]),
        ({"isNull": False}, there),
        ({"number": {"in": ["10", "-10"]}}, [each for each in there if each != ids[1]]),
    ):
        where = {"customFields": [{"key": "own", **said}]}
        pages = customers(tenant, where=where, sortBy=sort)
        assert await forwards(pages, 1) == [[each] for each in wanted], said
        assert await backwards(pages, 1) == [[each] for each in wanted], said
        assert (await pages())["totalCount"] == {"value": len(wanted), "isExact": True}, said


async def test_a_filter_that_may_hold_without_the_field_keeps_those_without(
    tenant: Tenant,
) -> None:
    ids = await people(tenant, "NUMBER")
    least = {"customFields": [{"key": "own", "number": {"lt": "0"}}]}
    missing = {"customFields": [{"key": "own", "isNull": True}]}
    sort = [{"customField": "own"}]

    either = customers(tenant, where={"or": [least, missing]}, sortBy=sort)
    other = customers(tenant, where={"not": least}, sortBy=sort)
    nobody = customers(tenant, where={"and": [least, missing]}, sortBy=sort)

    assert await forwards(either, 1) == [[ids[0]], [ids[3]], [ids[4]]]
    assert await forwards(other, 1) == [[each] for each in ids[1:]]
    assert await forwards(nobody, 1) == [[]]
