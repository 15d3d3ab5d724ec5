"""The tenant of a million customers: laid once, kept in a database of its own, found again."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from bench.database import MEASURED, Base, connected, known
from bench.filling import tenants
from bench.finding.names import TAGS
from bench.finding.own import own_fields
from bench.finding.people import People, found_by
from bench.processes import ROOT
from db.embedded import EmbeddedServer, ensure
from db.kept_words import kept, marks
from db.migrate import migrate
from db.search import SearchToken

MILLION: Final = 1_000_000
SLUG: Final = "million"
TENANT: Final = UUID("01900000-0000-7000-8000-000000000001")
HOME: Final = ROOT / ".data" / "finding"
EDITION: Final = "11"
"""Told beside a database that was laid to its end. Another one is laid anew."""
_PIECE: Final = 20_000
_CHUNK: Final = 1 << 20
_SHARES: Final = (0.3, 0.2, 0.15, 0.1, 0.08, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001)
KEPT: Final = replace(
    MEASURED,
    name="finding",
    kept=True,
    settings={**MEASURED.settings, "shared_buffers": "4GB"},
)
"""What is laid is kept, but nobody minds if a power cut takes it."""

_COLUMNS: Final = [
    "tenant_id",
    "id",
    "external_id",
    "kind",
    "type",
    "status",
    "first_name",
    "last_name",
    "company_name",
    "display_name",
    "first_name_norm",
    "last_name_norm",
    "company_name_norm",
    "display_name_norm",
    "email",
    "email_norm",
    "phone",
    "phone_e164",
    "born_on",
    "gender",
    "nationality",
    "country_code",
    "region",
    "city",
    "preferred_language",
    "preferred_channel",
    "newsletter_subscribed",
    "marketing_opt_in",
    "loyalty_tier",
    "loyalty_points",
    "last_interaction_at",
    "created_by",
    "deleted_at",
    "created_at",
    "updated_at",
]
_TOKEN: Final = ("tenant_id", "token", "customer_id", "weight", "shared", "marks")
_COPIED: Final = ("created_at", "deleted_at", "last_interaction_at", "loyalty_points")
_WORN: Final = (
    *("tenant_id", "customer_id", "tag_id", "created_by", "created_at"),
    *(f"customer_{name}" for name in _COPIED),
)
_LAID: Final = ("customers", "customer_tokens", "customer_tags")


@dataclass(frozen=True)
class Laid:
    """A database that holds the tenant: the server and what the database is called."""

    base: Base
    name: str
    tenant: UUID = TENANT
    slug: str = SLUG


@asynccontextmanager
async def laid(count: int = MILLION, home: Path | None = None) -> AsyncIterator[Laid]:
    """The tenant with so many customers among smaller ones, for as long as it is asked.

    The environment may say in BENCH_FINDING_DATA where the data lives.
    """
    folder = home or Path(os.environ.get("BENCH_FINDING_DATA", HOME))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with ensure(folder, profile=KEPT, version=18) as server:
        name = f"finding_{count}"
        if not await _is_laid(server, name):
            await _lay(server, name, count)
        await asyncio.to_thread(_warmed, folder)
        yield Laid(await known(server), name)


def _warmed(folder: Path) -> None:
    """Have all that is laid in memory, as it is where a tenant is asked all day."""
    for path in (folder / "base").rglob("[0-9]*"):
        with suppress(IsADirectoryError), path.open("rb") as file:
            while file.read(_CHUNK):
                pass


async def _is_laid(server: EmbeddedServer, name: str) -> bool:
    async with connected(server.url()) as connection:
        told = await connection.fetchval(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = $1", name
        )
    return bool(told == EDITION)


async def _lay(server: EmbeddedServer, name: str, count: int) -> None:
    async with connected(server.url()) as connection:
        await connection.execute(f"drop database if exists {name}")
        await connection.execute(f"create database {name}")
    url = server.url(name)
    await migrate(url)
    async with connected(url) as connection:
        people = await _begun(connection, count)
        again = await _bared(connection)
        await asyncio.to_thread(_in_pieces, url, people)
        await own_fields(connection, TENANT)
        await _dressed(connection, again)
        for neighbours, customers in ((300, 20), (10, 500), (1, 10_000)):
            await tenants(connection, f"neighbour-{customers}", neighbours, customers)
        await connection.execute("vacuum analyze")
        await connection.execute("checkpoint")
        await connection.execute(f"comment on database {name} is '{EDITION}'")


async def _begun(connection: Any, count: int) -> People:
    """The people who are to come, once their tenant and its tags are there."""
    await connection.execute(
        "insert into tenants (id, slug, name, default_region) values ($1, $2, 'Million', 'RO')",
        TENANT,
        SLUG,
    )
    tags = [uuid5(TENANT, label) for label in TAGS]
    await connection.executemany(
        "insert into tags (tenant_id, id, label, label_norm, color, priority, created_by)"
        " values ($1, $2, $3, lower($3), '#336699', $4, $1)",
        [
            (TENANT, tag, label, 10 * n)
            for n, (tag, label) in enumerate(zip(tags, TAGS, strict=True))
        ],
    )
    until: datetime = await connection.fetchval("select date_trunc('hour', now())")
    return People(TENANT, count, until, tags=tags)


async def _bared(connection: Any) -> list[str]:
    """Take away the indexes of what is laid; the statements that make them again."""
    indexes = await connection.fetch(
        "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made"
        " from pg_index where indrelid::regclass::text = any($1) and not indisprimary",
        list(_LAID),
    )
    keys = await connection.fetch(
        "select conrelid::regclass::text as owner, conname as name,"
        " pg_get_constraintdef(oid) as made from pg_constraint"
        " where conrelid::regclass::text = any($1) and contype in ('p', 'f')"
        " order by contype, conrelid",
        ["customer_tokens", "customer_tags"],
    )
    again = [index["made"] for index in indexes]
    for key in keys:
        again.append(f"alter table {key['owner']} add constraint {key['name']} {key['made']}")
        await connection.execute(f"alter table {key['owner']} drop constraint {key['name']}")
    for index in indexes:
        await connection.execute(f"drop index {index['name']}")
    return again


async def _dressed(connection: Any, again: Sequence[str]) -> None:
    await connection.execute("set maintenance_work_mem = '1GB'")
    for line in again:
        await connection.execute(line)


def _in_pieces(url: str, people: People) -> None:
    starts = range(0, people.count, _PIECE)
    with ProcessPoolExecutor(2) as pool:
        for _ in pool.map(_piece, [url] * len(starts), [people] * len(starts), starts):
            pass


def _piece(url: str, people: People, start: int) -> None:
    """Lay some of the people, the words that find them, and the tags they wear."""
    rows = list(people.some(start, min(start + _PIECE, people.count)))
    asyncio.run(_copied(url, people, rows, Random(start)))


def _tokens(row: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    words = found_by(row)
    left = marks(words)
    for each in kept(SearchToken(token, weight) for token, weight in words.items()):
        yield TENANT, each.token, row["id"], each.weight, each.shared, left


async def _copied(url: str, people: People, rows: list[dict[str, Any]], chance: Random) -> None:
    tokens = [told for row in rows for told in _tokens(row)]
    worn = [
        (TENANT, row["id"], tag, TENANT, row["created_at"], *(row[name] for name in _COPIED))
        for row in rows
        for tag, share in zip(people.tags, _SHARES, strict=False)
        if chance.random() < share
    ]
    async with connected(url) as connection:
        await connection.execute("set session_replication_role = replica")
        records = [tuple(row[column] for column in _COLUMNS) for row in rows]
        for table, columns, said in (
            ("customers", _COLUMNS, records),
            ("customer_tokens", _TOKEN, tokens),
            ("customer_tags", _WORN, worn),
        ):
            await connection.copy_records_to_table(table, columns=columns, records=said)
