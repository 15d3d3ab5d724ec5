"""A change: everything it wrote and what it says of it, or nothing at all."""

from collections.abc import AsyncIterator
from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy import delete, insert, literal_column, select, true, update

from app.house import House
from db.change import UnrecordedChange, constraint_of
from db.customers import CustomerRow
from db.ids import new_id
from db.reads import Reads
from db.sealed import TENANT, Unsealable, one, word
from db.tags import TagRow
from db.writes import removed
from events.catalogue.tags import TagUpdated
from tests.db.desks import Desk
from tests.tenant import Tenant, kept

LABELS: Final = "select label from tags where tenant_id = $1 order by label"


class Refused(Exception):
    """A refusal of these tests' own."""


@pytest.fixture
async def desk(house: House, tenant: Tenant) -> AsyncIterator[Desk]:
    """Somebody of the tenant."""
    desk = Desk(house, tenant)
    yield desk
    await desk.talk.end()


@pytest.fixture
async def other_desk(house: House, tenant: Tenant) -> AsyncIterator[Desk]:
    """Somebody else of the same tenant."""
    desk = Desk(house, tenant)
    yield desk
    await desk.talk.end()


async def test_a_change_that_records_its_fact_is_kept(desk: Desk, tenant: Tenant) -> None:

    made = await desk.make_tag("VIP")

    assert await tenant.rows(LABELS) == [{"label": "VIP"}]
    assert await tenant.recorded("v1.tag.created") == [{"tag_id": str(made)}]


async def test_a_change_that_records_nothing_is_not_kept(desk: Desk, tenant: Tenant) -> None:
    before = await tenant.contents()

    with pytest.raises(UnrecordedChange, match="test wrote rows and recorded no fact"):
        async with desk.change() as change:
            await change.insert(TagRow, **desk.tag("VIP"))

    assert await tenant.contents() == before


async def test_saying_that_nothing_was_done_does_not_hide_what_was(
    desk: Desk, tenant: Tenant
) -> None:
    before = await tenant.contents()

    with pytest.raises(UnrecordedChange):
        async with desk.change() as change:
            change.unchanged((await change.insert(TagRow, **desk.tag("VIP"))).id)

    assert await tenant.contents() == before


@pytest.mark.parametrize(
    "bulk",
    [
        update(TagRow).values(color="#000000"),
        delete(TagRow),
        insert(TagRow).values(
            {name: word(name) for name in ("label", "label_norm")}
            | {name: one(name) for name in ("id", "created_by")}
        ),
    ],
    ids=["update", "delete", "insert"],
)
async def test_no_bulk_statement_slips_past_the_journal(
    desk: Desk, tenant: Tenant, bulk: Any
) -> None:
    await tenant.tag("VIP", color="#FFFFFF")
    tags = "select label, color from tags where tenant_id = $1"
    before = (await tenant.contents(), await tenant.rows(tags))

    with pytest.raises(UnrecordedChange):
        async with desk.change() as change:
            await change.run(bulk, **desk.tag("Gold"))

    assert (await tenant.contents(), await tenant.rows(tags)) == before


async def test_a_write_that_says_it_found_nothing_is_no_change(desk: Desk, tenant: Tenant) -> None:
    tag = kept(await tenant.tag("VIP"))

    async with desk.change() as change:
        gone = await change.remove(TagRow, new_id())
        change.unchanged(tag)
    with pytest.raises(UnrecordedChange):
        async with desk.change() as silent:
            await silent.run(delete(TagRow).where(TagRow.id == one("row_id")), row_id=new_id())

    assert (gone, change.done.id) == (None, tag)
    assert await tenant.rows(LABELS) == [{"label": "VIP"}]


async def test_a_bulk_statement_stays_within_its_tenant(
    desk: Desk, tenant: Tenant, other_tenant: Tenant
) -> None:
    mine, theirs = await tenant.tag("Mine"), await other_tenant.tag("Theirs")

    async with desk.change() as change:
        gone = await change.run(delete(TagRow).returning(TagRow))
        change.record(TagUpdated(tag_id=kept(mine), fields_changed=()))

    assert [row.label for row in gone] == ["Mine"]
    assert await tenant.rows(LABELS) == []
    assert await other_tenant.rows("select id from tags where tenant_id = $1") == [
        {"id": kept(theirs)}
    ]


ADDED: Final = (
    insert(TagRow).values(tenant_id=TENANT, id=one("id"), label=word("label")).returning(TagRow.id)
)


