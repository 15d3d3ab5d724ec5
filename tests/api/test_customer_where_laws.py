"""What holds for every filter: how criteria combine, how far back goes, what is too much."""

from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.scopes import Role
from tests.api.crowd import LIST, NAMES, Crowd
from tests.api.where_cases import CASES
from tests.conftest import Statements

Where = dict[str, Any]
Said = tuple[Where, set[str]]

EVERYBODY = set(NAMES)
LEAVES = [
    ({field: {operator: value} if operator else value}, set(names.split()))
    for field, cases in CASES.items()
    for operator, (value, names) in cases.items()
]


def all_of(parts: list[Said]) -> Said:
    return {"and": [where for where, _ in parts]}, EVERYBODY.intersection(*(f for _, f in parts))


def any_of(parts: list[Said]) -> Said:
    found: set[str] = set()
    return {"or": [where for where, _ in parts]}, found.union(*(f for _, f in parts))


def none_of(part: Said) -> Said:
    return {"not": part[0]}, EVERYBODY - part[1]


def together(parts: list[Said]) -> Said:
    """Fields that are said side by side all have to hold."""
    side_by_side: Where = {}
    found = EVERYBODY
    for where, who in parts:
        if side_by_side.keys().isdisjoint(where):
            side_by_side |= where
            found = found & who
    return side_by_side, found


def combined(inner: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    several = st.lists(inner, max_size=3)
    return several.map(all_of) | several.map(any_of) | inner.map(none_of) | several.map(together)


FILTERS = st.recursive(st.sampled_from(LEAVES), combined, max_leaves=6)
LIGHTLY = settings(
    max_examples=60,
    deadline=None,
    database=None,
    # The crowd is only looked at: one is enough for all examples.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIGHTLY
@given(said=FILTERS)
async def test_criteria_combine_as_sets_do(crowd: Crowd, said: Said) -> None:
    where, names = said

    assert await crowd.found(where) == names


@LIGHTLY
@given(said=FILTERS)
async def test_a_filter_and_its_opposite_part_everybody(crowd: Crowd, said: Said) -> None:
    where, _ = said

    holds, fails = await crowd.found(where), await crowd.found({"not": where})

    assert (holds | fails, holds & fails) == (EVERYBODY, set())


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (None, "ana bo cy di"),
        ({}, "ana bo cy di"),
        ({"and": []}, "ana bo cy di"),
        ({"or": []}, ""),
        ({"or": [{}]}, "ana bo cy di"),
        ({"not": {}}, ""),
        ({"not": {"not": {"city": {"eq": "Oslo"}}}}, "bo"),
        ({"not": None, "or": None, "city": None}, "ana bo cy di"),
        ({"city": {}}, "ana bo cy di"),
        ({"city": {"eq": None, "startsWith": "O"}}, "bo"),
        ({"city": {"in": []}}, ""),
        ({"tags": {"any": []}}, ""),
        ({"tags": {"all": []}}, "ana bo cy di"),
        ({"tags": {"none": []}}, "ana bo cy di"),
        ({"tags": {"any": ["#vip"], "none": ["#early"]}}, "bo"),
        ({"tags": {"all": ["#vip", "#vip"]}}, "ana bo"),
        ({"tags": {"all": ["#vip", "tag_x"]}}, ""),
        ({"tags": {"none": ["tag_x"]}}, "ana bo cy di"),
        ({"id": {"eq": "#vip"}}, ""),
        ({"loyaltyPoints": {"gte": 10, "lt": 20}}, "bo"),
    ],
)
async def test_the_edges_of_combining(crowd: Crowd, where: Where | None, names: str) -> None:
    assert await crowd.found(where) == set(names.split())


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ({"startsWith": ""}, "ana bo"),
        ({"contains": ""}, "ana bo"),
        ({"startsWith": "%"}, ""),
        ({"contains": "_"}, "bo"),
        ({"contains": "o_"}, "bo"),
        ({"contains": "Oslo%"}, ""),
        ({"startsWith": "Oslo_5"}, "bo"),
        ({"startsWith": "Osloo5"}, ""),
        ({"eq": "Oslo%50%"}, ""),
        ({"contains": "\\"}, ""),
        ({"startsWith": "Moldova'; drop table customers"}, ""),
    ],
)
async def test_a_text_means_itself_and_no_pattern(
    crowd: Crowd, piece: dict[str, str], names: str
) -> None:
    assert await crowd.found({"region": piece}) == set(names.split())


@pytest.mark.parametrize("operator", ["startsWith", "contains"])
async def test_a_number_of_which_nothing_can_be_dialled_is_nobodys(
    crowd: Crowd, operator: str
) -> None:
    assert await crowd.found({"phone": {operator: "abc"}}) == set()
    assert await crowd.found({"phone": {operator: ""}}) == {"ana", "bo"}


@pytest.mark.parametrize(
    ("duration", "recent"),
    [
        ({}, ""),
        ({"hours": 2}, "di"),
        ({"days": 1}, "di"),
        ({"days": 1, "hours": 2}, "cy di"),
        ({"hours": 26}, "cy di"),
        ({"months": 1}, "cy di"),
        ({"months": 2}, "bo cy di"),
        ({"months": 1, "days": 20}, "bo cy di"),
        ({"months": 15}, "ana bo cy di"),
        ({"months": 12_000, "days": 12_000, "hours": 12_000}, "ana bo cy di"),
    ],
)
async def test_relative_dates_are_told_from_now(
    crowd: Crowd, duration: dict[str, int], recent: str
) -> None:
    within = await crowd.found({"createdAt": {"withinLast": duration}})
    older = await crowd.found({"createdAt": {"olderThan": duration}})

    assert (within, older) == (set(recent.split()), EVERYBODY - set(recent.split()))


