"""What is counted before a list is read, and which way to a page that makes the shortest."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from db import reckoning
from db.criteria import All, Criterion, Match, Own
from db.reckoning import holding_counts
from resolvers import gathering
from resolvers.gathering import Approach, Counts, reckoned
from tests.api.walks import customers
from tests.conftest import Statements
from tests.tenant import Tenant

FREE: Final = {"key": "plan", "option": {"eq": "FREE"}}
LOW: Final = {"key": "score", "number": {"lt": 4}}
ROMANIAN: Final = {"countryCode": {"eq": "RO"}}
GERMAN: Final = {"countryCode": {"eq": "DE"}}
BY_SCORE: Final = [{"customField": "score"}]
BY_PLAN: Final = [{"customField": "plan"}]
MOST_FILTERS: Final = 50
ONE, OTHER = Own("said_0", All()), Own("said_1", All())
WORN: Final = Match("tags", "any", "said_1")


@pytest.mark.parametrize(
    ("met", "way"),
    [
        (0, Approach.LOOKED_UP),
        (1_179, Approach.LOOKED_UP),
        (1_180, Approach.REMEMBERED),
        (19_595, Approach.REMEMBERED),
        (19_596, Approach.ASKED),
    ],
)
def test_few_are_looked_up_more_are_remembered_and_very_many_are_asked(
    met: int, way: Approach
) -> None:
    assert Counts({ONE: met}, met).cheapest(ONE, (), 32) is way


@pytest.mark.parametrize(
    ("met", "all_meet", "way"),
    [
        (1_000, 100, Approach.LOOKED_UP),
        (1_000, 1_000, Approach.REMEMBERED),
        (5_000, 500, Approach.LOOKED_UP),
        (5_000, 2_000, Approach.REMEMBERED),
        (40_000, 5_000, Approach.REMEMBERED),
        (40_000, 20_000, Approach.ASKED),
    ],
)
def test_of_several_filters_it_counts_how_many_meet_all_of_them(
    met: int, all_meet: int, way: Approach
) -> None:
    counts = Counts({ONE: met, OTHER: 1_000_000}, all_meet)

    assert counts.cheapest(ONE, (), 32) is way


@pytest.mark.parametrize(
    ("other", "way"), [(WORN, Approach.LOOKED_UP), (OTHER, Approach.REMEMBERED)]
)
def test_who_wears_another_tag_is_soon_told(other: Criterion, way: Approach) -> None:
    counts = Counts({ONE: 5_000, other: 1_000_000}, 700)

    assert counts.cheapest(ONE, (), 32) is way


@pytest.mark.parametrize(
    ("held", "all_meet", "way"),
    [
        (300, 10, Approach.ASKED),
        (1_000_000, 10, Approach.LOOKED_UP),
        (5_000, 500, Approach.REMEMBERED),
        (5_000, 2_000, Approach.ASKED),
    ],
)
def test_a_short_list_is_asked_as_it_comes(held: int, all_meet: int, way: Approach) -> None:
    counts = Counts({ONE: 1_000 if all_meet < 1_000 else 4_000, OTHER: held}, all_meet)

    assert counts.cheapest(ONE, (OTHER,), 32) is way


@pytest.fixture
async def seen(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Counts, Any]]:
    """What was counted, and which of it limits how long the list is; of four customers."""
    await tenant.custom_field("plan", "OPTION", options=["FREE", "FIRM"])
    await tenant.custom_field("score", "NUMBER")
    for plan, country in (("FREE", "RO"), ("FREE", "RO"), ("FREE", "DE"), ("FIRM", "RO")):
        own = [{"key": "plan", "value": {"option": plan}}]
        await tenant.customer(countryCode=country, customFields=own)
    found: list[tuple[Counts, Any]] = []

    def remembered(counts: Counts, _: Any, held: Any, size: int) -> Approach:
        found.append((counts, held))
        return Approach.REMEMBERED

    monkeypatch.setattr(Counts, "cheapest", remembered)
    return found


@pytest.mark.parametrize(
    ("found", "counts", "all_meet"),
    [
        # One part, then another by which the list is limited: how many, and of how many of some.
        ([200, 201, 40, 7, 0], (200, 201), 200 * 40.5 / 100.5),
        ([201, 200, 7, 40, 0], (201, 200), 200 * 40.5 / 100.5),
        ([20, 21, 0, 0, 0], (20, 21), 20 * 0.5 / 20.5),
        ([5_001, 200, 7, 40, 0], (23_333, 200), 200 * 40.5 / 100.5),
        # Many meet each: how many at the ends do, and how many of these all.
        ([5_001, 5_001, 60, 30, 6], (200_000, 100_000), 20_000),
        ([5_001, 5_001, 60, 30, 0], (200_000, 100_000), 1_000_000 * 0.5 / 300),
        ([5_001, 5_001, 60, 30, 25], (200_000, 100_000), 50_000),
        ([5_001, 5_001, 0, 300, 0], (5_001, 1_000_000), 1_000_000 * 0.5 / 300),
    ],
)
def test_what_was_found_becomes_what_is_reckoned_with(
    found: list[int], counts: tuple[int, int], all_meet: float
) -> None:
    told = reckoned((), (ONE, OTHER), found)

    assert told.counts == {ONE: counts[0], OTHER: counts[1]}
    assert told.all_meet == pytest.approx(all_meet)


@pytest.mark.parametrize(
    ("found", "listed", "all_meet"),
    [
        ([4_000, 4_001, 0, 40, 0], 4_000, 4_001 * 40.5 / 100.5),
        ([5_001, 200, 60, 40, 0], 200_000, 200 * 40.5 / 100.5),
        ([5_001, 5_001, 60, 30, 6], 200_000, 20_000),
    ],
)
def test_what_limits_a_list_is_not_what_is_looked_for(
    found: list[int], listed: int, all_meet: float
) -> None:
    told = reckoned((OTHER,), (ONE,), found)

    assert told.counts[OTHER] == listed
    assert told.all_meet == pytest.approx(all_meet)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[int]]]:
    """What was found by counting; one customer at each end is asked, and two of some."""
    told: list[list[int]] = []

    def noted(held: Any, asked: Any, numbers: Any) -> Counts:
        told.append([*numbers])
        return reckoned(held, asked, numbers)

    monkeypatch.setattr(gathering, "reckoned", noted)
    monkeypatch.setattr(reckoning, "ENDS", 1)
    monkeypatch.setattr(reckoning, "SOME", 2)
    holding_counts.cache_clear()  # type: ignore[attr-defined]  # every statement is kept
    yield told
    holding_counts.cache_clear()  # type: ignore[attr-defined]  # see above


@pytest.mark.parametrize(
    "case",
    [
        # Three are Romanian, three have it for free, of whom the newest is not and the oldest is.
        (2, {"customFields": [FREE], **ROMANIAN}, BY_SCORE, [3, 3, 2, 1, 1]),
        (3, {"customFields": [FREE], "countryCode": {"in": ["RO", "DE"]}}, [], [3, 2, 0]),
        (3, {"customFields": [FREE, LOW]}, [], [0, 1, 0, 0, 0]),
        (3, {"customFields": [FREE], **GERMAN}, BY_PLAN, [3, 1, 0, 1, 0]),
        (2, {"customFields": [FREE], **GERMAN}, BY_PLAN, [3, 1, 1, 1, 0]),
        (0, {"customFields": [FREE], **GERMAN}, BY_PLAN, [1, 1, 1, 0, 0]),
    ],
)
async def test_it_counts_who_meets_each_filter_and_asks_some_or_those_at_the_ends(
    tenant: Tenant, seen: Any, found: Any, monkeypatch: pytest.MonkeyPatch, case: Any
) -> None:
    few, where, sort, numbers = case
    monkeypatch.setattr(gathering, "FEW", few)

    await customers(tenant, where=where, sortBy=sort)(first=1)

    assert found == [numbers]


@pytest.mark.parametrize(
    ("where", "sort", "counted"),
    [
        ({"customFields": [FREE]}, [], 1),
        ({"customFields": [FREE]}, [{"field": "LAST_NAME"}], 1),
        ({"customFields": [FREE]}, BY_SCORE, 1),
        ({"customFields": [FREE]}, [*BY_SCORE, {"field": "CREATED_AT"}], 0),
        ({"customFields": [FREE]}, [{"field": "LAST_NAME"}, {"field": "CREATED_AT"}], 0),
        ({"customFields": [LOW]}, BY_SCORE, 0),
        ({"customFields": [LOW, FREE]}, BY_SCORE, 2),
        ({"customFields": [FREE] * 5}, BY_SCORE, 3),
        ({"city": {"eq": "Cluj"}}, BY_SCORE, 1),
        ({"city": {"in": ["Cluj"]}, "loyaltyPoints": {"gte": 5, "lt": 9}}, BY_SCORE, 1),
        ({"city": {"startsWith": "c"}}, BY_SCORE, 1),
        ({"city": {"contains": "c"}}, BY_SCORE, 0),
        ({"city": {"isNull": True}}, BY_SCORE, 0),
        ({"city": {"eq": "Cluj"}}, [{"field": "LAST_NAME"}], 0),
        ({"not": {"customFields": [FREE]}}, BY_SCORE, 0),
        ({}, BY_SCORE, 0),
    ],
)
async def test_what_an_index_tells_is_counted_where_an_index_has_the_order(
    tenant: Tenant, seen: Any, where: dict[str, Any], sort: Any, counted: int
) -> None:
    await customers(tenant, where=where, sortBy=sort)(first=1)

    assert [len(counts.counts) for counts, _ in seen] == ([counted] if counted else [])


async def test_what_the_list_is_sorted_by_limits_how_long_it_is(tenant: Tenant, seen: Any) -> None:
    where = {"customFields": [LOW, FREE]}

    await customers(tenant, where=where, sortBy=BY_SCORE)(first=1)

    ((counts, held),) = seen
    assert [counts.counts[part] for part in held] == [0]


async def test_a_search_counts_words_and_no_filters(tenant: Tenant, seen: Any) -> None:
    where = {"customFields": [FREE]}

    await customers(tenant, where=where, search="ana", sortBy=BY_SCORE)(first=1)

    assert seen == []


async def test_of_many_filters_a_few_are_counted(
    tenant: Tenant, seen: Any, statements: Statements
) -> None:
    limits = [{"key": "score", "number": {"gte": low}} for low in range(MOST_FILTERS)]
    statements.clear()

    await customers(tenant, where={"customFields": limits})(first=1)

    counting = [each for each in statements if "held_0" in each]
    assert [each.count("LIMIT least(") for each in counting] == [3]
    assert [each.count("asked.number_value") for each in counting] == [15]


async def test_filters_are_counted_once_and_the_page_is_one_statement(
    tenant: Tenant, seen: Any, statements: Statements
) -> None:
    statements.clear()

    await customers(tenant, where={"customFields": [FREE, LOW]}, sortBy=BY_SCORE)(first=1)

    # The fields of the tenant, how many meet each filter, the page, how many there are.
    assert len(statements) == 4, "\n\n".join(statements)


async def test_one_tag_alone_is_not_counted(tenant: Tenant, seen: Any) -> None:
    tags = [await tenant.tag(), await tenant.tag()]

    for some in (tags, tags[:1]):
        await customers(tenant, where={"tags": {"all": some}})(first=1)

    assert [len(counts.counts) for counts, _ in seen] == [2]
