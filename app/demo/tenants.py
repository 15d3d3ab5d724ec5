"""The demo tenants: made when they are missing, and filled when they are empty."""

from typing import Final

import asyncpg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app.demo.filling import fill
from app.places import Place
from app.settings import Settings
from db.connections import Access, Database, TenantSetting
from db.ids import new_id
from db.tenants import ACTIVE, Tenant, create_tenant, find_tenant

DEMO: Final = (
    ("demo", "Demo Travel", "EUR", "RO", "ro", "Europe/Bucharest"),
    ("rival", "Rival Clinic", "MAD", "MA", "fr", "Africa/Casablanca"),
)


async def made(settings: Settings, where: Place, console: Console) -> int:
    """How many customers were made for the demo tenants."""
    access = Access(where.app_url, 2, TenantSetting(settings.TENANT_SETTING))
    database = Database(access)
    await database.open()
    try:
        found = [await _tenant(database, where, *said) for said in DEMO]
        with _bar(console) as bar:
            count = sum([await _filled(settings, database, tenant, bar) for tenant in found])
    finally:
        await database.close()
    if count and where.owner_url is not None:
        await _looked_through(where)
    return count


async def _looked_through(where: Place) -> None:
    """Let PostgreSQL know of the many rows, which it would find out a minute later by itself."""
    connection = await asyncpg.connect(where.owner())
    try:
        await connection.execute("analyze")
    finally:
        await connection.close()


async def _filled(settings: Settings, database: Database, tenant: Tenant, bar: Progress) -> int:
    task = bar.add_task(f"Demo data for {tenant.slug}", total=None, visible=False)

    def progress(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total, visible=True)

    secret = settings.SECRET_KEY.get_secret_value().encode()
    return await fill(database, tenant, secret, progress)


async def _tenant(database: Database, where: Place, slug: str, *said: str) -> Tenant:
    known = await find_tenant(database, slug)
    if known is not None:
        return known
    connection = await asyncpg.connect(where.owner())
    try:
        return await create_tenant(connection, new_tenant(slug, *said))
    finally:
        await connection.close()


def new_tenant(slug: str, *said: str) -> Tenant:
    """A tenant that is not kept yet: name, currency, region, language and time zone."""
    name, currency, region, language, zone = said
    return Tenant(new_id(), slug, name, ACTIVE, currency, region, language, zone, 500, ())


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, transient=True)
