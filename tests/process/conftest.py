"""What tests of the process can ask for: a database that nobody else is on."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.servers import Server


@pytest.fixture(scope="module")
async def own_database(postgres: Server, template: str) -> AsyncIterator[str]:
    """The name of a migrated database of a module's own."""
    name = await postgres.fresh(template)
    yield name
    await postgres.drop(name)


@pytest.fixture(scope="module")
async def own_owner(postgres: Server, own_database: str) -> AsyncIterator[asyncpg.Pool]:
    """Connections that see everything in it."""
    async with asyncpg.create_pool(postgres.owner(own_database), min_size=1) as pool:
        yield pool