def nested(levels: int) -> Where:
    return {"not": nested(levels - 1)} if levels else {"city": {"eq": "Oslo"}}


REFUSED_AT_THE_DOOR = [
    {"city": {"in": ["x"] * 251}},
    {"tags": {"any": ["tag_x"] * 251}},
    {"and": [{"city": {"eq": "x"}}] * 251},
]
OSLO = {"city": {"eq": "Oslo"}}
MANY: Where = {"or": [OSLO, {"city": {"in": ["x"] * 250}}, {"region": {"in": ["x"] * 250}}]}
TOO_LARGE = [
    ({"or": [{"city": {"eq": "x"}}] * 50}, "Use at most 50 criteria."),
    ({"or": [{}] * 50}, "Use at most 50 criteria."),
    ({"not": {"and": [{"city": {}}] * 49}}, "Use at most 50 criteria."),
    ({"city": {"eq": "x", "contains": "x"}, "or": [OSLO] * 48}, "Use at most 50 criteria."),
    ({"or": [{"or": [{}] * 240}] * 8}, "Use at most 50 criteria."),
    ({"and": [MANY, {"city": {"in": ["x"]}}]}, "Use at most 500 values in all lists together."),
    ({"displayName": {"contains": "x" * 256}}, "Use at most 255 characters."),
    ({"not": {"email": {"in": ["x", "x" * 256]}}}, "Use at most 255 characters."),
]
REFUSED = [
    nested(9),
    {"createdAt": {"withinLast": {"months": 12_001}}},
    {"createdAt": {"withinLast": {"days": 2**31 - 1}}},
    {"createdAt": {"olderThan": {"hours": -1}}},
]


@pytest.mark.parametrize("where", REFUSED_AT_THE_DOOR)
async def test_a_list_that_is_too_long_is_refused_at_the_door(crowd: Crowd, where: Where) -> None:
    answer = await crowd.tenant.ask(LIST, where=where)

    assert (answer.status, answer.codes) == (400, {"": "BAD_USER_INPUT"})
    assert "data" not in answer.body


@pytest.mark.parametrize("where", REFUSED)
async def test_a_filter_that_is_too_much_is_refused(crowd: Crowd, where: Where) -> None:
    answer = await crowd.tenant.ask(LIST, where=where)

    assert (answer.status, answer.data) == (200, None)
    assert answer.codes == {"customers": "BAD_USER_INPUT"}


@pytest.mark.parametrize(("where", "message"), TOO_LARGE)
async def test_a_filter_that_is_too_large_is_refused_before_the_database_is_asked(
    crowd: Crowd, statements: Statements, where: Where, message: str
) -> None:
    statements.clear()

    answer = await crowd.tenant.ask(LIST, where=where)

    (error,) = answer.body["errors"]
    assert (answer.status, answer.data, error["message"]) == (200, None, message)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert [each for each in statements if "customers" in each] == []


@pytest.mark.parametrize(
    "where",
    [
        {"city": {"in": ["Oslo"] + ["x"] * 249}},
        {"or": [{"city": {"eq": "Oslo"}}] * 49},
        MANY,
        {"or": [OSLO, {"displayName": {"contains": "x" * 255}}]},
        nested(8),
        {"createdAt": {"gte": "0001-01-01T00:00:00Z"}, "city": {"eq": "Oslo"}},
    ],
)
async def test_a_filter_that_is_just_not_too_much_is_answered(crowd: Crowd, where: Where) -> None:
    assert await crowd.found(where) == {"bo"}


@pytest.mark.parametrize("levels", [9, 100, 150, 200, 250, 300, 900, 1_100, 30_000])
async def test_a_filter_of_endless_depth_is_no_danger(
    crowd: Crowd, client: httpx2.AsyncClient, levels: int
) -> None:
    deep = '{"not":' * levels + "{}" + "}" * levels
    body = f'{{"query": "{LIST}", "variables": {{"where": {deep}}}}}'.replace("\n", " ")
    headers = {
        "Authorization": f"Bearer {crowd.tenant.token('admin')}",
        "Content-Type": "application/json",
    }

    response = await client.post("/graphql", content=body, headers=headers)

    (error,) = response.json()["errors"]
    refused = (response.status_code, error["extensions"]["code"])
    assert refused == ((200, "BAD_USER_INPUT") if levels < 32 else (400, "BAD_REQUEST"))


async def test_staff_may_not_filter_by_tags_and_managers_may(crowd: Crowd) -> None:
    where = crowd.told({"not": {"tags": {"any": ["#vip"]}}})

    staff = await crowd.tenant.ask(LIST, by=(Role.STAFF,), where=where)
    manager = await crowd.tenant.ask(LIST, by=(Role.MANAGER,), where=where)

    assert (staff.data, staff.codes) == (None, {"customers": "FORBIDDEN"})
    assert len(manager.data["customers"]["nodes"]) == 2
