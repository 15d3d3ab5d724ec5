"""Together: several statements sent as one, each of them sealed by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from db.sealed import Sealed, Statement, seal

_WITH: Final = "WITH "
_ALL_OF: Final = " SELECT * FROM "
_DONE: Final = " SELECT true"
_PLACE: Final = re.compile(r"\$(\d+)")
# What the reader says and no part for itself.
_OF_ALL: Final = frozenset(("tenant_id", "only_customer"))


@dataclass(frozen=True, slots=True)
class Part:
    """A statement among others, and what is said to it alone."""

    stmt: Statement
    said: Mapping[str, Any]


Parts = Mapping[str, Part]


def together(parts: Parts, *, limited: bool) -> Sealed:
    """One statement of several parts. It returns what the first part does that returns rows."""
    return _joined(tuple((name, seal(part.stmt, limited=limited)) for name, part in parts.items()))


def said_to(parts: Parts) -> dict[str, Any]:
    """What is said to all the parts."""
    return {
        f"{name}.{key}": value for name, part in parts.items() for key, value in part.said.items()
    }


@lru_cache(maxsize=1024)
def _joined(parts: tuple[tuple[str, Sealed], ...]) -> Sealed:
    names: dict[str, None] = {}
    given: dict[str, Any] = {}
    texts = []
    for part, sealed in parts:
        own = [name if name in _OF_ALL else f"{part}.{name}" for name in sealed.names]
        names |= dict.fromkeys(own)
        given |= {f"{part}.{name}": value for name, value in sealed.given.items()}
        texts.append(f"{part} AS ({_moved(sealed.sql, own, list(names))})")
    answer = next((f"{_ALL_OF}{part}" for part, sealed in parts if sealed.tells), _DONE)
    sql = f"{_WITH}{', '.join(texts)}{answer}"
    return Sealed(sql, tuple(names), given, writes=True, tells=True)


def _moved(sql: str, own: list[str], names: list[str]) -> str:
    """The text of a part, its parameters in their places among those of all."""
    return _PLACE.sub(lambda place: f"${names.index(own[int(place[1]) - 1]) + 1}", sql)
