"""Search for words that very many customers have: nobody who answers is left out."""

from typing import Any, Final

import pytest

from tests.tenant import Tenant

MANY: Final = 6_000
SOME: Final = 2_010
MADE: Final = """
with made as (
  insert into customers (tenant_id, id, display_name, display_name_norm, city, created_by)
  select $1, gen_random_uuid(), $2::text || ' ' || n, lower($2) || ' ' || n, $3, $1
  from generate_series(1, $4::int) n returning id
)
insert into customer_tokens (tenant_id, token, customer_id, weight)
select $1, lower($2), id, 4 from made"""
SEARCH: Final = """
query ($where: CustomerWhere, $sortBy: [CustomerSort!], $deleted: DeletedCustomers! = EXCLUDE,
  $first: Int, $last: Int, $after: Cursor) {
  customers(search: "mari", where: $where, sortBy: $sortBy, deleted: $deleted, first: $first,
    last: $last, after: $after) {
    nodes { id displayName city } totalCount { value isExact } pageInfo { endCursor hasNextPage }
  }
}"""
ELSEWHERE: Final = {"not": {"city": {"eq": "Cluj"}}}


@pytest.fixture
async def crowded(tenant: Tenant) -> Tenant:
    """A tenant where very many are called Maria, and a few Mariana. PostgreSQL was not told."""
    await tenant.rows(MADE, "Maria", "Cluj", MANY)
    await tenant.rows(MADE, "Mariana", "Iași", SOME)
    return tenant


async def found(tenant: Tenant, **asked: Any) -> Any:
    answer = await tenant.ask(SEARCH, **asked)
    assert "errors" not in answer.body, answer.body
    return answer.data["customers"]


async def test_a_filter_finds_those_who_do_not_fit_best(crowded: Tenant) -> None:
    page = await found(crowded, where=ELSEWHERE, first=100)

    assert page["totalCount"] == {"value": SOME, "isExact": True}
    assert {node["city"] for node in page["nodes"]} == {"Iași"}
    assert len(page["nodes"]) == 100


async def test_the_deleted_take_nobodys_place(crowded: Tenant) -> None:
    await crowded.rows(
        "update customers set deleted_at = now() where tenant_id = $1 and city = 'Cluj'"
    )

    living = await found(crowded, first=100)
    gone = await found(crowded, first=100, deleted="ONLY")

    assert [len(living["nodes"]), living["totalCount"]["value"]] == [100, SOME]
    assert [len(gone["nodes"]), gone["totalCount"]["value"]] == [100, MANY]


async def test_another_order_is_the_order_of_all(crowded: Tenant) -> None:
    by_name = {"sortBy": [{"field": "DISPLAY_NAME", "direction": "DESC"}], "first": 1}

    page = await found(crowded, **by_name)

    assert page["nodes"][0]["displayName"] == "Mariana 999"


async def test_the_last_page_is_the_end_of_all(crowded: Tenant) -> None:
    every = await crowded.rows(
        "select id from customers where tenant_id = $1 and city = 'Iași' order by id limit 2"
    )

    page = await found(crowded, last=2)

    shown = [node["id"] for node in page["nodes"]]
    assert shown == [f"cus_{row['id'].hex}" for row in reversed(every)]


async def test_nobody_is_shown_twice_where_the_best_end(crowded: Tenant) -> None:
    seen: list[str] = []
    page = await found(crowded, where=ELSEWHERE, first=100)
    while True:
        seen += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
        page = await found(crowded, where=ELSEWHERE, first=100, after=after)

    assert len(seen) == len(set(seen)) == SOME
