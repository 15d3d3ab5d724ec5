"""The manifest that is generated is one that the server takes: ids stand for texts."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from auth.scopes import Role
from tests.app.houses import speaking
from tests.clients.operations import MANIFEST
from tests.clients.test_manifest import DOCUMENTS
from tests.servers import Server
from tests.tenant import Tenant


@pytest.fixture
async def trusting(postgres: Server, database: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who speaks with a server that takes the documents of the manifest only."""
    told = {"TRUSTED_DOCUMENTS": str(MANIFEST), "TRUSTED_MODE": "only"}
    async with speaking(postgres, database, **told) as client:
        yield client


async def test_an_id_of_the_manifest_stands_for_its_text(
    trusting: httpx2.AsyncClient, tenant: Tenant
) -> None:
    (viewer,) = [key for key, text in DOCUMENTS.items() if text.startswith("query Viewer ")]

    answer = await _send(trusting, tenant, {"documentId": viewer})

    assert answer["data"]["viewer"]["tenant"]["slug"] == tenant.slug


async def test_a_text_that_is_not_in_the_manifest_is_refused(
    trusting: httpx2.AsyncClient, tenant: Tenant
) -> None:
    answer = await _send(trusting, tenant, {"query": "{ viewer { subject } }"})

    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == "OPERATION_NOT_ALLOWLISTED"


async def _send(client: httpx2.AsyncClient, tenant: Tenant, body: dict[str, Any]) -> dict[str, Any]:
    headers = {
        "Authorization": f"Bearer {tenant.token(Role.ADMIN)}",
        "Accept": "application/graphql-response+json",
    }
    response = await client.post("/graphql", json=body, headers=headers)
    answer: dict[str, Any] = response.json()
    return answer
