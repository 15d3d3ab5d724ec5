"""Whatever anybody may ask of the house, the engine answers as graphql-core does."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zlib import crc32

import asyncpg
import httpx2
import pytest

from app.settings import DEVELOPMENT_SECRET
from auth.scopes import Role
from auth.tokens import mint
from tests.app.houses import opened
from tests.engine.difference.asking import Asking
from tests.engine.difference.comparing import by_places
from tests.engine.difference.finding import MANY, SEED, tried
from tests.engine.difference.town import settled
from tests.engine.difference.walks import Ground, walked
from tests.servers import UNHURRIED, Server
from tests.tenant import Tenant

pytestmark = pytest.mark.long

WALKED: Final = MANY * 2 // 5
FOUND: Final = MANY // 5
ROLES: Final = (
    *(Role.ADMIN,) * 4,
    *(Role.MANAGER, Role.STAFF, Role.SERVICE, Role.CUSTOMER),
)
HERSELF: Final = "auth0|ana"
LONG: Final = timedelta(days=7)
# What is compared is what is answered. How long it may take has tests of its own.
PATIENT: Final = {**UNHURRIED, "OPERATION_SECONDS": "26"}


@dataclass
class Town:
    """A tenant, and two houses that answer for it: one with the engine, one without."""

    tenant: Tenant
    ground: Ground
    houses: tuple[httpx2.AsyncClient, httpx2.AsyncClient]
    tokens: dict[Role, str] = field(default_factory=dict)
    went: Counter[str] = field(default_factory=Counter)

    async def fault(self, asking: Asking) -> str:
        """What differs between the two answers, if anything does."""
        role = ROLES[crc32(asking.text.encode()) % len(ROLES)]
        if role not in self.tokens:
            self.tokens[role] = self._token(role)
        headers = {"Authorization": f"Bearer {self.tokens[role]}", "X-GraphQL-Cost": "include"}
        body = {"query": asking.text, "variables": asking.variables}
        core, engine = [
            (await house.post("/graphql", json=body, headers=headers)).json()
            for house in self.houses
        ]
        self.went["all" if "errors" not in core else "some" if core.get("data") else "none"] += 1
        told = [_told(each) for each in (core, engine)]
        if told[0] == told[1]:
            return ""
        return f"{role}: {json.dumps(body, ensure_ascii=False)}\n{told[0]}\n{told[1]}"

    def _token(self, role: Role) -> str:
        user = HERSELF if role is Role.CUSTOMER else f"one {role}"
        said = {"sub": user, "tenant": self.tenant.slug, "roles": [role], "name": user.title()}
        return mint(DEVELOPMENT_SECRET, said, now=datetime.now(UTC), lifetime=LONG)


def _told(body: dict[str, Any]) -> str:
    """An answer in the order it is in, without what differs from one time to the next."""
    errors = body.get("errors", [])
    for error in errors:
        error["extensions"].pop("errorId", None)
    places = ((tuple(each.get("path", ())), json.dumps(each)) for each in errors)
    cost = body.get("extensions", {}).get("cost", {}).get("actual") if not errors else None
    said = [list(body), body.get("data"), by_places(body.get("data"), places), cost]
    return json.dumps(said, ensure_ascii=False)


@pytest.fixture(scope="module")
async def town(
    postgres: Server, database: str, owner: asyncpg.Pool, client: httpx2.AsyncClient
) -> AsyncIterator[Town]:
    """A town on the run's database."""
    tenant = Tenant(client, owner, "town")
    await tenant.open()
    ground = await settled(tenant)
    url = postgres.app(database)
    async with (
        opened(url, **{**PATIENT, "ENGINE": "false"}) as (_, one),
        opened(url, **{**PATIENT, "ENGINE": "true"}) as (_, other),
    ):
        yield Town(tenant, ground, (one, other))


async def test_walks_through_the_house_end_alike(town: Town) -> None:
    for number in range(SEED * WALKED, (SEED + 1) * WALKED):
        wrong = await town.fault(walked(town.ground, number))
        assert not wrong, f"walk {number}: {wrong}"

    assert town.went["all"] > WALKED / 4, town.went


async def test_what_hypothesis_asks_of_the_house_ends_alike(town: Town) -> None:
    await tried(town.ground, FOUND, town.fault)
