"""Groups of customers: who is in which, what is said of each, and who may ask."""

from datetime import datetime
from typing import Any, Final

import pytest
from graphql import GraphQLEnumType

from auth.scopes import Role
from schema.root import schema
from tests.api.crowd import Crowd
from tests.api.groups import Found, ask, groups, listed
from tests.tenant import Tenant, doing, kept

TAGS: Final = """
{ customerGroups(by: [{field: TAG}], sortBy: {field: KEY}) {
  groups { count keys { field label tag { label priority } } } total { count }
} }"""
NO_FIGURES: Final = """
query ($field: CustomerGroupField!) { customerGroups(by: [{field: $field}]) {
  groups { keys { value } } total { __typename } isComplete
} }"""
KNOWN_AT: Final = "update customers set created_at = $3 where tenant_id = $1 and id = $2"
# By field: everybody of the crowd, in groups.
CROWD: Final[dict[str, Found]] = {
    "BORN_MONTH": [(None, 2), ("01", 1), ("02", 1)],
    "BORN_YEAR": [(None, 2), ("1984", 1), ("1990", 1)],
    "CITY": [("Berlin", 1), ("Iași", 1), ("Oslo", 1), (None, 1)],
    "COUNTRY_CODE": [("DE", 1), ("NO", 1), ("RO", 1), (None, 1)],
    "GENDER": [(None, 2), ("FEMALE", 1), ("MALE", 1)],
    "KIND": [("INDIVIDUAL", 3), ("CORPORATE", 1)],
    "LOYALTY_TIER": [("NEW", 2), ("GOLD", 1), ("PLATINUM", 1)],
    "MARKETING_OPT_IN": [("false", 3), ("true", 1)],
    "NATIONALITY": [(None, 2), ("MA", 1), ("RO", 1)],
    "NEWSLETTER_SUBSCRIBED": [("false", 3), ("true", 1)],
    "PREFERRED_CHANNEL": [(None, 2), ("EMAIL", 1), ("SMS", 1)],
    "PREFERRED_LANGUAGE": [(None, 2), ("nb", 1), ("ro", 1)],
    "REGION": [(None, 2), ("Moldova", 1), ("Oslo_50%", 1)],
    "STATUS": [("ACTIVE", 2), ("BLOCKED", 1), ("INACTIVE", 1)],
    "TYPE": [("RETAIL", 2), ("VIP", 1), ("WHOLESALE", 1)],
}
PERIODS: Final[dict[str, Found]] = {
    "CREATED_DAY": [("2026-01-31", 2), ("2026-02-01", 1), ("2027-01-01", 1)],
    "CREATED_MONTH": [("2026-01", 2), ("2026-02", 1), ("2027-01", 1)],
    "CREATED_YEAR": [("2026", 3), ("2027", 1)],
}
PERSONAL: Final = (
    *("BORN_MONTH", "BORN_YEAR", "CITY", "COUNTRY_CODE", "GENDER", "NATIONALITY", "REGION"),
)
WRONG: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "no field": ({"fields": ()}, "Group by 1 to 3 fields."),
    "four fields": ({"fields": ("KIND", "TYPE", "STATUS", "CITY")}, "Group by 1 to 3 fields."),
    "a field twice": (
        {"fields": ("KIND", "KIND")},
        "Group by each field once, and by one period at most.",
    ),
    "two periods": (
        {"fields": ("CREATED_YEAR", "CREATED_MONTH")},
        "Group by each field once, and by one period at most.",
    ),
    "no group": ({"fields": ("KIND",), "first": 0}, "first must be between 1 and 500."),
    "too many groups": ({"fields": ("KIND",), "first": 501}, "first must be between 1 and 500."),
}


async def neighbours(tenant: Tenant) -> None:
    """Four people who became known shortly before or after a month began in Morocco."""
    await tenant.rows("update tenants set time_zone = 'Africa/Casablanca' where id = $1")
    for instant in ("2026-01-31T00:30", "2026-01-31T22:30", "2026-01-31T23:30", "2026-12-31T23:30"):
        one = kept(await tenant.customer(firstName="Nour"))
        await tenant.rows(KNOWN_AT, one, datetime.fromisoformat(f"{instant}Z"))


def test_every_field_has_a_case() -> None:
    fields = schema._schema.type_map["CustomerGroupField"]
    assert isinstance(fields, GraphQLEnumType)

    assert CROWD.keys() | PERIODS.keys() | {"TAG"} == fields.values.keys()


