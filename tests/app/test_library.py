"""The library: documents named by id, uploaded by hash, or allowed at all."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest

from app.library import trusted_documents
from app.places import Unusable
from auth.scopes import Role
from tests.app.houses import speaking
from tests.servers import Server
from tests.tenant import NEWER, Tenant

VIEWER = "query Who { viewer { subject } }"
OTHER = "{ viewer { name } }"
CREATE = 'mutation Make { tagCreate(input: { label: "New" }) { tag { label } } }'


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _uploading(text: str, **more: Any) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": _hash(text)}}, **more}


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    known = {f"sha256:{_hash(text)}": text for text in (VIEWER, CREATE)}
    (tmp_path / "web.json").write_bytes(orjson.dumps(known))
    return tmp_path


@pytest.fixture
async def openly(
    manifest: Path, postgres: Server, database: str
) -> AsyncIterator[httpx2.AsyncClient]:
    async with speaking(postgres, database, TRUSTED_DOCUMENTS=str(manifest)) as client:
        yield client


@pytest.fixture
async def strictly(
    manifest: Path, postgres: Server, database: str
) -> AsyncIterator[httpx2.AsyncClient]:
    told = {"TRUSTED_DOCUMENTS": str(manifest), "TRUSTED_MODE": "only"}
    async with speaking(postgres, database, **told) as client:
        yield client


async def _send(client: httpx2.AsyncClient, tenant: Tenant, body: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", **NEWER}
    response = await client.post("/graphql", json=body, headers=headers)
    said = response.json()
    return response.status_code, said.get("data") or said["errors"][0]["extensions"]["code"]


WHO = (200, {"viewer": {"subject": "admin"}})


async def test_a_trusted_document_is_named_by_its_id(
    openly: httpx2.AsyncClient, tenant: Tenant
) -> None:
    known = {"documentId": f"sha256:{_hash(VIEWER)}"}

    assert await _send(openly, tenant, known) == WHO
    assert await _send(openly, tenant, {**known, "query": VIEWER}) == WHO
    assert await _send(openly, tenant, {**known, "query": None, "variables": None}) == WHO
    assert await _send(openly, tenant, {**known, "query": OTHER}) == (400, "BAD_PARAMETERS")


async def test_an_unknown_id_is_one_error(openly: httpx2.AsyncClient, tenant: Tenant) -> None:
    for name in ("sha256:" + "0" * 64, "md5", "sha256:", _hash(VIEWER), "x" * 5_000):
        refused = await _send(openly, tenant, {"documentId": name})
        assert refused == (400, "PERSISTED_DOCUMENT_NOT_FOUND")


async def test_a_trusted_document_can_be_asked_for_by_get(
    openly: httpx2.AsyncClient, tenant: Tenant
) -> None:
    headers = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", **NEWER}
    ask = {"documentId": f"sha256:{_hash(VIEWER)}"}
    change = {"documentId": f"sha256:{_hash(CREATE)}"}

    assert (await openly.get("/graphql", params=ask, headers=headers)).json()["data"] == WHO[1]
    refused = await openly.get("/graphql", params=change, headers=headers)
    assert (refused.status_code, await tenant.rows("select id from tags where tenant_id = $1")) == (
        405,
        [],
    )


async def test_a_document_is_uploaded_once_and_then_named_by_its_hash(
    client: httpx2.AsyncClient, tenant: Tenant, other_tenant: Tenant
) -> None:
    unknown = await _send(client, tenant, _uploading(OTHER))
    uploaded = await _send(client, tenant, _uploading(OTHER, query=OTHER))
    named = await _send(client, tenant, _uploading(OTHER))
    abroad = await _send(client, other_tenant, _uploading(OTHER))

    assert unknown == (400, "PERSISTED_QUERY_NOT_FOUND")
    assert uploaded == named == (200, {"viewer": {"name": "Admin"}})
    assert abroad == (400, "PERSISTED_QUERY_NOT_FOUND")


async def test_a_hash_cannot_be_given_another_document(
    client: httpx2.AsyncClient, tenant: Tenant
) -> None:
    text = "query Poisoned { viewer { subject } }"

    poisoned = await _send(client, tenant, _uploading(text, query=CREATE))

    assert poisoned == (400, "BAD_PARAMETERS")
    assert await tenant.rows("select id from tags where tenant_id = $1") == []
    assert await _send(client, tenant, _uploading(text)) == (400, "PERSISTED_QUERY_NOT_FOUND")


@pytest.mark.parametrize(
    "said",
    [
        1,
        [],
        {"version": 2, "sha256Hash": _hash(OTHER)},
        {"version": 1},
        {"version": 1, "sha256Hash": 5},
        {"version": True, "sha256Hash": _hash(OTHER)},
        {"version": 1.0, "sha256Hash": _hash(OTHER)},
    ],
    ids=["number", "list", "other-version", "no-hash", "odd-hash", "true", "fraction"],
)
async def test_an_odd_upload_is_refused(
    client: httpx2.AsyncClient, tenant: Tenant, said: object
) -> None:
    body = {"query": OTHER, "extensions": {"persistedQuery": said}}

    assert await _send(client, tenant, body) == (400, "BAD_PARAMETERS")


async def test_only_trusted_documents_are_answered_where_that_is_set(
    strictly: httpx2.AsyncClient, tenant: Tenant
) -> None:
    change = 'mutation { tagCreate(input: { label: "Not known" }) { tag { label } } }'

    assert await _send(strictly, tenant, {"query": VIEWER}) == WHO
    assert await _send(strictly, tenant, {"documentId": f"sha256:{_hash(VIEWER)}"}) == WHO
    assert await _send(strictly, tenant, _uploading(VIEWER)) == WHO
    for text in (change, VIEWER + " ", "{"):
        refused = await _send(strictly, tenant, {"query": text})
        assert refused == (403, "OPERATION_NOT_ALLOWLISTED")
    assert await _send(strictly, tenant, _uploading(OTHER, query=OTHER)) == (
        400,
        "PERSISTED_QUERY_NOT_SUPPORTED",
    )
    assert await tenant.rows("select id from tags where tenant_id = $1") == []


async def test_strangers_are_logged_by_their_hash_alone(
    manifest: Path,
    postgres: Server,
    database: str,
    tenant: Tenant,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = {"TRUSTED_DOCUMENTS": str(manifest), "TRUSTED_MODE": "log"}
    async with speaking(postgres, database, **told) as client:
        assert await _send(client, tenant, {"query": VIEWER}) == WHO
        assert (await _send(client, tenant, {"query": OTHER}))[0] == 200

    logged = [r for r in caplog.records if r.name == "clientela.documents"]
    assert [(r.getMessage(), r.__dict__["document"]) for r in logged] == [
        ("unknown document", _hash(OTHER))
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"sha256:00": "{ viewer { subject } }"}', '{"a": 1}'],
    ids=["empty", "list", "cut", "other-hash", "no-text"],
)
def test_a_manifest_that_cannot_be_used_stops_the_start(tmp_path: Path, text: str) -> None:
    place = tmp_path / "manifest.json"
    place.write_text(text)

    with pytest.raises(Unusable, match=r"^TRUSTED_DOCUMENTS cannot be used: "):
        trusted_documents(place)


def test_a_manifest_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"^TRUSTED_DOCUMENTS cannot be used: "):
        trusted_documents(tmp_path / "nothing.json")
