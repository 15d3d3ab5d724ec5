"""Customers put together: what each capability promises of groups, fields and suggestions."""

from tests.api.groups import ask, groups, listed
from tests.tenant import Tenant

SPENT = """
{ customerGroups(by: [{field: LOYALTY_TIER}], where: {kind: {eq: INDIVIDUAL}}) {
  groups { keys { value } count loyaltyPoints { sum average } }
  total { count loyaltyPoints { sum } }
} }"""


async def test_c028_regions_are_groups_of_customers(tenant: Tenant) -> None:
    for city in ("Fès", "Meknès", "Fès"):
        await tenant.customer(countryCode="MA", region="Fès-Meknès", city=city)
    await tenant.customer(countryCode="MA", region="Souss-Massa", city="Agadir")
    await tenant.customer(countryCode="RO", region="Alba", city="Cugir")

    moroccan = {"countryCode": {"eq": "MA"}}
    assert await groups(tenant, "REGION", where=moroccan) == [("Fès-Meknès", 3), ("Souss-Massa", 1)]
    assert await groups(tenant, "REGION", "CITY", where=moroccan) == [
        ("Fès-Meknès", "Fès", 2),
        ("Fès-Meknès", "Meknès", 1),
        ("Souss-Massa", "Agadir", 1),
    ]


async def test_c035_everybody_begins_on_the_first_step_and_steps_are_groups(
    tenant: Tenant,
) -> None:
    steps = ("BRONZE", "SILVER", "GOLD", "PLATINUM", "VIP")
    for step in steps:
        await tenant.customer(loyaltyTier=step)
    for _ in range(2):
        await tenant.customer()

    found = await groups(tenant, "LOYALTY_TIER")

    assert found[0] == ("NEW", 2)
    assert set(found[1:]) == {(step, 1) for step in steps}


async def test_g08_customers_are_grouped_and_summed_up_over_any_filter(tenant: Tenant) -> None:
    for points in (10, 30):
        await tenant.customer(loyaltyTier="GOLD", loyaltyPoints=points)
    await tenant.customer(loyaltyTier="NEW", loyaltyPoints=1)
    await tenant.customer(kind="CORPORATE", companyName="Atlas", loyaltyPoints=500)

    answer = await tenant.ask(SPENT)

    assert answer.data["customerGroups"] == {
        "groups": [
            {
                "keys": [{"value": "GOLD"}],
                "count": 2,
                "loyaltyPoints": {"sum": "40", "average": 20.0},
            },
            {
                "keys": [{"value": "NEW"}],
                "count": 1,
                "loyaltyPoints": {"sum": "1", "average": 1.0},
            },
        ],
        "total": {"count": 3, "loyaltyPoints": {"sum": "41"}},
    }


async def test_g08_groups_are_counted_beyond_those_that_are_shown(tenant: Tenant) -> None:
    for city in ("Agadir", "Fès", "Oujda"):
        await tenant.customer(city=city)

    answer = await ask(tenant, "CITY", first=2)

    assert listed(answer) == [("Agadir", 1), ("Fès", 1)]
    assert answer.data["customerGroups"]["isComplete"] is False
    assert answer.data["customerGroups"]["total"] == {"count": 3}


async def test_g07_a_builder_of_segments_is_told_what_to_filter_by(tenant: Tenant) -> None:
    query = "{ customerFilterFields { name kind operators options groupFields isSortable } }"

    answer = await tenant.ask(query)

    told = {each.pop("name"): each for each in answer.data["customerFilterFields"]}
    assert told["status"] == {
        "kind": "OPTION",
        "operators": ["eq", "in", "notIn", "isNull"],
        "options": ["ACTIVE", "INACTIVE", "BLOCKED"],
        "groupFields": ["STATUS"],
        "isSortable": True,
    }
    assert told["createdAt"]["groupFields"] == ["CREATED_DAY", "CREATED_MONTH", "CREATED_YEAR"]
    assert told["tags"]["operators"] == ["any", "all", "none"]


async def test_g07_values_are_suggested_while_somebody_types(tenant: Tenant) -> None:
    for city in ("Agadir", "Fès", "Fès", "Figuig"):
        await tenant.customer(city=city)
    query = """
    { customerValueSuggestions(field: CITY, startsWith: "f") { value count isExact } }"""

    answer = await tenant.ask(query)

    assert answer.data["customerValueSuggestions"] == [
        {"value": "Figuig", "count": 1, "isExact": True},
        {"value": "Fès", "count": 2, "isExact": True},
    ]
