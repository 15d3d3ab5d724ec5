"""The lists of a large tenant are answered out of an index: what is not wanted is not read."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

import asyncpg
import pytest

from db.connections import Access, Database
from db.finding import Wanted, customers_page
from db.pages import LIMIT, NEWEST
from db.sealed import Reader, seal
from db.tenants import find_tenant
from resolvers import addresses, customer_tags, customers, notes, tags
from resolvers.columns import EVERYTHING
from resolvers.context import Context
from resolvers.customer_lists import Question, Sort, keys_of, name_of
from resolvers.customer_lists import customers as find_customers
from resolvers.paging import Asked, Listing
from schema.customer_questions import CustomerSortField
from tests.db.filling import filled
from tests.db.plans import NOW, Large, seen
from tests.servers import Server

FINE: Final[tuple[bool, list[str]]] = (True, [])
Paged = Callable[[Context, Large, Asked], Awaitable[Listing[Any]]]
Told = Mapping[str, Any]


async def list_customers(ctx: Context, question: Question, asked: Asked) -> Listing[Any]:
    return await find_customers(ctx, EVERYTHING, question, asked)


async def identified(ctx: Context, **said: str) -> Any:
    return await customers.customer_by_identifier(ctx, EVERYTHING, said)


async def only(answers: Awaitable[Sequence[Any]]) -> Any:
    """The answer for the one thing that was asked about."""
    (answer,) = await answers
    return answer


# Lists that go on, which are read from both ends and from far within.
LISTS: Final[Mapping[str, Paged]] = {
    "customers": lambda ctx, _, asked: list_customers(ctx, Question(), asked),
    "notes": lambda ctx, at, asked: only(
        notes.notes_of_customers(ctx, [at.written_about], EVERYTHING, asked)
    ),
    "tagged": lambda ctx, at, asked: only(
        customers.customers_of_tags(ctx, [at.common_tag], EVERYTHING, asked)
    ),
    "tags": lambda ctx, _, asked: tags.tags(ctx, EVERYTHING, asked),
}
# What is found by what identifies it, or hangs on one customer.
FOUND: Final[Mapping[str, Callable[[Context, Large], Awaitable[Any]]]] = {
    "account": lambda ctx, _: identified(ctx, user_id="u-42"),
    "addresses": lambda ctx, at: only(
        addresses.addresses_of_customers(ctx, [at.written_about], EVERYTHING, None)
    ),
    "mail": lambda ctx, _: identified(ctx, email="mail41@example.com"),
    "number": lambda ctx, _: identified(ctx, external_id="x-42"),
    "tags": lambda ctx, at: only(
        customer_tags.tags_of_customers(ctx, [at.written_about], EVERYTHING)
    ),
    "telephone": lambda ctx, _: identified(ctx, phone="+40700000042"),
}
# Filters that an index serves.
SERVED: Final[Mapping[str, Told]] = {
    "birthday": {"born_on": {"eq": date(1960, 1, 1)}},
    "birthdays": {"born_on": {"gte": date(1960, 1, 1), "lt": date(1960, 1, 8)}},
    "city": {"city": {"eq": "City7"}},
    "company": {"company_name": {"eq": "Company10"}},
    "company begins": {"company_name": {"starts_with": "company19"}},
    "country": {"country_code": {"eq": "DE"}},
    "created": {"created_at": {"within_last": {"days": 1}}},
    "created long ago": {"created_at": {"lt": NOW - timedelta(minutes=199_500)}},
    "name begins": {"display_name": {"starts_with": "first19 last1"}},
    "mail": {"email": {"eq": "mail41@example.com"}},
    "mail begins": {"email": {"starts_with": "mail199"}},
    "number": {"external_id": {"eq": "x-42"}},
    "first name": {"first_name": {"eq": "First42"}},
    "contact": {"last_interaction_at": {"lt": NOW - timedelta(minutes=59_900)}},
    "last name": {"last_name": {"eq": "Last42"}},
    "last names": {"last_name": {"in": ["Last42", "Last43"]}},
    "points": {"loyalty_points": {"gte": 4_990}},
    "nationality": {"nationality": {"eq": "FR"}},
    "telephone": {"phone": {"eq": "+40700000042"}},
    "language": {"preferred_language": {"eq": "fr"}},
    "region": {"region": {"eq": "Alba"}},
    "rare status": {"status": {"eq": "BLOCKED"}},
    "common status": {"status": {"eq": "ACTIVE"}},
    "rare type": {"type": {"eq": "VIP"}},
    "kind": {"kind": {"eq": "CORPORATE"}},
    "tier": {"loyalty_tier": {"eq": "GOLD"}},
    "changed": {"updated_at": {"within_last": {"hours": 2}}},
    "account": {"user_id": {"eq": "u-42"}},
    "two": {"status": {"eq": "BLOCKED"}, "type": {"eq": "VIP"}},
}
# Questions for which all customers of the tenant are gone through, and why.
UNSERVED: Final[Mapping[str, Question]] = {
    "a part of a word may stand anywhere": Question({"city": {"contains": "zzz"}}),
    "a value of a few, which nobody has": Question({"gender": {"eq": "OTHER"}}),
    "an order that begins with a value of a few": Question(sort_by=(Sort("type"), Sort("city"))),
}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_read_from_its_ends_and_from_far_within(large: Large, name: str) -> None:
    page = LISTS[name]

    async with large.asking() as ctx:
        start = await page(ctx, large, Asked(first=100))
        end = await page(ctx, large, Asked(last=100))
        late = await page(ctx, large, Asked(first=20, after=end.cursors[0]))
        early = await page(ctx, large, Asked(last=20, before=start.cursors[-1]))

    assert late.rows == end.rows[1:21]
    assert early.rows == start.rows[-21:-1]
    assert seen(ctx) == FINE


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("field", [each.value for each in CustomerSortField])
async def test_every_order_is_read_and_not_made(large: Large, field: str, descending: bool) -> None:
    for nulls_first, backwards in product((False, True), repeat=2):
        question = Question(sort_by=(Sort(field, descending, nulls_first),))
        async with large.asking() as ctx:
            middle = await middle_of(ctx, large, question)
            ends = Asked(last=20) if backwards else Asked(first=20)
            within = Asked(last=20, before=middle) if backwards else Asked(first=20, after=middle)
            for asked in (ends, within):
                assert len((await list_customers(ctx, question, asked)).rows) == 20

            assert seen(ctx) == FINE


@pytest.mark.parametrize("name", FOUND)
async def test_what_hangs_on_one_customer_costs_only_itself(large: Large, name: str) -> None:
    async with large.asking() as ctx:
        assert await FOUND[name](ctx, large)

    assert seen(ctx) == FINE


@pytest.mark.parametrize("name", SERVED)
async def test_a_filter_reads_whom_it_lets_through(large: Large, name: str) -> None:
    async with large.asking() as ctx:
        await list_customers(ctx, Question(SERVED[name]), Asked(first=20))

    assert seen(ctx) == FINE


async def test_wearers_of_a_tag_are_found_by_the_tag(large: Large) -> None:
    async with large.asking() as ctx:
        where = {"tags": {"any": [large.rare_tag]}}
        found = await list_customers(ctx, Question(where), Asked(first=20))

    assert len(found.rows) == 20
    assert seen(ctx) == FINE


@pytest.mark.parametrize(
    "words",
    ["last190", "first19 last199", "mail41@example.com", "first", "first last", "first19 last"],
)
async def test_words_are_found_by_their_beginnings(large: Large, words: str) -> None:
    async with large.asking() as ctx:
        found = await list_customers(ctx, Question(search=words), Asked(first=20))

    assert found.rows
    assert seen(ctx) == FINE


async def test_counting_reads_no_further_than_it_counts(large: Large) -> None:
    async with large.asking() as ctx:
        rare = await list_customers(ctx, Question(SERVED["rare status"]), Asked(first=20))
        counted = await rare.count("CAPPED")
        everybody = await list_customers(ctx, Question(), Asked(first=20))
        capped = await everybody.count("CAPPED")

    assert (counted.is_exact, capped.value, capped.is_exact) == (True, 10_000, False)
    assert all("10001 rows" in fault for fault in seen(ctx)[1])


async def test_the_plan_for_the_newest_customers_is_kept(large: Large) -> None:
    newest = seal(customers_page(Wanted(), NEWEST, None), limited=False)
    values = newest.arguments(Reader(large.tenant.id), {LIMIT: 51})

    async with large.database.global_rows() as connection:
        await connection.tell(large.tenant.id)
        asked = await connection.prepare(newest.sql, name="newest")
        for _ in range(10):
            assert len(await asked.fetch(*values)) == 51
        told = "select generic_plans from pg_prepared_statements where name = 'newest'"
        kept = await connection.fetchval(told)

    assert kept == 5


@pytest.mark.parametrize("reason", UNSERVED)
async def test_what_is_not_served_is_known(large: Large, reason: str) -> None:
    async with large.asking() as ctx:
        await list_customers(ctx, UNSERVED[reason], Asked(first=20))

    assert seen(ctx) != FINE


@pytest.fixture(scope="module")
async def large(postgres: Server, template: str) -> AsyncIterator[Large]:
    """A database of its own, with one large tenant and others beside it."""
    name = await postgres.fresh(template)
    owner = await asyncpg.connect(postgres.owner(name))
    tenant_id = await filled(owner)
    database = Database(Access(postgres.app(name), size=2))
    await database.open()
    tenant = await find_tenant(database, str(tenant_id))
    assert tenant is not None
    told = "select id from {} where tenant_id = $1 and {} = $2"
    yield Large(
        database=database,
        owner=owner,
        tenant=tenant,
        written_about=await owner.fetchval(
            told.format("customers", "external_id"), tenant_id, "x-5001"
        ),
        common_tag=await owner.fetchval(told.format("tags", "label"), tenant_id, "Tag 99"),
        rare_tag=await owner.fetchval(told.format("tags", "label"), tenant_id, "Tag 42"),
    )
    await database.close()
    await owner.close()
    await postgres.drop(name)


async def middle_of(ctx: Context, large: Large, question: Question) -> str:
    """The cursor of a customer in the middle of a list."""
    keys = keys_of(ctx, question)
    order = ", ".join(
        f"{key.name} {'desc' if key.descending else 'asc'}"
        f" nulls {'first' if key.nulls_first else 'last'}"
        for key in keys
    )
    asked = "select {} from customers where tenant_id = $1 and deleted_at is null order by {}"
    listed = asked.format(", ".join(key.name for key in keys), order)
    place = await large.owner.fetchrow(f"{listed} offset 10000 limit 1", large.tenant.id)
    assert place is not None
    kinds = tuple(key.kind for key in keys)
    return ctx.cursors.write(name_of(question), kinds, tuple(place))
