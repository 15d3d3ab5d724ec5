"""Verdicts: what is wrong with the answers to an attack."""

from collections.abc import Iterator
from typing import Any, Final

from tests.attacks.attack import ANYTHING, Attack
from tests.attacks.target import Outcome, Reply

SUGGESTION: Final = b"Did you mean"
SECURE: Final = {"x-content-type-options": "nosniff", "connection": "close"}
PARTS: Final = {"data", "errors"}


def faults(attack: Attack, outcome: Outcome) -> list[str]:
    """Everything that is not as it should be."""
    found = [each for reply in outcome.replies for each in _in_reply(attack, reply)]
    if not outcome.in_time(attack.grade):
        found.append(f"answered in {outcome.seconds:.3f} s, an innocent in {outcome.wait:.3f} s")
    return found


def _in_reply(attack: Attack, reply: Reply) -> Iterator[str]:
    if (reply.status, reply.code) != (attack.status, attack.code):
        yield f"{reply.status} {reply.code}: {reply.body[:300]!r}"
    if len(reply.errors) > attack.most_errors:
        yield f"{len(reply.errors)} errors"
    if len(reply.body) > attack.most_bytes:
        yield f"{len(reply.body)} bytes"
    if SUGGESTION in reply.body and not attack.suggests:
        yield "names of the schema are suggested"
    yield from _in_body(attack, reply.told)
    yield from _in_headers(attack, reply.headers)


def _in_body(attack: Attack, told: Any) -> Iterator[str]:
    parts = told if isinstance(told, dict) else {}
    if not parts.keys() <= PARTS:
        yield f"more than an answer: {sorted(parts)}"
    if attack.data is not ANYTHING and parts.get("data", ANYTHING) != attack.data:
        yield f"other data: {parts.get('data')}"
    messages = {error["message"] for error in parts.get("errors", [])}
    if attack.message is not None and messages != {attack.message}:
        yield f"another message: {messages}"
    if attack.code is not None and attack.status >= 300 and "data" in parts:
        yield "it is refused and has data"


def _in_headers(attack: Attack, headers: dict[str, str]) -> Iterator[str]:
    yield from (
        f"{name}: {headers.get(name)}" for name in SECURE if headers.get(name) != SECURE[name]
    )
    unwanted = {"server", "set-cookie", *attack.absent} & headers.keys()
    yield from (f"{name} is there" for name in sorted(unwanted))
