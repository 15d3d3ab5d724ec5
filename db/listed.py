"""Listed: what stands in the select list of a sealed statement, and shorter lists of the same."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Date, DateTime, Numeric
from sqlalchemy.types import TypeEngine

from db.columns import Wanted, as_shown
from db.sealed import Sealed, Unsealable

_SELECT: Final = "SELECT "
_FROM: Final = "\nFROM "
# A list without which the same rows would be found by the same parameters.
_WHOLE: Final = re.compile(r"SELECT (?!DISTINCT )[^$]*")
# What Python reads as the first and the last instant or day, PostgreSQL keeps without end, and
# does not print.
_TEXTS: Final[Mapping[type[Any], str]] = {
    DateTime: (
        "coalesce(to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
        "CASE {0} WHEN 'infinity' THEN '9999-12-31T23:59:59.999999Z'"
        " WHEN '-infinity' THEN '0001-01-01T00:00:00.000000Z' END)"
    ),
    Date: (
        "coalesce(to_char({0}, 'YYYY-MM-DD'), "
        "CASE {0} WHEN 'infinity' THEN '9999-12-31' WHEN '-infinity' THEN '0001-01-01' END)"
    ),
    Numeric: "CAST({0} AS TEXT)",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The columns of a select list by their names, as they are and as clients see them."""

    plain: Mapping[str, str]
    shown: Mapping[str, str]
    named: Mapping[str, str]
    """Both, by the names that they have in the rows that come up."""
    rest: str
    """The statement after its list."""

    def only(self, wanted: Wanted) -> str:
        """The statement with a list of these columns."""
        entries = [*self._of(wanted.plain), *map(self.shown.__getitem__, wanted.shown)]
        if wanted.whole:
            entries += self.plain.values()
        # What is read by its name may stand there already.
        entries += [each for each in self._of(wanted.besides) if each not in entries]
        # A row of nothing would be taken for none.
        return f"{_SELECT}{', '.join(entries) or 'true'} {self.rest}"

    def _of(self, names: tuple[str, ...]) -> Iterator[str]:
        return map(self.named.__getitem__, names)


@lru_cache(maxsize=1024)
def cut(sealed: Sealed, wanted: Wanted) -> Sealed:
    """The statement that asks for no other columns than these."""
    try:
        return replace(sealed, sql=listed(sealed).only(wanted))
    except KeyError as unknown:
        raise Unsealable(f"There is no column {unknown} in: {sealed.sql}") from None


@lru_cache(maxsize=1024)
def listed(sealed: Sealed) -> Listed:
    """The columns that a statement lists."""
    entries, rest = _parted(sealed.sql)
    plain = {_name(entry): entry for entry in entries}
    kinds = dict(zip(plain, sealed.kinds, strict=True))
    shown = {name: _shown(name, plain[name], kinds[name]) for name in plain}
    named = {**{_name(entry): entry for entry in shown.values()}, **plain}
    return Listed(plain, shown, named, rest)


def _parted(sql: str) -> tuple[list[str], str]:
    """The entries of the outermost list, and what follows it."""
    depth, begin, entries = 0, len(_SELECT), []
    for place, letter in enumerate(sql):
        depth += (letter == "(") - (letter == ")")
        ends = depth == 0 and sql.startswith(_FROM, place)
        if ends or (depth == 0 and letter == ","):
            entries.append(sql[begin:place].strip())
            begin = place + 1
        if ends and _WHOLE.fullmatch(sql[:place]):
            return entries, sql[place:]
    raise Unsealable(f"This is not a list of columns that could be fewer: {sql}")


def _name(entry: str) -> str:
    """What a column is called in the rows that come up."""
    return entry.rpartition(" AS ")[2].rpartition(".")[2].strip('"')


def _shown(name: str, entry: str, kind: TypeEngine[Any]) -> str:
    text = next((_TEXTS[each] for each in _TEXTS if isinstance(kind, each)), None)
    bare = entry.removesuffix(f" AS {name}")
    return entry if text is None else f"{text.format(bare)} AS {as_shown(name)}"
