"""Figures of groups: what is said of each, of everybody, and what it takes to find out."""

import os
import re
from typing import Final

import pytest

from db.base import Row
from tests.api.crowd import Crowd
from tests.conftest import Statements
from tests.tenant import Tenant

FIGURES: Final = """
query ($keys: [CustomerGroupBy!]!) { customerGroups(by: $keys) {
  total { ...figures }
  groups { keys { value } loyaltyPoints { sum min max average } lastInteraction { firstAt lastAt } }
} }
fragment figures on CustomerFigures {
  count loyaltyPoints { sum min max average } lastInteraction { firstAt lastAt }
}"""
SEVERAL: Final = """
groups: customerGroups(by: [{field: TAG}, {field: CREATED_YEAR}]) {
  isComplete total { count created { firstAt lastAt } }
  groups { count keys { field value label tag { label } } loyaltyPoints { sum average } }
}
fields: customerFilterFields { name kind options groupFields scope }
suggestions: customerValueSuggestions(field: CITY) { value count isExact }
"""
TAGS: Final = """
{ customerGroups(by: [{field: TAG}], sortBy: {field: KEY}) {
  groups { count keys { field label tag { label priority } } } total { count }
} }"""

WORN: Final = """
query ($where: CustomerWhere) { customerGroups(by: [{field: TAG}], where: $where) {
  groups { count keys { value } loyaltyPoints { sum min max average } created { firstAt lastAt } }
} }"""


async def test_figures_are_of_the_group_and_of_everybody(crowd: Crowd) -> None:
    answer = await crowd.tenant.ask(FIGURES, keys=[{"field": "TYPE"}])

    retail, vip, wholesale = answer.data["customerGroups"]["groups"]
    nobody = {"firstAt": None, "lastAt": None}
    met = {"firstAt": "2026-03-02T00:00:00.000000Z", "lastAt": "2026-03-02T00:00:00.000000Z"}
    assert retail["loyaltyPoints"] == {"sum": "0", "min": 0, "max": 0, "average": 0.0}
    assert vip["loyaltyPoints"] == {"sum": "20", "min": 20, "max": 20, "average": 20.0}
    assert (retail["lastInteraction"], wholesale["lastInteraction"]) == (nobody, met)
    assert answer.data["customerGroups"]["total"] == {
        "count": 4,
        "loyaltyPoints": {"sum": "30", "min": 0, "max": 20, "average": 7.5},
        "lastInteraction": {"firstAt": "2026-03-01T00:00:00.000000Z", "lastAt": met["lastAt"]},
    }


async def test_figures_of_tags_count_everybody_once(crowd: Crowd) -> None:
    answer = await crowd.tenant.ask(FIGURES, keys=[{"field": "TAG"}])

    sums = [each["loyaltyPoints"]["sum"] for each in answer.data["customerGroups"]["groups"]]
    assert sums == ["20", "10"]
    assert answer.data["customerGroups"]["total"]["loyaltyPoints"]["sum"] == "30"


async def test_a_sum_may_be_more_than_an_int_holds(tenant: Tenant) -> None:
    for _ in range(3):
        await tenant.customer(loyaltyPoints=1_000_000_000)

    answer = await tenant.ask(FIGURES, keys=[{"field": "KIND"}])

    (group,) = answer.data["customerGroups"]["groups"]
    most = 1_000_000_000
    assert group["loyaltyPoints"] == {
        "sum": "3000000000",
        "min": most,
        "max": most,
        "average": float(most),
    }


@pytest.mark.parametrize("field", ["STATUS", "TAG", "CREATED_DAY"])
async def test_groups_take_one_statement_and_their_tags_one_more(
    crowd: Crowd, statements: Statements, field: str
) -> None:
    await crowd.tenant.ask("{ viewer { id } }")
    statements.clear()
    await crowd.tenant.ask(FIGURES, keys=[{"field": field}])
    assert len(statements) == 1, "\n\n".join(statements)

    statements.clear()
    await crowd.tenant.ask(TAGS)
    assert len(statements) == 2, "\n\n".join(statements)


async def test_whoever_asks_for_tags_alone_reads_no_customers(
    crowd: Crowd, statements: Statements
) -> None:
    statements.clear()

    whole = await crowd.tenant.ask(WORN)
    some = await crowd.tenant.ask(WORN, where={"loyaltyPoints": {"gte": 0}})

    kept = set(Row.metadata.tables)
    read = [kept & set(re.findall(r"(?:FROM|JOIN) (\w+)", line)) for line in statements]
    assert whole.data["customerGroups"]["groups"] == some.data["customerGroups"]["groups"] != []
    # graphql-core asks for everybody too, who are counted once.
    others = set() if os.environ.get("ENGINE") != "false" else {"customers"}
    assert read == [{"customer_tags", "tags"} | others, {"customer_tags", "tags", "customers"}]


async def test_a_figure_nobody_asks_for_is_not_worked_out(
    crowd: Crowd, statements: Statements
) -> None:
    statements.clear()
    await crowd.tenant.ask("{ customerGroups(by: [{field: KIND}]) { groups { count } } }")
    await crowd.tenant.ask(
        "{ customerGroups(by: [{field: KIND}]) { groups { loyaltyPoints { sum } } } }"
    )

    count, points = [each for each in statements if "groups" in each]
    # graphql-core asks for whole rows, and so for every figure; the engine for what is shown.
    by_engine = os.environ.get("ENGINE") != "false"
    assert ("loyalty_points" in count) is not by_engine
    assert ("UNION" in count + points) is not by_engine
    assert "loyalty_points" in points
    assert ("last_interaction_at" in points) is not by_engine


async def test_groups_are_the_same_beside_whom_graphql_core_fetches(crowd: Crowd) -> None:
    alone = f"{{ {SEVERAL} }}"
    many = " ".join(f'c{n}: customer(id: "{crowd.ids["ana"]}") {{ id }}' for n in range(9))

    beside = await crowd.tenant.ask(f"{{ {SEVERAL} {many} }}")

    assert "errors" not in beside.body, beside.body
    found = {name: value for name, value in beside.data.items() if not name.startswith("c")}
    assert found == (await crowd.tenant.ask(alone)).data
