"""What is put off: written with what comes next, and never forgotten."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import select

from app.house import House
from db.change import UnrecordedChange
from db.ids import new_id
from db.journal import RevisionRow
from db.tags import TagRow
from events.catalogue.tags import TagCreated, TagUpdated
from tests.db.desks import Desk
from tests.tenant import Tenant

LABELS: Final = "select label from tags where tenant_id = $1 order by label"


@pytest.fixture
async def desk(house: House, tenant: Tenant) -> AsyncIterator[Desk]:
    """Somebody of the tenant."""
    desk = Desk(house, tenant)
    yield desk
    await desk.talk.end()


async def test_what_was_put_off_is_written_before_anything_is_read(
    desk: Desk, tenant: Tenant
) -> None:
    one, two = desk.tag("One"), desk.tag("Two")

    async with desk.change() as change:
        await change.put_off(made=change.added(TagRow, **one))
        await change.put_off(made=change.added(TagRow, **two))
        seen = await change.all(select(TagRow))
        change.record(TagCreated(tag_id=one["id"]))

    assert {tag.label for tag in seen} == {"One", "Two"}
    assert await tenant.rows(LABELS) == [{"label": "One"}, {"label": "Two"}]


async def test_what_was_put_off_needs_a_fact(desk: Desk, tenant: Tenant) -> None:
    before = await tenant.contents()

    with pytest.raises(UnrecordedChange):
        async with desk.change() as change:
            await change.put_off(made=change.added(TagRow, **desk.tag("VIP")))

    assert await tenant.contents() == before


async def test_a_row_that_is_not_there_is_not_revised(desk: Desk, tenant: Tenant) -> None:
    before, gone = await tenant.contents(), new_id()

    with pytest.raises(LookupError, match="changed found no row"):
        await _revise(desk, gone)

    assert await tenant.contents() == before


async def _revise(desk: Desk, tag: UUID) -> None:
    async with desk.change() as change:
        was = change.added(RevisionRow, object_id=tag, version=2, before={}, actor_id=tag)
        await change.revise(TagRow, tag, {"color": "#000000"}, was)
        change.record(TagUpdated(tag_id=tag, fields_changed=("color",)))
