"""Searching where very many have each word: the best come first, pages fit, and all are counted."""

from typing import Any, Final

import pytest

from tests.api.walks import customers, ids
from tests.tenant import Tenant

MANY: Final = 2_100
# All are called Ana or Anamaria, and Pop; few of them act for a company.
CROWD: Final = """
insert into customers (tenant_id, id, first_name, display_name, display_name_norm, created_by,
    loyalty_tier)
select $1, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    case when n % 2 = 0 then 'Ana' else 'Anamaria' end, 'A', 'a', $1,
    case when n % 700 = 0 then 'GOLD' else 'NEW' end
from generate_series(1, $2::int) n"""
WORDS: Final = """
insert into customer_tokens (tenant_id, customer_id, token, weight)
select tenant_id, id, word, 4
from customers, lateral unnest(array[lower(first_name), 'pop']) word
where tenant_id = $1"""


def numbers(shown: dict[str, Any]) -> list[int]:
    """Which of the crowd stand on a page."""
    return [int(each[-12:], 16) for each in ids(shown)]


@pytest.fixture
async def many(tenant: Tenant) -> Tenant:
    """A tenant of very many."""
    await tenant.rows(CROWD, MANY)
    await tenant.rows(WORDS)
    return tenant


async def test_whole_words_come_before_beginnings_and_the_newest_first(many: Tenant) -> None:
    walk = customers(many, search="ana")
    first = await walk(first=100)
    last = await walk(last=2)

    assert numbers(first) == list(range(2_100, 1_900, -2))
    assert numbers(last) == [3, 1]
    assert first["totalCount"] == {"value": MANY, "isExact": True}


@pytest.mark.parametrize("search", ["ana pop", "pop ana"])
async def test_those_who_have_all_words_are_found_from_either(many: Tenant, search: str) -> None:
    walk = customers(many, search=search)
    first = await walk(first=3)
    second = await walk(first=3, after=first["pageInfo"]["endCursor"])

    assert numbers(first) + numbers(second) == [2_100, 2_098, 2_096, 2_094, 2_092, 2_090]
    assert first["totalCount"]["value"] == MANY


async def test_where_few_meet_the_criteria_all_of_them_are_found(many: Tenant) -> None:
    where = {"loyaltyTier": {"eq": "GOLD"}}

    shown = await customers(many, search="an po", where=where)()
    assert (numbers(shown), shown["totalCount"]["value"]) == ([2_100, 1_400, 700], 3)

    whole = await customers(many, search="anamaria", where=where)()
    assert numbers(whole) == []


async def test_where_many_meet_them_the_best_are_found(many: Tenant) -> None:
    shown = await customers(many, search="an", where={"kind": {"eq": "INDIVIDUAL"}})(first=2)

    assert numbers(shown) == [2_100, 2_098]


async def test_a_rare_word_leads_to_those_who_also_have_the_common_ones(many: Tenant) -> None:
    rare = await many.customer(firstName="Ana", lastName="Zwingli Pop")

    assert ids(await customers(many, search="pop zwing ana")()) == [rare]
    assert ids(await customers(many, search="zwing marius")()) == []


async def test_an_order_of_ones_own_is_kept(many: Tenant) -> None:
    sort = [{"field": "CREATED_AT", "direction": "DESC"}]

    shown = await customers(many, search="pop", sortBy=sort)(first=2)

    assert numbers(shown) == [2_100, 2_099]
