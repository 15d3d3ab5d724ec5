"""The plan that is kept for all tenants also serves a large one among many that are small."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select

from db.actors import actors_by_id
from db.addresses import AddressRow, addresses_by_id, addresses_of
from db.companies import companies_of, member_counts, members_pages
from db.company_members import members_by_id
from db.customer_tags import CustomerTagRow, tags_of
from db.customers import customers_by_id
from db.each import with_ids
from db.finding import (
    LAST_TAGGED,
    Wanted,
    tagged_among,
    tagged_among_counts,
    tagged_counts,
    tagged_pages,
)
from db.history import LATEST as LATEST_CHANGE
from db.history import history_counts, history_pages
from db.mending import MOST as MOST_MENDED
from db.mending import customers_after
from db.notes import note_counts, notes_by_id, notes_pages
from db.pages import LIMIT, LONGEST, NEWEST, Place, at
from db.recopying import copies_between
from db.rewording import words_between
from db.sealed import among, seal
from db.summaries import summaries_of
from db.tags import TagRow, tags_by_id
from resolvers.paging import MOST
from tests.db.asking import asking
from tests.db.crowd import Crowd, crowded
from tests.db.plans import every_node, faults
from tests.servers import Server

WITHIN: Final = Place((False, False))
LATEST: Final = at((datetime(2999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1)))
# Each statement that is told many ids, what they are called, and whose they are.
TOLD_MANY: Final[Mapping[str, tuple[Any, str, str]]] = {
    "companies_of": (companies_of(), "customer_ids", "customers"),
    "history_counts": (history_counts(), "parent_ids", "revisions"),
    "history_pages": (history_pages(LATEST_CHANGE, None), "parent_ids", "revisions"),
    "member_counts": (member_counts(Wanted(), False), "parent_ids", "customers"),
    "members_by_id": (members_by_id(), "ids", "company_members"),
    "members_pages": (members_pages(NEWEST, None, Wanted(), False), "parent_ids", "customers"),
    "summaries_of": (summaries_of(), "customer_ids", "customers"),
    "tagged_among": (tagged_among(Wanted(), LAST_TAGGED, None), "parent_ids", "customer_tags"),
    "tagged_among_counts": (tagged_among_counts(Wanted()), "parent_ids", "customer_tags"),
    "actors_by_id": (actors_by_id(), "ids", "actors"),
    "addresses_by_id": (addresses_by_id(), "ids", "addresses"),
    "addresses_of": (addresses_of(), "customer_ids", "customers"),
    "customers_by_id": (customers_by_id(), "ids", "customers"),
    "note_counts": (note_counts(), "parent_ids", "customers"),
    "notes_by_id": (notes_by_id(), "ids", "notes"),
    "notes_pages": (notes_pages(NEWEST, None), "parent_ids", "customers"),
    "notes_pages, within": (notes_pages(NEWEST, WITHIN), "parent_ids", "customers"),
    "tagged_counts": (tagged_counts(), "parent_ids", "customer_tags"),
    "tagged_pages": (tagged_pages(LAST_TAGGED, None), "parent_ids", "customer_tags"),
    "tagged_pages, within": (tagged_pages(LAST_TAGGED, WITHIN), "parent_ids", "customer_tags"),
    "tags_by_id": (tags_by_id(), "ids", "tags"),
    "tags_of": (tags_of(), "customer_ids", "customers"),
    "with_ids": (with_ids(TagRow), "ids", "tags"),
}
BETWEEN: Final = """
select count(*) from {} where tenant_id = $1 and customer_id between $2 and $3"""
REMOVED: Final = "Rows Removed by Filter"
# What is told several texts is rarely asked, and they are few.
SEVERAL_TEXTS: Final = {"other_defaults", "tags_by_label"}
# What is sought by words is told its layers, a dozen at most.
LAYERED: Final = {"customers_count", "customers_page"}


@pytest.mark.parametrize("name", TOLD_MANY)
async def test_what_is_asked_of_many_ids_reads_what_is_theirs(crowd: Crowd, name: str) -> None:
    stmt, called, table = TOLD_MANY[name]
    said = {called: crowd.ids[table], LIMIT: 4, **LATEST}

    plan = await crowd.plan(seal(stmt, limited=False), said)

    assert plan["Actual Rows"] == len(crowd.ids[table])
    assert in_vain(plan) == 0
    assert faults(plan) == []


async def test_who_goes_through_all_customers_reads_a_few_at_a_time(crowd: Crowd) -> None:
    first = min(crowd.ids["customers"])

    plan = await crowd.plan(seal(customers_after(), limited=False), {"after": first})

    assert plan["Actual Rows"] == MOST_MENDED
    assert in_vain(plan) == 0
    assert faults(plan) == []


@pytest.mark.parametrize(
    ("table", "stmt"),
    [("customer_tokens", words_between()), ("customer_tags", copies_between(CustomerTagRow))],
)
async def test_what_is_kept_of_a_few_customers_is_read_once(
    crowd: Crowd, table: str, stmt: Any
) -> None:
    first, *_, last = sorted(crowd.ids["customers"])
    there = await crowd.connection.fetchval(BETWEEN.format(table), crowd.tenant_id, first, last)

    plan = await crowd.plan(seal(stmt, limited=False), {"first": first, "last": last})

    assert plan["Actual Rows"] == there > 0
    assert in_vain(plan) == 0
    assert faults(plan) == []


async def test_a_plan_made_for_the_average_is_found_out(crowd: Crowd) -> None:
    simple = select(AddressRow).where(among(AddressRow.customer_id, "ids"))

    plan = await crowd.plan(seal(simple, limited=False), {"ids": crowd.ids["customers"]})

    assert in_vain(plan) > 10 * plan["Actual Rows"]


async def test_every_statement_that_is_told_many_is_looked_at(owner: asyncpg.Pool) -> None:
    found = set()
    async with owner.acquire() as connection:
        for name, stmt in asking():
            asked = await connection.prepare(seal(stmt, limited=False).sql)
            if any(told.kind == "array" for told in asked.get_parameters()):
                found.add(name)

    assert found == {name.partition(",")[0] for name in TOLD_MANY} | SEVERAL_TEXTS | LAYERED


def test_nobody_asks_for_a_longer_page_than_is_foreseen() -> None:
    assert MOST + 1 == LONGEST


@pytest.fixture(scope="module")
async def crowd(postgres: Server, template: str) -> AsyncIterator[Crowd]:
    """A database of its own, with one large tenant and very many small ones."""
    name = await postgres.fresh(template)
    owner = await asyncpg.connect(postgres.owner(name))
    app = await asyncpg.connect(postgres.app(name))
    yield await crowded(owner, app)
    await app.close()
    await owner.close()
    await postgres.drop(name)


def in_vain(plan: dict[str, Any]) -> float:
    """How many rows were read and then not wanted."""
    nodes = every_node(plan)
    return sum(float(node.get(REMOVED, 0)) * float(node["Actual Loops"]) for node in nodes)
