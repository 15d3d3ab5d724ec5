"""Every generator accepts the schema and the operations, and what it makes works."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from app.house import House
from auth.scopes import Role
from tests.app.houses import opened
from tests.clients.front import Front, serving
from tests.clients.operations import MANIFEST
from tests.clients.test_manifest import DOCUMENTS
from tests.clients.workshop import Done, Workshop, missing
from tests.servers import Server
from tests.tenant import Tenant

pytestmark = [pytest.mark.long, pytest.mark.once]

TYPESCRIPT: Final = "clients/typescript/"
ARIADNE: Final = "ariadne-codegen"
VIEWER: Final = "clients/operations/viewer.graphql"


@pytest.fixture(scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A place in which everything was generated."""
    if reason := missing():
        pytest.skip(reason)  # it says what this machine lacks; in CI that is a failure
    shop = Workshop(tmp_path_factory.mktemp("clients"))
    shop.furnish()
    for done in (await shop.npm("generate"), await shop.npm("build"), await shop.venv(ARIADNE)):
        assert done.status == 0, done.said
    return shop


@pytest.fixture
def spoilt(made: Workshop, tmp_path: Path) -> Workshop:
    """Another such place, to put a fault into."""
    return Workshop(shutil.copytree(made.root, tmp_path, symlinks=True, dirs_exist_ok=True))


@pytest.fixture
async def front(house: House) -> AsyncIterator[Front]:
    """The real app on a port."""
    async with serving(house.app) as front:
        yield front


async def test_what_is_generated_for_typescript_has_its_types(made: Workshop) -> None:
    done = await made.npm("check")

    assert done.status == 0, done.said


async def test_what_is_generated_for_python_has_its_types(made: Workshop) -> None:
    done = await made.venv("mypy", ".")

    assert done.status == 0, done.said


def test_the_manifest_in_the_tree_is_the_one_that_is_generated(made: Workshop) -> None:
    assert made.manifest.read_bytes() == MANIFEST.read_bytes(), "The manifest is old: make clients"


async def test_a_field_that_is_unknown_is_refused_by_both_generators(spoilt: Workshop) -> None:
    spoilt.spoil(VIEWER, this="timeZone", that="timeZoneOfOld")

    npm = await spoilt.npm("generate")
    python = await spoilt.venv(ARIADNE)

    assert (npm.status, python.status) == (1, 1)
    assert "timeZoneOfOld" in npm.said
    assert "timeZoneOfOld" in python.said


async def test_a_scalar_that_is_missing_in_the_map_is_refused(spoilt: Workshop) -> None:
    spoilt.spoil("clients/scalars.json", this='"Cursor": "string",', that="")

    done = await spoilt.npm("generate")

    assert done.status == 1
    assert "Cursor" in done.said


@pytest.mark.parametrize(
    ("script", "file", "this", "that"),
    [
        ("check", "src/tour.ts", "expectedVersion: 1", 'expectedVersion: "1"'),
        ("check:tada", "tada/generated/operations.ts", "  timeZone\n", "  timeZoneOfOld\n"),
        ("check:tada", "tada/sample.ts", '["roles"], string[]>', '["roles"], string>'),
    ],
    ids=["a use", "a field", "a type"],
)
async def test_a_fault_is_found(
    spoilt: Workshop, script: str, file: str, this: str, that: str
) -> None:
    spoilt.spoil(TYPESCRIPT + file, this=this, that=that)

    done = await spoilt.npm(script)

    assert done.status != 0
    assert Path(file).name in done.said


async def test_the_typescript_client_takes_its_tour(
    made: Workshop, front: Front, tenant: Tenant
) -> None:
    seen = seen_by(await made.npm("tour", **told(front, tenant)))

    assert seen == {
        "tenant": tenant.slug,
        "made": "Ana",
        "same": True,
        "refused": ["TAKEN by the first"],
        "changed": ["lastName"],
        "card": ["Ana Popescu", 2, 0],
        "note": "Called.",
        "stranger": [401, "UNAUTHENTICATED"],
    }
    assert {asked.accept for asked in front.asked} == {
        "application/graphql-response+json, application/json;q=0.9"
    }


async def test_the_typescript_client_comes_again_to_a_server_that_is_busy(
    made: Workshop, front: Front, tenant: Tenant
) -> None:
    front.busy = True

    seen = seen_by(await made.npm("tour", **told(front, tenant)))

    first, second = front.asked[:2]
    assert 1 <= second.at - first.at < 3
    assert (seen["made"], seen["card"]) == ("Ana", ["Ana Popescu", 2, 0])
    # The viewer is asked for twice and told to wait once; the note is the last and has no key.
    assert front.counted() == [3, 2, 2, 2, 2, 2, 1]
    assert seen["note"] == 503
    assert await tenant.rows("select id from notes where tenant_id = $1") == []


async def test_the_typescript_client_sends_ids_to_a_server_that_takes_nothing_else(
    made: Workshop, tenant: Tenant, postgres: Server, database: str
) -> None:
    trusting = {"TRUSTED_DOCUMENTS": str(MANIFEST), "TRUSTED_MODE": "only"}
    async with (
        opened(postgres.app(database), **trusting) as (house, _),
        serving(house.app) as front,
    ):
        seen = seen_by(await made.npm("tour", TRUSTED="", **told(front, tenant)))

    bodies = [orjson.loads(asked.body) for asked in front.asked]
    assert (seen["made"], seen["card"]) == ("Ana", ["Ana Popescu", 2, 0])
    assert {body["documentId"] for body in bodies} <= set(DOCUMENTS)
    assert [body for body in bodies if "query" in body] == []


async def test_the_python_client_takes_its_tour(
    made: Workshop, front: Front, tenant: Tenant
) -> None:
    seen = seen_by(await made.venv("python", "tour.py", **told(front, tenant)))

    assert seen == {
        "tenant": tenant.slug,
        "made": "Ion",
        "refused": [["TAKEN", True]],
        "changed": ["lastName"],
        "card": ["Ion Ionescu", 2, "UTC"],
        "stranger": "HTTP 401",
    }


def told(front: Front, tenant: Tenant) -> dict[str, str]:
    """What a client has to know."""
    return {"CLIENTELA_URL": front.url, "CLIENTELA_TOKEN": tenant.token(Role.ADMIN)}


def seen_by(tour: Done) -> Any:
    """What a client saw on its tour."""
    assert tour.status == 0, tour.said
    return orjson.loads(tour.said)