@pytest.mark.parametrize("field", CROWD)
async def test_everybody_is_in_the_group_of_their_value(crowd: Crowd, field: str) -> None:
    answer = await ask(crowd.tenant, field)

    assert listed(answer) == CROWD[field]
    assert answer.data["customerGroups"]["total"] == {"count": 4}
    assert answer.data["customerGroups"]["isComplete"] is True


@pytest.mark.parametrize("field", ["TYPE", "TAG", "CREATED_YEAR"])
async def test_groups_are_told_without_a_figure_too(
    crowd: Crowd, other_tenant: Tenant, field: str
) -> None:
    found = [{"keys": [{"value": value}]} for value, _ in await groups(crowd.tenant, field)]

    answers = [await each.ask(NO_FIGURES, field=field) for each in (crowd.tenant, other_tenant)]

    total = {"__typename": "CustomerFigures"}
    told = [{"groups": each, "total": total, "isComplete": True} for each in (found, [])]
    assert [answer.body for answer in answers] == [{"data": {"customerGroups": t}} for t in told]


@pytest.mark.parametrize("search", [None, "nour"])
@pytest.mark.parametrize("field", PERIODS)
async def test_a_period_begins_in_the_zone_of_the_tenant(
    tenant: Tenant, field: str, search: str | None
) -> None:
    await neighbours(tenant)

    assert await groups(tenant, field, search=search) == PERIODS[field]


@pytest.mark.parametrize("search", [None, "nour"])
async def test_nobody_is_lost_where_midnight_comes_twice(
    tenant: Tenant, search: str | None
) -> None:
    await tenant.rows("update tenants set time_zone = 'Atlantic/Azores' where id = $1")
    for instant in ("2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T01:30"):
        one = kept(await tenant.customer(firstName="Nour"))
        await tenant.rows(KNOWN_AT, one, datetime.fromisoformat(f"{instant}Z"))

    answer = await ask(tenant, "CREATED_DAY", search=search)

    assert listed(answer) == [("2026-10-25", 2), ("2026-10-24", 1)]
    assert answer.data["customerGroups"]["total"] == {"count": 3}


async def test_a_period_and_a_field_go_together(tenant: Tenant) -> None:
    await neighbours(tenant)
    await tenant.rows(
        "update customers set type = 'VIP' where tenant_id = $1 and created_at ="
        " '2026-01-31T22:30Z'"
    )

    found = await groups(tenant, "TYPE", "CREATED_MONTH", sortBy={"field": "KEY"})

    assert found == [
        ("RETAIL", "2026-01", 1),
        ("RETAIL", "2026-02", 1),
        ("RETAIL", "2027-01", 1),
        ("VIP", "2026-01", 1),
    ]


async def test_who_wears_two_tags_is_in_two_groups_and_counted_once(crowd: Crowd) -> None:
    answer = await crowd.tenant.ask(TAGS)

    early, vip = answer.data["customerGroups"]["groups"]
    assert early["keys"] == [
        {"field": "TAG", "label": "early", "tag": {"label": "early", "priority": 0}}
    ]
    assert (early["count"], vip["count"], vip["keys"][0]["label"]) == (2, 2, "vip")
    assert answer.data["customerGroups"]["total"] == {"count": 4}


async def test_the_value_of_a_tag_is_its_id(crowd: Crowd) -> None:
    wearers = {"tags": {"any": [crowd.ids["early"]]}}
    by_tier = {"field": "KEY", "direction": "DESC"}

    assert await groups(crowd.tenant, "TAG", where=wearers) == [
        (crowd.ids["early"], 2),
        (crowd.ids["vip"], 1),
    ]
    assert await groups(crowd.tenant, "LOYALTY_TIER", "TAG", sortBy=by_tier) == [
        ("PLATINUM", crowd.ids["early"], 1),
        ("NEW", crowd.ids["vip"], 1),
        ("NEW", crowd.ids["early"], 1),
        ("GOLD", crowd.ids["vip"], 1),
    ]


async def test_the_tags_of_who_was_deleted_are_not_counted(tenant: Tenant) -> None:
    tag, other = await tenant.tag("here"), await tenant.tag("gone")
    one, two = await tenant.customer(), await tenant.customer()
    await tenant.wear(one, tag)
    await tenant.wear(two, tag, other)

    assert await groups(tenant, "TAG") == [(tag, 2), (other, 1)]
    await tenant.ask(doing("customerDelete"), input={"id": two})
    assert await groups(tenant, "TAG") == [(tag, 1)]
    assert await groups(tenant, "TAG", deleted="ONLY") == [(other, 1), (tag, 1)]


