"""The walls themselves: what the database refuses the application, whatever it is sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from auth.scopes import Role
from tests.isolation.evidence import rows
from tests.isolation.values import OURS, THEIRS
from tests.isolation.world import Ground, World, inhabited
from tests.servers import Server
from tests.tenant import Tenant, kept, unknown

FORBIDDEN = "42501"
UNSET = ""
COPY = "insert into {0} select * from json_populate_record(null::{0}, $1)"


@dataclass(frozen=True, slots=True)
class Cellar:
    """Two full tenants, and the database as the application reaches it."""

    owner: asyncpg.Pool
    app: asyncpg.Connection
    ours: UUID
    theirs: UUID

    ...
