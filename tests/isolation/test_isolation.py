"""Isolation: what belongs to another tenant, or to another customer, is not there."""

from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from typing import Any

import pytest
from graphql import build_schema, introspection_from_schema
from sqlalchemy import select
from sqlalchemy.orm import with_loader_criteria

from db import sealed
from db.addresses import AddressRow
from db.base import Row, owned_rows
from db.customers import CustomerRow
from db.notes import NoteRow
from db.tags import TagRow
from tests.isolation.atlas import Atlas
from tests.isolation.values import CannotFill
from tests.isolation.walk import Walk

pytestmark = pytest.mark.long

NOTHING = "nothing"


@contextmanager
def forgotten(*rows: type[Row]) -> Iterator[None]:
    """A first wall with a gap: rows of these kinds are held to no tenant."""

    def loose(row: Any, criterion: Any, **options: Any) -> Any:
        held = criterion | row.tenant_id.is_not(None) if row in rows else criterion
        return with_loader_criteria(row, held, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "with_loader_criteria", loose)
        sealed.seal.cache_clear()
        try:
            yield
        finally:
            sealed.seal.cache_clear()


async def test_nothing_of_another_tenant_is_there(walled: Walk) -> None:
    findings = [finding async for finding in walled.findings()]

    assert findings == []


async def test_nothing_of_another_customer_is_there(customers: Walk) -> None:
    findings = [finding async for finding in customers.findings()]

    assert findings == []


async def test_the_first_wall_holds_alone(unwalled: Walk) -> None:
    findings = [finding async for finding in unwalled.findings()]

    assert findings == []


async def test_the_second_wall_holds_alone(walled: Walk) -> None:
    with forgotten(*owned_rows()):
        findings = [finding async for finding in walled.findings()]

    assert findings == []


@pytest.mark.parametrize("row", [AddressRow, CustomerRow, NoteRow, TagRow])
async def test_the_walk_finds_a_forgotten_filter(unwalled: Walk, row: type[Row]) -> None:
    with forgotten(row):
        async with aclosing(unwalled.findings()) as findings:
            found = await anext(findings, NOTHING)

    assert found != NOTHING


@pytest.mark.parametrize("row", [AddressRow, CustomerRow])
async def test_the_walk_of_a_customer_finds_one_too(customers: Walk, row: type[Row]) -> None:
    with forgotten(row):
        async with aclosing(customers.findings()) as findings:
            found = await anext(findings, NOTHING)

    assert found != NOTHING


def test_a_filter_that_is_left_out_altogether_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in owned_rows() if row is not NoteRow]
    monkeypatch.setattr(sealed, "owned_rows", lambda: rows)

    with pytest.raises(sealed.Unsealable):
        sealed.seal(select(NoteRow).where(NoteRow.body == sealed.word("said")), limited=False)


@pytest.mark.parametrize("place", ["riddle(of: Mystery!)", "riddle(id: ID!)"])
def test_a_place_that_cannot_be_filled_is_named(place: str) -> None:
    riddles = f"type Query {{ {place}: String }} type Mutation {{ do: String }} scalar Mystery"
    atlas = Atlas(introspection_from_schema(build_schema(riddles)))

    with pytest.raises(CannotFill, match=r"riddle\.(of|id): "):
        _ = atlas.open_questions


async def test_their_world_is_full(walled: Walk) -> None:
    theirs = await walled.victim.rows(walled.ground)

    assert [table for table, lines in theirs.items() if not lines] == []
