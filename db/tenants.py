"""Tenants: the companies whose customers are kept. The one table that belongs to nobody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from db.base import NOT_PERSONAL, Row
from db.connections import Database

ACTIVE: Final = "ACTIVE"
SUSPENDED: Final = "SUSPENDED"

# Who may create customers: everybody with the scope for it, or services alone.
ANYBODY: Final = "ANYBODY"
SERVICES: Final = "SERVICES"

_COLUMNS: Final = (
    "id, slug, name, status, home_currency, default_region, default_language, time_zone,"
    " note_length, blocked_words, phone_pattern, creators"
)
_FIND: Final = f"select {_COLUMNS} from tenants where id::text = $1 or slug = $1"
_LIST: Final = f"select {_COLUMNS} from tenants order by slug"
_CREATE: Final = (
    "insert into tenants (id, slug, name, home_currency, default_region, default_language,"
    f" time_zone) values ($1, $2, $3, $4, $5, $6, $7) returning {_COLUMNS}"
)
_SET_POLICIES: Final = (
    "update tenants set phone_pattern = case when $2 then $3 else phone_pattern end,"
    f" creators = coalesce($4, creators) where slug = $1 returning {_COLUMNS}"
)
_SET_STATUS: Final = f"update tenants set status = $2 where slug = $1 returning {_COLUMNS}"


class TenantRow(Row):
    """A company, its habits and whether it may come in."""

    __tablename__ = "tenants"
    __table_args__ = (
        UniqueConstraint("slug", name="uq_tenants_slug"),
        CheckConstraint("status in ('ACTIVE', 'SUSPENDED')", name="ck_tenants_status"),
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="ck_tenants_slug"),
        CheckConstraint("note_length between 1 and 10000", name="ck_tenants_note_length"),
        CheckConstraint("creators in ('ANYBODY', 'SERVICES')", name="ck_tenants_creators"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    slug: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    status: Mapped[str] = mapped_column(server_default=ACTIVE, info=NOT_PERSONAL)
    home_currency: Mapped[str] = mapped_column(server_default="EUR", info=NOT_PERSONAL)
    default_region: Mapped[str] = mapped_column(server_default="DE", info=NOT_PERSONAL)
    default_language: Mapped[str] = mapped_column(server_default="en", info=NOT_PERSONAL)
    time_zone: Mapped[str] = mapped_column(server_default="UTC", info=NOT_PERSONAL)
    note_length: Mapped[int] = mapped_column(server_default="500", info=NOT_PERSONAL)
    blocked_words: Mapped[list[str]] = mapped_column(server_default="{}", info=NOT_PERSONAL)
    phone_pattern: Mapped[str | None] = mapped_column(info=NOT_PERSONAL)
    creators: Mapped[str] = mapped_column(server_default=ANYBODY, info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), info=NOT_PERSONAL)


@dataclass(frozen=True, slots=True)
class PhonePattern:
    """What a tenant's telephone numbers have to look like, if they have to at all."""

    form: str | None


@dataclass(frozen=True, slots=True)
class Tenant:
    """What the house needs to know of a tenant while it serves one of its requests."""

    id: UUID
    slug: str
    name: str
    status: str
    home_currency: str
    default_region: str
    default_language: str
    time_zone: str
    note_length: int
    blocked_words: tuple[str, ...]
    phone_pattern: str | None = None
    """What a telephone number has to look like, as it is typed, beside being one."""
    creators: str = ANYBODY

    @property
    def is_active(self) -> bool:
        """Whether the tenant's people may come in."""
        return self.status == ACTIVE


async def find_tenant(database: Database, name: str) -> Tenant | None:
    """A tenant by its id or its slug."""
    async with database.global_rows() as connection:
        row = await connection.fetchrow(_FIND, name)
    return None if row is None else _tenant(row)


async def all_tenants(connection: Any) -> list[Tenant]:
    """Every tenant; for the owner's command line."""
    return [_tenant(row) for row in await connection.fetch(_LIST)]


async def create_tenant(connection: Any, tenant: Tenant) -> Tenant:
    """Keep a new tenant; for the owner's command line."""
    row = await connection.fetchrow(
        _CREATE,
        tenant.id,
        tenant.slug,
        tenant.name,
        tenant.home_currency,
        tenant.default_region,
        tenant.default_language,
        tenant.time_zone,
    )
    return _tenant(row)


async def set_status(connection: Any, slug: str, status: str) -> Tenant | None:
    """Let a tenant in, or keep it out; for the owner's command line."""
    row = await connection.fetchrow(_SET_STATUS, slug, status)
    return None if row is None else _tenant(row)


async def set_policies(
    connection: Any, slug: str, pattern: PhonePattern | None, creators: str | None
) -> Tenant | None:
    """Say what telephone numbers look like and who creates customers; None leaves it as it is."""
    form = pattern.form if pattern else None
    row = await connection.fetchrow(_SET_POLICIES, slug, pattern is not None, form, creators)
    return None if row is None else _tenant(row)


def _tenant(row: Any) -> Tenant:
    return Tenant(**{**dict(row), "blocked_words": tuple(row["blocked_words"])})
