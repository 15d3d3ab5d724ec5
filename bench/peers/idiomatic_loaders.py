"""Loaders as the manuals teach to write them, for the idiomatic server."""

import os
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar
from uuid import UUID

from aiodataloader import DataLoader
from sqlalchemy import column, func, literal, select, true
from sqlalchemy import types as kinds
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import aliased

from bench.peers.idiomatic_rows import ActorRow, AddressRow, CustomerTagRow, NoteRow, TagRow

V = TypeVar("V")
TENANT: Final = UUID(os.environ["TENANT_ID"])

engine: Final = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://"), pool_size=10
)
session: Final = async_sessionmaker(engine, expire_on_commit=False)


def _grouped(keys: Iterable[UUID], pairs: Iterable[tuple[UUID, V]]) -> list[list[V]]:
    found: dict[UUID, list[V]] = {key: [] for key in keys}
    for key, value in pairs:
        found[key].append(value)
    return list(found.values())


async def tags_of(keys: list[UUID]) -> list[list[TagRow]]:
    """The tags of each customer."""
    stmt = (
        select(TagRow, CustomerTagRow.customer_id)
        .join(CustomerTagRow, CustomerTagRow.tag_id == TagRow.id)
        .where(TagRow.tenant_id == TENANT, CustomerTagRow.tenant_id == TENANT)
        .where(CustomerTagRow.customer_id.in_(keys))
        .order_by(TagRow.priority.desc(), TagRow.label_norm)
    )
    async with session() as open_session:
        rows = (await open_session.execute(stmt)).all()
    return _grouped(keys, [(owner, tag) for tag, owner in rows])


async def addresses_of(keys: list[UUID]) -> list[list[AddressRow]]:
    """The addresses of each customer."""
    stmt = (
        select(AddressRow)
        .where(AddressRow.tenant_id == TENANT, AddressRow.customer_id.in_(keys))
        .order_by(AddressRow.customer_id, AddressRow.created_at, AddressRow.id)
    )
    async with session() as open_session:
        rows = (await open_session.scalars(stmt)).all()
    return _grouped(keys, [(row.customer_id, row) for row in rows])


def newest_notes_of(first: int) -> Callable[[list[UUID]], Any]:
    """The newest notes of each customer."""

    async def load(keys: list[UUID]) -> list[list[NoteRow]]:
        unnested = func.unnest(literal(keys, ARRAY(kinds.Uuid())))
        parents = unnested.table_valued(column("id", kinds.Uuid()), name="p").render_derived()
        newest = (
            select(NoteRow)
            .where(NoteRow.tenant_id == TENANT, NoteRow.customer_id == parents.c.id)
            .order_by(NoteRow.created_at.desc(), NoteRow.id.desc())
            .limit(first)
            .lateral("newest")
        )
        note = aliased(NoteRow, newest)
        stmt = select(note).select_from(parents.join(newest, true()))
        async with session() as open_session:
            rows = (await open_session.scalars(stmt)).all()
        return _grouped(keys, [(row.customer_id, row) for row in rows])

    return load


async def actors(keys: list[UUID]) -> list[ActorRow | None]:
    """The actor of each id."""
    stmt = select(ActorRow).where(ActorRow.tenant_id == TENANT, ActorRow.id.in_(keys))
    async with session() as open_session:
        found = {row.id: row for row in (await open_session.scalars(stmt)).all()}
    return [found.get(key) for key in keys]


class Loaders:
    """The loaders of one request."""

    def __init__(self) -> None:
        self.tags: Any = DataLoader(tags_of)
        self.addresses: Any = DataLoader(addresses_of)
        self.actors: Any = DataLoader(actors)
        self._notes: dict[int, Any] = {}

    def notes(self, first: int) -> Any:
        """The loader of so many notes."""
        if first not in self._notes:
            self._notes[first] = DataLoader(newest_notes_of(first))
        return self._notes[first]
