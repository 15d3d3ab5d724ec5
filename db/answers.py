"""Answers: what a change did, and what is said to a request that was answered before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.journal import Key


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did: to which thing, to which of its fields."""

    id: UUID
    changed: tuple[str, ...] = ()
    created: bool = False
    """Whether the thing is there only since then."""
    at: datetime | None = None
    """When it was done, where the answer follows from that."""
    version: int = 0
    """Of which version of the thing the answer speaks, where it is no good for another one."""


class Busy(Exception):
    """Another change held the same rows for too long; the same request may succeed later."""


class KeyReused(Exception):
    """The idempotency key belongs to another request."""


class DoneBefore(Exception):
    """The same request was answered before; nothing was done now."""

    def __init__(self, done: Done) -> None:
        super().__init__("This request was answered before.")
        self.done = done


def kept_answer(done: Done) -> dict[str, Any]:
    """The answer as it is kept: it points at what was done, and carries nothing of it."""
    more = {"created": done.created, "at": done.at, "version": done.version}
    said = {name: value for name, value in more.items() if value}
    return {"id": done.id, "changed": done.changed, **said}


def recalled(known: Any, key: Key, act: str) -> Exception:
    """What a request means whose key was taken before."""
    if known is None or known.answer is None:
        return Busy("A request with the same idempotency key is still running.")
    if known.fingerprint != key.fingerprint or known.act != act:
        return KeyReused("This idempotency key was used for another request.")
    return DoneBefore(_recalled(**known.answer))


def _recalled(id: str, changed: list[str], at: str = "", **more: Any) -> Done:
    instant = datetime.fromisoformat(at) if at else None
    return Done(UUID(id), tuple(changed), at=instant, **more)
