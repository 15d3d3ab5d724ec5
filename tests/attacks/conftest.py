"""What tests of attacks can ask for: a server that may be attacked."""

from collections.abc import AsyncIterator

import pytest

from tests.attacks.target import Target, attacked
from tests.servers import Server


@pytest.fixture(scope="module")
async def target(
    postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Target]:
    """A server of the module's own."""
    database = await postgres.fresh(template)
    try:
        async with attacked(postgres, database, tmp_path_factory.mktemp("target")) as target:
            yield target
    finally:
        await postgres.drop(database)