@pytest.mark.parametrize("where", [None, {"status": {"eq": "BLOCKED"}}])
async def test_nobody_is_no_group(tenant: Tenant, where: dict[str, Any] | None) -> None:
    for field in ("STATUS", "TAG", "CREATED_MONTH"):
        answer = await ask(tenant, field, where=where)
        assert answer.data["customerGroups"] == {
            "groups": [],
            "isComplete": True,
            "total": {"count": 0},
        }


async def test_only_those_who_answer_are_counted(crowd: Crowd) -> None:
    where = {"or": [{"city": {"eq": "Iași"}}, {"loyaltyPoints": {"gte": 20}}]}

    assert await groups(crowd.tenant, "STATUS", where=where) == [("ACTIVE", 1), ("BLOCKED", 1)]
    assert await groups(crowd.tenant, "STATUS", search="bo") == [("INACTIVE", 1)]
    assert await groups(crowd.tenant, "STATUS", search="...") == []
    assert await groups(crowd.tenant, "CREATED_YEAR", where={"id": {"eq": crowd.ids["di"]}}) == [
        (str(datetime.now().astimezone().year), 1)
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ({"field": "COUNT"}, "BLOCKED INACTIVE ACTIVE"),
        ({"field": "COUNT", "direction": "DESC"}, "ACTIVE BLOCKED INACTIVE"),
        ({"field": "KEY"}, "ACTIVE BLOCKED INACTIVE"),
        ({"field": "KEY", "direction": "DESC"}, "INACTIVE BLOCKED ACTIVE"),
    ],
)
async def test_groups_stand_in_the_order_asked_for(
    crowd: Crowd, sort: dict[str, str], order: str
) -> None:
    found = await groups(crowd.tenant, "STATUS", sortBy=sort)
    answer = await ask(crowd.tenant, "STATUS", sortBy=sort, first=2)

    assert [value for value, _ in found] == order.split()
    assert listed(answer) == found[:2]
    assert answer.data["customerGroups"]["isComplete"] is False
    assert answer.data["customerGroups"]["total"] == {"count": 4}


@pytest.mark.parametrize("case", WRONG)
async def test_what_makes_no_sense_is_refused(tenant: Tenant, case: str) -> None:
    given, message = WRONG[case]
    asked = dict(given)

    answer = await ask(tenant, *asked.pop("fields"), **asked)

    (error,) = answer.body["errors"]
    assert (error["message"], error["extensions"]["code"]) == (message, "BAD_USER_INPUT")
    assert answer.data == {"customerGroups": None}


@pytest.mark.parametrize("field", PERSONAL)
async def test_personal_fields_need_the_right_to_see_them(crowd: Crowd, field: str) -> None:
    refused = await ask(crowd.tenant, "KIND", field, by=(Role.OPERATOR,))

    assert refused.codes == {"customerGroups": "FORBIDDEN"}
    assert listed(await ask(crowd.tenant, field, by=(Role.STAFF,))) == CROWD[field]


async def test_tags_deleted_ones_and_groups_need_their_rights(crowd: Crowd) -> None:
    for by, asked in (
        (Role.STAFF, {"fields": ("TAG",)}),
        (Role.STAFF, {"fields": ("KIND",), "deleted": "ONLY"}),
        (Role.OPERATOR, {"fields": ("KIND",), "search": "ana"}),
        (Role.OPERATOR, {"fields": ("KIND",), "where": {"city": {"eq": "Oslo"}}}),
        (Role.CUSTOMER, {"fields": ("KIND",)}),
    ):
        told: dict[str, Any] = dict(asked)
        refused = await ask(crowd.tenant, *told.pop("fields"), by=(by,), **told)
        assert (refused.data, refused.codes) == (
            {"customerGroups": None},
            {"customerGroups": "FORBIDDEN"},
        )
    assert listed(await ask(crowd.tenant, "KIND", by=(Role.OPERATOR,))) == CROWD["KIND"]


async def test_nobody_of_another_tenant_is_counted(tenant: Tenant, other_tenant: Tenant) -> None:
    await tenant.customer()
    tag = await other_tenant.tag("theirs")
    await other_tenant.wear(await other_tenant.customer(), tag)

    assert await groups(tenant, "TAG") == []
    assert await groups(tenant, "STATUS") == [("ACTIVE", 1)]
    assert await groups(tenant, "CREATED_YEAR", "KIND", where={"tags": {"any": [tag]}}) == []