@pytest.mark.parametrize(
    "stmt",
    [
        ADDED,
        update(TagRow).values(priority=1).returning(TagRow),
        removed(TagRow),
        select(ADDED.cte()),
        select(delete(TagRow).returning(TagRow.id).cte("gone")),
        select(TagRow).add_cte(update(TagRow).values(priority=1).cte("late")),
        select(TagRow).where(TagRow.id.in_(select(ADDED.cte().c.id))),
        select(TagRow).join(delete(CustomerRow).returning(CustomerRow.id).cte(), true()),
    ],
    ids=["insert", "update", "delete", "cte", "cte-delete", "beside", "within", "joined"],
)
async def test_what_only_asks_cannot_write(desk: Desk, tenant: Tenant, stmt: Any) -> None:
    tag = await tenant.tag("VIP")
    before = await tenant.contents()

    with pytest.raises(Unsealable, match="A read may not write"):
        await Reads(desk.talk).all(stmt, row_id=kept(tag), id=new_id(), label="x")

    assert await tenant.contents() == before


async def test_a_statement_of_no_table_belongs_to_no_tenant(desk: Desk) -> None:
    with pytest.raises(Unsealable, match="No tenant stands in"):
        await Reads(desk.talk).number(select(literal_column("1")))


@pytest.mark.parametrize("error", [Refused("no"), RuntimeError("our mistake"), KeyboardInterrupt()])
async def test_what_is_raised_inside_undoes_everything(
    desk: Desk, tenant: Tenant, error: BaseException
) -> None:
    before = await tenant.contents()

    with pytest.raises(type(error)) as raised:
        await desk.make_tag("VIP", then=error)

    assert raised.value is error
    assert await tenant.contents() == before
    await desk.make_tag("Gold")
    assert await tenant.rows(LABELS) == [{"label": "Gold"}]


async def test_a_broken_rule_means_what_the_change_says_it_means(
    desk: Desk, tenant: Tenant
) -> None:
    await tenant.tag("VIP")
    before = await tenant.contents()

    with pytest.raises(Refused, match="taken") as meant:
        async with desk.change(uq_tags_label=lambda: Refused("taken")) as change:
            await change.insert(TagRow, **desk.tag("VIP"))
    with pytest.raises(asyncpg.UniqueViolationError) as unforeseen:
        async with desk.change(uq_other=lambda: Refused("other")) as change:
            await change.insert(TagRow, **desk.tag("VIP"))

    assert isinstance(meant.value.__cause__, asyncpg.UniqueViolationError)
    assert constraint_of(unforeseen.value) == "uq_tags_label"
    assert await tenant.contents() == before


def _violation(name: str | None, message: str) -> asyncpg.PostgresError:
    error = asyncpg.UniqueViolationError(message)
    if name is not None:
        error.constraint_name = name
    return error


@pytest.mark.parametrize(
    ("name", "message", "rule"),
    [
        ("uq_customers_email", "", "uq_customers_email"),
        ("uq_customers_email_102313", "", "uq_customers_email"),
        ("fk_notes_tenant_id_author_id_1000042", "", "fk_notes_tenant_id_author_id"),
        ("ck_tags_priority_12345", "", "ck_tags_priority_12345"),
        ("uq_line2", "", "uq_line2"),
        (None, 'breaks unique constraint "uq_tags_label"', "uq_tags_label"),
        (None, 'breaks unique constraint "uq_tags_label_102008"', "uq_tags_label"),
        ("", 'null value in column "label"', ""),
        (None, "", ""),
    ],
)
def test_a_rule_is_known_by_its_name_also_on_a_shard(
    name: str | None, message: str, rule: str
) -> None:
    assert constraint_of(_violation(name, message)) == rule


async def test_facts_are_numbered_when_they_are_kept_not_when_they_are_recorded(
    desk: Desk, other_desk: Desk, tenant: Tenant
) -> None:
    tag = kept(await tenant.tag("VIP"))

    async with desk.change() as slow:
        slow.record(TagUpdated(tag_id=tag, fields_changed=("slow",)))
        async with other_desk.change() as quick:
            quick.record(TagUpdated(tag_id=tag, fields_changed=("quick",)))

    numbered = "select sequence, payload from outbox where tenant_id = $1 order by sequence"
    rows = await tenant.rows(numbered)
    assert [(row["sequence"], row["payload"].get("fields_changed")) for row in rows] == [
        (1, None),
        (2, ["quick"]),
        (3, ["slow"]),
    ]


async def test_a_change_that_says_nothing_did_nothing_that_could_be_told(desk: Desk) -> None:
    async with desk.change() as change:
        pass

    with pytest.raises(UnrecordedChange, match="ended without saying what it did"):
        _ = change.done
