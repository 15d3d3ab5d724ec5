"""What API tests can ask for beside a tenant of their own."""

from uuid import uuid4

import asyncpg
import httpx2
import pytest

from tests.api.crowd import Crowd, gather
from tests.tenant import Tenant


@pytest.fixture(scope="module")
async def crowd(client: httpx2.AsyncClient, owner: asyncpg.Pool) -> Crowd:
    """The crowd, only to be looked at."""
    tenant = Tenant(client, owner, f"crowd-{uuid4().hex[:12]}")
    await tenant.open()
    return await gather(tenant)
