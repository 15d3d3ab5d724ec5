"""Asking: the real app in this process, how long it took, and what PostgreSQL did for it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

import asyncpg
import httpx2

from app.house import built
from app.settings import load_settings
from bench.database import connected
from bench.finding.laying import Laid
from bench.finding.questions import DOCUMENT, Variables
from bench.servers import ENOUGH, SECRET, token
from db.wires import TELL_SESSION, TenantConnection

WARMING: Final = 12
MILLI: Final = 1000.0
NANO: Final = 1e9
NOTHING: Final = {"nodes": [], "pageInfo": {"startCursor": None}}


@dataclass(frozen=True)
class Sent:
    """A statement that was answered: its text, what was said, how long it took."""

    sql: str
    said: Sequence[Any]
    seconds: float


@dataclass(frozen=True)
class Spread:
    """How long something took: in the middle, nearly always, and at most; milliseconds."""

    p50: float
    p95: float
    most: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """The spread of several times."""
        cuts = quantiles(seconds, n=100, method="inclusive")
        return cls(MILLI * cuts[49], MILLI * cuts[94], MILLI * max(seconds))


@dataclass
class Taken:
    """What the questions of a kind took.

    Times are told twice: on the clock, and on the processor, where others do not count.
    """

    kind: str
    bar: float
    whole: list[float] = field(default_factory=list)
    statements: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    """What PostgreSQL computed for the statements."""
    slowest: tuple[float, list[Sent], Variables] = (0.0, [], {})
    rows: int = 0

    @property
    def is_met(self) -> bool:
        """Whether nineteen of twenty requests kept the bar."""
        return Spread.of(self.whole).p95 <= self.bar

    def note(self, answer: "Answered", asked: Variables) -> None:
        """One question was answered."""
        self.whole.append(answer.seconds)
        self.statements.append(sum(each.seconds for each in answer.sent))
        self.computed.append(answer.computed)
        self.rows += len(answer.page["nodes"])
        slowest = (answer.computed, answer.sent, asked)
        self.slowest = max(self.slowest, slowest, key=lambda each: each[0])


@dataclass(frozen=True)
class Answered:
    """An answer: how long it took, what was sent for it, and what PostgreSQL computed."""

    seconds: float
    computed: float
    sent: list[Sent]
    page: Any


class Asker:
    """Somebody of the tenant who asks over HTTP, and hears which statements are sent for it."""

    def __init__(self, client: httpx2.AsyncClient, laid: Laid, heard: list[Sent]) -> None:
        self._client = client
        self._heard = heard
        self._laid = laid
        self._headers = {"Authorization": f"Bearer {token(laid.slug)}"}
        self.backends: list[int] = []

    async def ask(self, asked: Variables) -> Answered:
        """Ask once."""
        self._heard.clear()
        body = {"query": DOCUMENT, "variables": asked}
        before, begun = self._computed(), perf_counter()
        answer = await self._client.post("/graphql", json=body, headers=self._headers)
        seconds, computed = perf_counter() - begun, self._computed() - before
        found = answer.json()
        if "errors" in found and seconds < 1:
            raise ValueError(f"{asked}: {found['errors']}")
        page = NOTHING if "errors" in found else found["data"]["customers"]
        return Answered(seconds, computed, list(self._heard), page)

    async def take(self, taken: Taken, questions: Sequence[Variables]) -> None:
        """Ask questions of a kind, the first ones also beforehand so that all is warm."""
        for asked in questions[:WARMING]:
            await self.ask(asked)
        self.backends = await _backends(self._laid)
        for asked in questions:
            taken.note(await self.ask(asked), asked)

    async def deep(self, asked: Variables) -> Variables | None:
        """The same question, for a page shortly before the end of the list."""
        rest = {name: value for name, value in asked.items() if name != "first"}
        found = await self.ask({**rest, "last": asked["first"]})
        start = found.page["pageInfo"]["startCursor"]
        return {**asked, "after": start} if start else None

    def _computed(self) -> float:
        """How long those who answer in PostgreSQL have computed, in seconds."""
        told = (Path(f"/proc/{pid}/schedstat") for pid in self.backends)
        return sum(int(path.read_text().split()[0]) for path in told if path.exists()) / NANO


@asynccontextmanager
async def asking(laid: Laid) -> AsyncIterator[Asker]:
    """The real app on the laid database, open."""
    heard: list[Sent] = []
    settings = load_settings(
        {
            "ENVIRONMENT": "development",
            "SECRET_KEY": SECRET,
            "RATE_CALLER_POINTS": ENOUGH,
            "RATE_CALLER_RESTORE": ENOUGH,
            "RATE_TENANT_POINTS": ENOUGH,
            "RATE_TENANT_RESTORE": ENOUGH,
        }
    )
    house = built(settings, laid.base.app(laid.name))
    fetch = TenantConnection.fetch
    setattr(TenantConnection, "fetch", _overheard(fetch, heard))  # noqa: B010  # only here
    async with house.app.router.lifespan_context(house.app):
        transport = httpx2.ASGITransport(app=house.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://bench") as client:
            somebody = Asker(client, laid, heard)
            await somebody.ask({"first": 1})
            somebody.backends = await _backends(laid)
            yield somebody
    setattr(TenantConnection, "fetch", fetch)  # noqa: B010  # as it was


async def _backends(laid: Laid) -> list[int]:
    async with connected(laid.base.owner(laid.name)) as connection:
        rows = await connection.fetch(
            "select pid from pg_stat_activity where datname = $1 and usename = 'clientela_app'",
            laid.name,
        )
    return [row["pid"] for row in rows]


def _overheard(fetch: Callable[..., Awaitable[Any]], heard: list[Sent]) -> Any:
    async def fetched(self: TenantConnection, query: str, *args: Any, **more: Any) -> Any:
        begun = perf_counter()
        rows = await fetch(self, query, *args, **more)
        heard.append(Sent(query, args, perf_counter() - begun))
        return rows

    return fetched


async def explained(laid: Laid, sent: Sent) -> list[str]:
    """How PostgreSQL answers a statement, as the application asks it."""
    connection = await asyncpg.connect(laid.base.app(laid.name))
    try:
        await connection.fetchval(TELL_SESSION, str(laid.tenant))
        asked = f"explain (analyze, buffers, costs off) {sent.sql}"
        return [row[0] for row in await connection.fetch(asked, *sent.said)]
    finally:
        await connection.close()
