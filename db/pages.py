"""Pages: the next rows after a place, found by the values of that place and never by counting."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from db.columns import TEXTUAL, as_shown
from db.each import ID, NTH, given

LIMIT: Final = "page_limit"
LONGEST: Final = 101
"""How long a page may be: one row more than anybody is shown tells whether more follow."""

_FAR: Final[ColumnElement[Any]] = literal_column("1000000000")


@dataclass(frozen=True, slots=True)
class Key:
    """A column that rows are ordered by. Nulls come last unless they are said to come first."""

    name: str
    descending: bool = False
    nulls_first: bool = False
    nullable: bool = False
    kind: type[Any] = str
    """What its values are in Python."""
    often_alike: bool = False
    """Whether very many rows may have the same value."""

    @property
    def shown(self) -> str:
        """What the column is called where it is a text, if it is one when it is shown."""
        return as_shown(self.name) if self.kind in TEXTUAL else self.name

    def reversed(self) -> "Key":
        """The same order, read from its end."""
        return replace(self, descending=not self.descending, nulls_first=not self.nulls_first)


@dataclass(frozen=True, slots=True)
class Place:
    """The shape of a place in an order: where it has values and where it has none."""

    nulls: tuple[bool, ...]


Keys = tuple[Key, ...]
BY_ID: Final = Key("id", descending=True, kind=UUID)
NEWEST: Final[Keys] = (Key("created_at", descending=True, kind=datetime), BY_ID)


def at(values: tuple[Any, ...]) -> dict[str, Any]:
    """The parameters that say where a page begins."""
    return {f"at_{place}": value for place, value in enumerate(values) if value is not None}


def paged(
    stmt: Select[Any], columns: Any, *, keys: Keys, place: Place | None = None
) -> Select[Any]:
    """Rows in an order, after a place when one is given, at most as many as are asked for."""
    stretches = _stretches(columns, keys, place)
    if stretches:
        return _joined(stmt, columns, keys, stretches)
    if place is not None:
        stmt = stmt.where(compared(columns, keys))
    return _cut(stmt, columns, keys)


def _cut(stmt: Select[Any], columns: Any, keys: Keys) -> Select[Any]:
    order = [ordered(getattr(columns, key.name), key) for key in keys]
    return stmt.order_by(*order).limit(bindparam(LIMIT, type_=Integer()))


def planned_anew(stmt: Select[Any], *, alone: bool = False) -> Select[Any]:
    """The same rows, for which PostgreSQL makes a plan each time.

    What is filtered by is rarely as common as the average, and a plan for the average may be a
    hundred times too slow. Before it knows the values, it must think that it may have to count
    very far, and finds every plan too dear to be kept. Once it knows them, nothing is counted.

    Several processes read on until each has filled what it hands over, where one would stop when
    a page is full. So pages are found `alone`: the statement has what only one process may do.
    """
    rows = func.generate_series(literal_column("1"), _FAR)
    far = select(func.count()).select_from(rows)
    if alone:
        far = far.where(func.pg_current_xact_id().is_not(None))
    return stmt.where(
        or_(
            bindparam("planned_anew", value=True, type_=Boolean()),
            far.scalar_subquery() > literal_column("0"),
        )
    )


def foreseen(stmt: Select[Any], keys: Keys) -> Select[Any]:
    """The same page, cut from the longest that may be asked for.

    Of a limit that is said later PostgreSQL thinks that it may be a tenth of all there is. It would
    find every plan kept for such a page too dear, and make a new one each time.
    """
    longest = stmt.limit(literal_column(str(LONGEST))).subquery("page")
    return _cut(select(longest), longest.c, keys)


def _joined(
    stmt: Select[Any], columns: Any, keys: Keys, stretches: list[ColumnElement[bool]]
) -> Select[Any]:
    """A page out of several stretches. Within one, nulls stand where the index has them."""
    indexed = (replace(keys[0], nulls_first=keys[0].descending), *keys[1:])
    pages = [_cut(stmt.where(stretch), columns, indexed) for stretch in stretches]
    if len(pages) == 1:
        return pages[0]
    rows = union_all(*pages).subquery("pages")
    return _cut(select(rows), rows.c, keys)


def _stretches(columns: Any, keys: Keys, place: Place | None) -> list[ColumnElement[bool]]:
    """Where the rows after a place lie in an index, if they do not lie in one piece."""
    column = getattr(columns, keys[0].name)
    missing, known = column.is_(None), column.is_not(None)
    halves = [missing, known] if keys[0].nulls_first else [known, missing]
    if place is None:
        is_other = keys[0].nullable and keys[0].nulls_first is not keys[0].descending
        return halves if is_other else []
    if _is_plain(keys) and not keys[0].often_alike:
        return []
    if not _is_halved(keys):
        return _steps(columns, keys, place)
    if place.nulls[0]:
        begun = and_(missing, *further(columns, keys[1], 1, missing=False))
    else:
        begun = compared(columns, keys)
    return [begun] if place.nulls[0] is not keys[0].nulls_first else [begun, halves[1]]


def _is_halved(keys: Keys) -> bool:
    """Whether rows are ordered by one column that may be null, and then by one that is not."""
    first, *rest = keys
    return first.nullable and len(rest) == 1 and _is_plain((replace(first, nullable=False), *rest))


def _steps(columns: Any, keys: Keys, place: Place) -> list[ColumnElement[bool]]:
    """The rows after a place, step by step: alike in the first keys, and further in the next."""
    alike: list[ColumnElement[bool]] = []
    steps: list[ColumnElement[bool]] = []
    for index, key in enumerate(keys):
        column, missing = getattr(columns, key.name), place.nulls[index]
        steps += [and_(*alike, past) for past in further(columns, key, index, missing=missing)]
        alike.append(column.is_(None) if missing else column == _value(columns, key, index))
    return steps


def compared(columns: Any, keys: Keys) -> ColumnElement[bool]:
    """Whether a row comes after a place, where an index can tell by comparing rows."""
    mine = tuple_(*(getattr(columns, key.name) for key in keys))
    theirs = tuple_(*(_value(columns, key, index) for index, key in enumerate(keys)))
    return mine < theirs if keys[0].descending else mine > theirs


def _is_plain(keys: Keys) -> bool:
    return len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys)


def further(columns: Any, key: Key, index: int, *, missing: bool) -> list[ColumnElement[bool]]:
    """Where the rows lie that are further in one key than a place."""
    column: ColumnElement[Any] = getattr(columns, key.name)
    if missing:
        return [column.is_not(None)] if key.nulls_first else []
    value = _value(columns, key, index)
    past: ColumnElement[bool] = column < value if key.descending else column > value
    return [past, column.is_(None)] if key.nullable and not key.nulls_first else [past]


def _value(columns: Any, key: Key, index: int) -> Any:
    return bindparam(f"at_{index}", type_=getattr(columns, key.name).type)


def ordered(column: Any, key: Key) -> Any:
    """A column as rows are ordered by it."""
    towards = column.desc() if key.descending else column.asc()
    if not key.nullable:
        return towards
    return towards.nulls_first() if key.nulls_first else towards.nulls_last()


def each_page(
    stmt: Select[Any],
    columns: Any,
    *,
    parent: Any,
    keys: Keys,
    place: Place | None = None,
) -> Select[Any]:
    """The next rows of each of many parents, in one statement that reads no row too many."""
    parents = given("parent_ids")
    own = paged(stmt.where(parent == parents.c[ID]), columns, keys=keys, place=place)
    page = own.lateral("page")
    order = [ordered(page.c[key.name], key) for key in keys]
    return (
        select(parents.c[NTH], *page.c)
        .select_from(parents.join(page, true()))
        .order_by(parents.c[NTH], *order)
    )
