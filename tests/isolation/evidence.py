"""Evidence: what gives somebody's data away, in an answer and in the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson

from schema.ids import kind_and_id
from tests.isolation.values import NOBODYS, OURS, SEALED, THEIRS, Path, kind_around
from tests.tenant import Answer

_UUID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_LONG_NUMBER: Final = re.compile(r"\d{10,}")
_MARKED: Final = re.compile(rf"{THEIRS.mark}[\W_]?\d*")
_TABLES: Final = (
    "select table_name as name from information_schema.columns"
    " where table_schema = 'public' and column_name = 'tenant_id' order by 1"
)

# What differs each time that the same thing is done again.
_PASSING: Final = (
    (re.compile(r"[a-z]+_[0-9a-f]{32}"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<instant>"),
    (re.compile(f"{THEIRS.mark}|{NOBODYS.mark}|{OURS.mark}", re.IGNORECASE), "<mark>"),
    (re.compile(f"[{THEIRS.digit}{NOBODYS.digit}{OURS.digit}]0\\d{{5}}"), "<number>"),
)


@dataclass(slots=True)
class Seen:
    """What somebody was shown and said: ids by kind, cursors by list, other values by name."""

    ids: dict[str, str] = field(default_factory=dict)
    cursors: dict[Path, str] = field(default_factory=dict)
    values: dict[tuple[str | None, str, type], Any] = field(default_factory=dict)
    said: dict[tuple[str, type], Any] = field(default_factory=dict)

    def note(self, shown: Any, path: Path = (), kind: str | None = None) -> None:
        """Remember what was shown, and of what sort of thing."""
        if isinstance(shown, list):
            for each in shown:
                self.note(each, path, kind)
        elif isinstance(shown, dict):
            plainly = {name.rpartition("__")[2]: each for name, each in shown.items()}
            owner = kind_and_id(plainly.get("id") or "")
            for name, each in plainly.items():
                self.note(each, (*path, name), owner[0] if owner else None)
        elif shown is not None:
            self._note_leaf(shown, path, kind)

    def note_said(self, said: Any) -> None:
        """Remember what was said; it counts where nothing was shown."""
        for path, value in leaves(said):
            self.said.setdefault((path[-1], type(value)), value)

    def named(self, place: Path, kind: type) -> Any:
        """A value of what a place in a question speaks of, or nothing."""
        for name in reversed(place):
            keys = ((kind_around(place), name, kind), (None, name, kind))
            known = [self.values[key] for key in keys if key in self.values]
            if known or (name, kind) in self.said:
                return known[0] if known else self.said[name, kind]
        return None

    def _note_leaf(self, value: Any, path: Path, kind: str | None) -> None:
        known = kind_and_id(value) if isinstance(value, str) else None
        if known is not None:
            self.ids.setdefault(known[0], value)
        elif path[-1].endswith("ursor"):
            self.cursors.setdefault(path, value)
        else:
            for key in ((kind, path[-1], type(value)), (None, path[-1], type(value))):
                self.values.setdefault(key, value)


@dataclass(frozen=True, slots=True)
class Traces:
    """What only their rows hold."""

    known: frozenset[str]

    @property
    def ids(self) -> set[str]:
        """Those that are ids."""
        return {word for word in self.known if _UUID.fullmatch(word)}

    def left_in(self, answer: Answer, sent: Any) -> set[str]:
        """What of theirs an answer holds; what was sent may come back, but not in a refusal."""
        refused: list[Any] = [answer.body.get("errors")]
        shown = _without_refusals(answer.data, refused)
        return self._theirs(refused) | self._theirs(shown) - self._theirs(sent)

    def _theirs(self, value: Any) -> set[str]:
        found = words_of(orjson.dumps(value).decode())
        return {word for word in found if word in self.known or THEIRS.mark in word}


def words_of(text: str) -> set[str]:
    """The ids, long numbers and marked words in a text."""
    plainly = text.casefold()
    ids = {found.replace("-", "") for found in _UUID.findall(plainly)}
    return ids | set(_LONG_NUMBER.findall(plainly)) | set(_MARKED.findall(plainly))


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every plain value inside a value, and the names that lead there."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name.rpartition("__")[2]))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    elif value is not None and path:
        yield path, value


def refusals(answer: Answer) -> set[str]:
    """The code of everything that stood in the way of an act."""
    told = leaves(answer.data)
    return {value for path, value in told if path[-2:] == ("userErrors", "code")}


def codes(answer: Answer) -> set[str]:
    """The code of everything that stood in the way, wherever it is said."""
    return refusals(answer) | set(answer.codes.values())


def plain(value: Any, sent: Any, name: str = "") -> Any:
    """An answer without what differs each time, and without what was sent."""
    if isinstance(value, dict):
        return {each: plain(inner, sent, each) for each, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner, sent, name) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    if value == sent:
        return "<sent>"
    if name in SEALED or name.endswith("ursor"):
        return "<sealed>"
    if isinstance(value, str):
        for passing, sign in _PASSING:
            value = passing.sub(sign, value)
    return value


async def rows(owner: asyncpg.Pool, tenant_id: UUID, naming: str = ".") -> dict[str, list[str]]:
    """The text of a tenant's rows in every table, if anything in it matches `naming`."""
    found = {}
    for table in await tables(owner):
        lines = await owner.fetch(
            f"select t::text as line from {table} t"  # noqa: S608  # a name of the catalogue
            " where tenant_id = $1 and t::text ~ $2 order by 1",
            tenant_id,
            naming,
        )
        found[table] = [line["line"] for line in lines]
    return found


async def tables(owner: asyncpg.Pool) -> list[str]:
    """Every table with rows of tenants."""
    return [table["name"] for table in await owner.fetch(_TABLES)]


def _without_refusals(value: Any, refused: list[Any]) -> Any:
    if isinstance(value, list):
        return [_without_refusals(each, refused) for each in value]
    if not isinstance(value, dict):
        return value
    refused.append(value.get("userErrors"))
    return {n: _without_refusals(v, refused) for n, v in value.items() if n != "userErrors"}
