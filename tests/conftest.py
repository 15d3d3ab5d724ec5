"""What every test can ask for: a database, the real app on it, tenants, and the statements sent."""

import os
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import asyncpg
import httpx2
import orjson
import pytest

from app.house import House, built
from app.settings import load_settings
from db.migrate import migrate
from tests.copies import differing
from tests.house.statements import faults
from tests.overheard import BREAKING, HEARD, listening
from tests.servers import APP_PASSWORD, UNHURRIED, Server, server
from tests.tenant import Tenant

# What a connection says to itself: it tells its tenant, opens and closes, and looks up types.
HOUSEKEEPING = (
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "select set_config('app.tenant_id'",
    "select app_set_context",
)
NO_BROWSER = "GraphiQL is looked at where Chromium is."
LOOKED_UP = ("typeinfo_tree", "current_setting('jit')", "set_config('jit'")


class Statements(list[str]):
    """The statements that were sent, without what a connection says to itself."""

    def see(self, statement: str) -> None:
        """Note a statement."""
        said = statement.strip()
        if not said.startswith(HOUSEKEEPING) and not any(word in said for word in LOOKED_UP):
            self.append(said)


SENT = Statements()
EVERYTHING_SENT: set[str] = set()


def _watch(statement: str) -> None:
    SENT.see(statement)
    EVERYTHING_SENT.add(statement.strip())


@pytest.fixture(scope="session", autouse=True)
def _linted() -> Iterator[None]:
    """When all is done, every statement that was sent has been one tenant's."""
    yield
    ours = (sql for sql in EVERYTHING_SENT if not any(word in sql for word in LOOKED_UP))
    wrong = [f"{found}\n{sql}" for sql in ours if (found := faults(sql))]
    assert not wrong, "\n\n".join(wrong)


@pytest.fixture(scope="session", autouse=True)
def _overheard() -> Iterator[None]:
    """When all is done, no answer has been an unplanned 5xx or told of our insides."""
    with listening():
        yield
    assert not HEARD.wrong, "\n".join(HEARD.wrong)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that in the end nobody waits for a single file."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Know which tests break something on purpose."""
    if item.get_closest_marker(BREAKING):
        HEARD.breaking.add(item.nodeid)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of this run's own."""
    with server() as running:
        yield running


@pytest.fixture(scope="session")
async def template(postgres: Server) -> AsyncIterator[str]:
    """The name of a migrated database that nobody uses but to copy it."""
    name = await postgres.fresh()
    await migrate(postgres.owner(name), app_password=APP_PASSWORD)
    yield name
    await postgres.drop(name)


@pytest.fixture(scope="session")
async def database(postgres: Server, template: str) -> AsyncIterator[str]:
    """The name of a migrated database. When all is done, whatever is kept twice in it is alike."""
    name = await postgres.fresh(template)
    yield name
    connection = await asyncpg.connect(postgres.owner(name))
    await connection.execute("analyze customers, customer_tags")
    wrong = await differing(connection)
    await connection.close()
    await postgres.drop(name)
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session")
async def owner(postgres: Server, database: str) -> AsyncIterator[asyncpg.Pool]:
    """Connections that see everything."""
    async with asyncpg.create_pool(
        postgres.owner(database), min_size=1, init=_reading_json
    ) as pool:
        yield pool


async def _reading_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_as_json, decoder=orjson.loads
    )


def _as_json(value: object) -> str:
    return orjson.dumps(value).decode()


@pytest.fixture(scope="session")
async def house(postgres: Server, database: str) -> AsyncIterator[House]:
    """The real app, open."""
    house = built(load_settings(UNHURRIED), postgres.app(database), watch=_watch)
    async with house.app.router.lifespan_context(house.app):
        yield house


@pytest.fixture(scope="session")
async def client(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who speaks HTTP with the app."""
    transport = httpx2.ASGITransport(app=house.app, client=("198.51.100.7", 4711))
    async with httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client:
        yield client


@pytest.fixture
async def tenant(client: httpx2.AsyncClient, owner: asyncpg.Pool) -> Tenant:
    """A tenant of the test's own."""
    return await _opened(client, owner, "acme")


@pytest.fixture
async def other_tenant(client: httpx2.AsyncClient, owner: asyncpg.Pool) -> Tenant:
    """Another tenant, whose things must not be seen."""
    return await _opened(client, owner, "rival")


async def _opened(client: httpx2.AsyncClient, owner: asyncpg.Pool, name: str) -> Tenant:
    tenant = Tenant(client, owner, f"{name}-{uuid4().hex[:12]}")
    await tenant.open()
    return tenant


@pytest.fixture
def statements(house: House) -> Statements:
    """The statements sent since the test began, or since they were cleared."""
    SENT.clear()
    return SENT


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI, a test that was skipped has not passed. A browser alone may be missing there too."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", ()) if reporter else ()
    lacking = [report for report in skipped if NO_BROWSER not in str(report.longrepr)]
    if os.environ.get("CI") == "true" and lacking:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
