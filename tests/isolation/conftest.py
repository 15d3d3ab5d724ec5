"""What is walked: between tenants behind both walls, behind the first alone, between customers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

import asyncpg
import httpx2
import pytest

from app.house import built
from app.settings import load_settings
from auth.scopes import Role
from tests.conftest import Statements
from tests.isolation.evidence import Traces, rows, words_of
from tests.isolation.values import OURS, THEIRS
from tests.isolation.walk import Victim, Visitor, Walk
from tests.isolation.world import Belongings, Ground, inhabited, keeper
from tests.servers import UNHURRIED, Server
from tests.tenant import kept

KNOCK = "{ __typename }"


@asynccontextmanager
async def _ground(postgres: Server, database: str) -> AsyncIterator[Ground]:
    """A house of our own on a database, so that its statements are heard apart."""
    sent = Statements()
    house = built(load_settings(UNHURRIED), postgres.app(database), watch=sent.see)
    transport = httpx2.ASGITransport(app=house.app)
    async with (
        house.app.router.lifespan_context(house.app),
        asyncpg.create_pool(postgres.owner(database), min_size=1) as owner,
        httpx2.AsyncClient(transport=transport, base_url="http://clientela") as client,
    ):
        yield Ground(client, owner, sent)


@pytest.fixture(scope="session")
async def ground(postgres: Server, database: str) -> AsyncIterator[Ground]:
    """Behind both walls."""
    async with _ground(postgres, database) as ground:
        yield ground


@pytest.fixture(scope="session")
async def open_ground(postgres: Server, template: str) -> AsyncIterator[Ground]:
    """Behind the first wall alone: the database shows the app every row."""
    name = await postgres.fresh(template)
    async with _ground(postgres, name) as ground:
        for table in await ground.owner.fetch("select relname from pg_class where relrowsecurity"):
            line = f'alter table "{table["relname"]}" disable row level security'
            await ground.owner.execute(line)
        yield ground
    await postgres.drop(name)


@pytest.fixture
async def walled(ground: Ground) -> Walk:
    """Somebody of one tenant among the things of another."""
    return await _between_tenants(ground)


@pytest.fixture
async def unwalled(open_ground: Ground) -> Walk:
    """The same where row security is off."""
    return await _between_tenants(open_ground)


@pytest.fixture
async def customers(ground: Ground) -> Walk:
    """A customer among the things of the others of the same tenant."""
    tenant = await ground.tenant("zoo")
    theirs = await inhabited(tenant, THEIRS)
    known = words_of(str(await rows(ground.owner, tenant.id)))
    ours, numbers = await keeper(tenant, OURS), count(1)

    async def visit(lacking: str) -> Visitor:
        mine = Belongings(ours, lacking)
        user, customer_id = f"{OURS.mark}-{next(numbers)}", await mine.id("customer")
        token = tenant.token(Role.CUSTOMER, user=user, customer_id=customer_id)
        visitor = Visitor(replace(ours, token=token), mine)
        await tenant.send(KNOCK, token)
        return visitor

    mine = (await visit("")).mine.ids["customer"]
    known -= words_of(str(await rows(ground.owner, tenant.id, str(kept(mine)))))
    things = [kept(i) for kind, i in theirs.seen.ids.items() if kind not in {"actor", "tenant"}]
    victim = Victim(theirs.seen, tenant.id, "|".join(map(str, things)), Traces(frozenset(known)))
    return Walk(ground, ours.atlas, theirs.whole, victim, visit, may_everything=False)


async def _between_tenants(ground: Ground) -> Walk:
    theirs = await inhabited(await ground.tenant(THEIRS.mark), THEIRS)
    ours = await keeper(await ground.tenant(OURS.mark), OURS)

    async def visit(lacking: str) -> Visitor:
        return Visitor(ours, Belongings(ours, lacking))

    mine = (await visit("")).mine
    await ours.tenant.wear(await mine.id("customer"), await mine.id("tag"))
    known = words_of(str(await rows(ground.owner, theirs.party.tenant.id)))
    known -= words_of(str(await rows(ground.owner, ours.tenant.id)))
    victim = Victim(theirs.seen, theirs.party.tenant.id, ".", Traces(frozenset(known)))
    return Walk(ground, ours.atlas, theirs.whole, victim, visit)
