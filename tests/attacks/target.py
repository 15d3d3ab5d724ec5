"""The target: a real server as one runs in production, on a database of its own."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import asyncpg
import httpx2
import orjson

from auth.scopes import Role
from auth.tokens import mint
from tests.attacks.attack import Ask, Attack, Grade, Known, Raw
from tests.attacks.innocent import Innocent
from tests.overheard import hear
from tests.process.serving import Serving
from tests.servers import Server
from tests.tenant import Tenant

SECRET: Final = "a secret that nobody outside of these tests has ever heard of"
AUDIENCE: Final = "clientela"
ISSUER: Final = "https://id.example"
# All else is as it is when nobody says anything.
TOLD: Final = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": SECRET,
    "JWT_AUDIENCE": AUDIENCE,
    "JWT_ISSUER": ISSUER,
    "RATE_CALLER_POINTS": "",
    "RATE_TENANT_POINTS": "",
    "DRAIN_SECONDS": "0",
}
TIMES: Final = 3
ROUNDS: Final = 3
PATIENCE_SECONDS: Final = 30.0
FIRST: Final = "{ customers(first: 1) { edges { cursor } } }"
WEAR: Final = """
mutation ($id: ID!, $labels: [String!]!) {
  customerTagsAdd(input: {customerId: $id, labels: $labels}) { userErrors { code } }
}"""
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
INNOCENT: Final = "{ viewer { subject } }"


class Resident(Tenant):
    """A tenant on that server."""

    def token(self, *roles: Role | str, user: str = "", **claims: Any) -> str:
        """A token of this tenant."""
        subject = user or "+".join(roles)
        said = {"sub": subject, "tenant": self.slug, "roles": list(roles)}
        issued = {"aud": AUDIENCE, "iss": ISSUER}
        now, lifetime = datetime.now(UTC), timedelta(hours=1)
        return mint(SECRET, said | issued | claims, now=now, lifetime=lifetime)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def told(self) -> Any:
        """The body, if it is JSON."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors at the top."""
        told = self.told
        return told.get("errors", []) if isinstance(told, dict) else []

    @property
    def code(self) -> str | None:
        """The codes of the errors, each of them once."""
        codes = dict.fromkeys(error["extensions"]["code"] for error in self.errors)
        return " ".join(codes) or None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attack came to."""

    replies: list[Reply]
    wait: float
    """The longest wait of the innocent."""

    @property
    def seconds(self) -> float:
        """How long the slowest answer took."""
        return max(reply.seconds for reply in self.replies)

    def in_time(self, grade: Grade) -> bool:
        """Whether nobody waited for too long."""
        return self.seconds < grade.value.answer and self.wait < grade.value.wait


class Target:
    """A server that is attacked."""

    def __init__(self, serving: Serving, acme: Resident, rival: Resident, known: Known) -> None:
        self.serving = serving
        self.acme = acme
        self.rival = rival
        self.known = known
        self._contents: list[dict[str, int]] = []
        token = acme.token(Role.STAFF, user="innocent")
        request = Ask({"query": INNOCENT}, headers={"Connection": "keep-alive"}).written(token, 0)
        answer = orjson.dumps({"data": {"viewer": {"subject": "innocent"}}})
        self.innocent = Innocent(serving.port, request, answer)

    async def untouched(self) -> bool:
        """Whether the tenants have what they had when this was asked last."""
        before = self._contents
        self._contents = [await self.acme.contents(), await self.rival.contents()]
        return before == self._contents

    async def suffer(self, name: str, attack: Attack) -> Outcome:
        """Attack several times in a row. What took too long only once is not the server's fault."""
        outcome = await self._suffer(name, attack)
        for number in range(1, ROUNDS):
            if outcome.in_time(attack.grade):
                break
            outcome = await self._suffer(f"{name} {number}", attack)  # with points of its own
        return outcome

    async def _suffer(self, name: str, attack: Attack) -> Outcome:
        replies = []
        for number in range(TIMES):
            for before in attack.before:
                await self.send(self.written(before(self.known), name, 0))
            replies.append(self.written(attack.ask(self.known), name, number))
        with self.innocent.asking():
            if attack.grade is Grade.SLOW:
                answered = await asyncio.gather(*map(self.send, replies))
            else:
                answered = [await self.send(each) for each in replies]
        return Outcome(answered, self.innocent.longest)

    def written(self, ask: Ask | Raw, who: str, number: int) -> bytes:
        """The bytes of a request; everybody who attacks has points of his own."""
        if isinstance(ask, Raw):
            return ask.sent
        return ask.written(self.acme.token(ask.by, user=who) if ask.by else "", number)

    async def send(self, request: bytes) -> Reply:
        """Send bytes, and read until the other side closes."""
        began = perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.serving.port)
        try:
            writer.write(request)
            async with asyncio.timeout(PATIENCE_SECONDS):
                received = await reader.read()
        finally:
            writer.close()
        reply = read(received, perf_counter() - began)
        hear(reply.status, reply.body.decode())
        return reply


@asynccontextmanager
async def attacked(
    postgres: Server, database: str, folder: Path, **told: str
) -> AsyncIterator[Target]:
    """A server to attack, with two tenants that have customers."""
    serving = Serving(folder, postgres.app(database), **(TOLD | told))
    try:
        await serving.start()
        async with (
            httpx2.AsyncClient(base_url=serving.base_url, timeout=PATIENCE_SECONDS) as client,
            asyncpg.create_pool(postgres.owner(database), min_size=1) as owner,
        ):
            acme, rival = Resident(client, owner, "acme"), Resident(client, owner, "rival")
            for tenant in (acme, rival):
                await tenant.open()
            known = await _known(acme, rival)
            target = Target(serving, acme, rival, known)
            await target.untouched()
            yield target
    finally:
        serving.end()


async def _known(acme: Resident, rival: Resident) -> Known:
    customers = [await acme.customer(city="Iași") for _ in range(10)]
    foreign = await rival.customer(city="Iași")
    labels = [f"label {number}" for number in range(250)]
    worn = await rival.ask(WEAR, id=foreign, labels=labels)
    assert worn.payload() == {"userErrors": []}
    cursors = [(await each.ask(FIRST)).data["customers"]["edges"] for each in (acme, rival)]
    ours, theirs = (edge["cursor"] for (edge,) in cursors)
    return Known(
        customers[0], foreign, ours, theirs, lambda role, user: rival.token(role, user=user)
    )


def read(received: bytes, seconds: float) -> Reply:
    """The one answer among what was received."""
    head, _, body = received.removeprefix(CONTINUE).partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    pairs = (each.partition(": ") for each in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    if headers.get("content-encoding") == "gzip" and body:
        body = gzip.decompress(body)
    return Reply(int(line.split()[1]), headers, body, seconds)
