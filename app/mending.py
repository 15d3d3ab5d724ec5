"""Mending: what is kept of customers a second time, put right while the server runs."""

import asyncio
from collections.abc import Callable
from typing import Final
from uuid import UUID

from app.places import Place, Unusable, need_steps
from app.server import checked
from app.settings import Settings
from db.connections import Access, Database, DatabaseUnavailable, TenantSetting
from db.conversation import Conversation
from db.sealed import Reader
from db.tenants import Tenant, all_tenants, find_tenant
from resolvers.mending import BEGINNING, Look, Step

EVERY: Final = 10_000
"""After how many customers a line is said."""
_TRIES: Final = 5
_PAUSE_SECONDS: Final = 0.5
_SECONDS: Final = 60.0

Say = Callable[[str], None]


async def mend(settings: Settings, where: Place, slug: str | None, say: Say, look: Look) -> None:
    """Look at the customers of one tenant or of all, and write anew what is kept otherwise."""
    await checked(where)
    setting = TenantSetting(settings.TENANT_SETTING)
    database = Database(Access(where.app_url, 1, setting, seconds=_SECONDS))
    await database.open()
    try:
        for tenant in await _tenants(database, slug):
            await _mended(database, tenant, say, look)
    finally:
        await database.close()


async def _tenants(database: Database, slug: str | None) -> list[Tenant]:
    async with database.global_rows() as connection:
        await need_steps(connection)
        if slug is None:
            return await all_tenants(connection)
    found = await find_tenant(database, slug)
    if found is None:
        raise Unusable(f"There is no tenant {slug}.")
    return [found]


async def _mended(database: Database, tenant: Tenant, say: Say, look: Look) -> None:
    looked_at = written = 0
    after, told = BEGINNING, EVERY
    while step := await _step(database, tenant, look, after):
        looked_at, written = looked_at + step.looked_at, written + step.written
        after = step.last
        if looked_at >= told:
            say(f"{tenant.slug}: {looked_at:,} looked at so far, {written:,} written anew.")
            told = looked_at + EVERY
    say(f"{tenant.slug}: {looked_at:,} looked at, {written:,} written anew.")


async def _step(database: Database, tenant: Tenant, look: Look, after: UUID) -> Step | None:
    """A few customers. Somebody may hold one of them for a while, or the connection break."""
    for _ in range(1, _TRIES):
        try:
            return await _tried(database, tenant, look, after)
        except DatabaseUnavailable:
            await asyncio.sleep(_PAUSE_SECONDS)
    return await _tried(database, tenant, look, after)


async def _tried(database: Database, tenant: Tenant, look: Look, after: UUID) -> Step | None:
    conversation = Conversation(database, Reader(tenant.id))
    try:
        return await look(conversation, after)
    finally:
        await conversation.end()
