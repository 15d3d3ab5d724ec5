"""Whatever is sent, what comes back is an answer: no error of ours, no leak, and not too much."""

import asyncio
import logging
import os
import re
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import Mode

from auth.scopes import Role
from tests.attacks.attack import Ask, Raw
from tests.attacks.everything import ATTACKS
from tests.attacks.mutants import (
    ROLES,
    corpus,
    in_body,
    in_document,
    in_headers,
    in_json,
    in_request,
)
from tests.attacks.oracle import oddities
from tests.attacks.questions import questions, spoilt
from tests.attacks.target import Target, attacked, read
from tests.servers import Server

pytestmark = [pytest.mark.long, pytest.mark.once]
log = logging.getLogger(__name__)

SECONDS: Final = float(
    os.environ.get("FUZZ_SECONDS") or (60 if os.environ.get("CI") == "true" else 10)
)
SEED: Final = int(os.environ.get("FUZZ_SEED") or 1)
IN_A_ROUND: Final = 50
LENGTH: Final = re.compile(rb"content-length: (\d+)")
PATIENCE_SECONDS: Final = 8.0
# A changed request may promise more than it sends, and then nothing comes back.
IMPATIENCE_SECONDS: Final = 0.3
ROUND: Final = settings(
    max_examples=IN_A_ROUND,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
)


@dataclass
class Fuzz:
    """Sends what it is given, and counts what comes back."""

    target: Target
    answered: Counter[str] = field(default_factory=Counter)
    tokens: dict[Role, str] = field(default_factory=dict)

    def send(self, ask: Ask | Raw) -> None:
        """Send it, and look at the answer."""
        request = ask.sent if isinstance(ask, Raw) else self.written(ask)
        changed = isinstance(ask, Raw) or bool(ask.headers)
        received = self._received(request, changed)
        if not received:
            assert changed, request
            self.answered["nothing"] += 1
            return
        reply = read(received, 0)
        self.answered[reply.code or str(reply.status)] += 1
        assert oddities(reply) == [], (request, received[:2_000])

    def token(self, role: Role) -> str:
        """The token of a role."""
        return self.tokens.setdefault(role, self.target.acme.token(role))

    def written(self, ask: Ask) -> bytes:
        """The bytes of a request."""
        return ask.written(self.token(ask.by) if ask.by else "", 0)

    def _received(self, request: bytes, changed: bool) -> bytes:
        address = "127.0.0.1", self.target.serving.port
        with socket.create_connection(address, PATIENCE_SECONDS) as connection:
            connection.settimeout(IMPATIENCE_SECONDS if changed else PATIENCE_SECONDS)
            received = b""
            try:
                connection.sendall(request)
                while piece := connection.recv(65_536):
                    received += piece
            except (TimeoutError, ConnectionError):
                return _whole(received)
            return received


def _whole(received: bytes) -> bytes:
    """What was received before the connection was given up, if that is all of an answer."""
    head, _, body = received.partition(b"\r\n\r\n")
    told = LENGTH.search(head)
    return received if told and len(body) >= int(told[1]) else b""


def _by_all(bodies: st.SearchStrategy[Any]) -> st.SearchStrategy[Ask]:
    return st.builds(Ask, bodies, by=ROLES)


def _kinds(fuzz: Fuzz) -> dict[str, Callable[[], st.SearchStrategy[Ask | Raw]]]:
    known = fuzz.target.known
    asks = corpus(ATTACKS, known)
    return {
        "questions": lambda: _by_all(questions(known, Mode.POSITIVE)),
        "wrong questions": lambda: _by_all(questions(known, Mode.NEGATIVE)),
        "spoilt questions": lambda: _by_all(spoilt(known)),
        "documents": lambda: in_document(asks),
        "values": lambda: in_json(asks),
        "bodies": lambda: in_body(asks),
        "headers": lambda: in_headers(asks),
        "requests": lambda: in_request(asks, fuzz.written),
    }


KINDS: Final = (
    "questions",
    "wrong questions",
    "spoilt questions",
    "documents",
    "values",
    "bodies",
    "headers",
    "requests",
)


@pytest.fixture(scope="module")
async def unhurried(
    postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Target]:
    """A server that lets everybody ask as much as they like."""
    database = await postgres.fresh(template)
    folder = tmp_path_factory.mktemp("fuzz")
    told = {"RATE_CALLER_POINTS": "0", "RATE_TENANT_POINTS": "0"}
    try:
        async with attacked(postgres, database, folder, **told) as target:
            yield target
    finally:
        await postgres.drop(database)


@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_is_sent_is_answered(unhurried: Target, kind: str) -> None:
    fuzz = Fuzz(unhurried)
    log.info("%s: FUZZ_SEED=%d", kind, SEED)

    rounds = await asyncio.to_thread(_run, fuzz, kind)

    log.info("%s: %d rounds, %s", kind, rounds, dict(fuzz.answered.most_common()))
    assert fuzz.answered.total() >= IN_A_ROUND
    assert '"level":"error"' not in unhurried.serving.log
    assert (await unhurried.acme.ask("{ viewer { subject } }")).status == 200


def _run(fuzz: Fuzz, kind: str) -> int:
    """Try as long as there is time; the number of rounds."""
    strategy = _kinds(fuzz)[kind]()
    until, rounds = monotonic() + SECONDS / len(KINDS), 0
    while monotonic() < until:
        one = ROUND(given(strategy)(fuzz.send))
        seed(SEED + rounds)(one)()
        rounds += 1
    return rounds
