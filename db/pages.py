"""Pages: the next rows after a place, found by the values of that place and never by counting."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Uuid,
    and_,
    bindparam,
    column,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)

from db.sealed import many

LIMIT: Final = "page_limit"


@dataclass(frozen=True, slots=True)
class Key:
    """A column that rows are ordered by. Nulls come last unless they are said to come first."""

    name: str
    descending: bool = False
    nulls_first: bool = False
    nullable: bool = False

    def reversed(self) -> "Key":
        """The same order, read from its end."""
        return Key(self.name, not self.descending, not self.nulls_first, self.nullable)


@dataclass(frozen=True, slots=True)
class Place:
    """The shape of a place in an order: where it has values and where it has none."""

    nulls: tuple[bool, ...]


Keys = tuple[Key, ...]
NEWEST: Final[Keys] = (Key("created_at", descending=True), Key("id", descending=True))


def at(values: tuple[Any, ...]) -> dict[str, Any]:
    """The parameters that say where a page begins."""
    return {f"at_{place}": value for place, value in enumerate(values) if value is not None}


def paged(
    stmt: Select[Any], columns: Any, *, keys: Keys, place: Place | None = None
) -> Select[Any]:
    """Rows in an order, after a place when one is given, at most as many as are asked for."""
    if place is not None:
        stmt = stmt.where(beyond(columns, keys, place))
    order = [_ordered(getattr(columns, key.name), key) for key in keys]
    return stmt.order_by(*order).limit(bindparam(LIMIT, type_=Integer()))


def beyond(columns: Any, keys: Keys, place: Place) -> ColumnElement[bool]:
    """Whether a row comes after a place. One comparison of rows where an index can answer it."""
    if _is_plain(keys):
        mine = tuple_(*(getattr(columns, key.name) for key in keys))
        theirs = tuple_(*(_value(columns, key, index) for index, key in enumerate(keys)))
        return mine < theirs if keys[0].descending else mine > theirs
    return _beyond_from(columns, keys, place, 0)


def _is_plain(keys: Keys) -> bool:
    return len({key.descending for key in keys}) == 1 and not any(key.nullable for key in keys)


def _beyond_from(columns: Any, keys: Keys, place: Place, index: int) -> ColumnElement[bool]:
    key = keys[index]
    column = getattr(columns, key.name)
    missing = place.nulls[index]
    further = _further(columns, key, index, missing=missing)
    if index + 1 == len(keys):
        return further
    same = column.is_(None) if missing else column == _value(columns, key, index)
    return or_(further, and_(same, _beyond_from(columns, keys, place, index + 1)))


def _further(columns: Any, key: Key, index: int, *, missing: bool) -> ColumnElement[bool]:
    column: ColumnElement[Any] = getattr(columns, key.name)
    if missing:
        return column.is_not(None) if key.nulls_first else false()
    value = _value(columns, key, index)
    further: ColumnElement[bool] = column < value if key.descending else column > value
    if key.nullable and not key.nulls_first:
        further = or_(further, column.is_(None))
    return further


def _value(columns: Any, key: Key, index: int) -> Any:
    return bindparam(f"at_{index}", type_=getattr(columns, key.name).type)


def _ordered(column: Any, key: Key) -> Any:
    ordered = column.desc() if key.descending else column.asc()
    if not key.nullable:
        return ordered
    return ordered.nulls_first() if key.nulls_first else ordered.nulls_last()


def each_page(
    stmt: Select[Any],
    columns: Any,
    *,
    parent: Any,
    keys: Keys,
    place: Place | None = None,
) -> Select[Any]:
    """The next rows of each of many parents, in one statement that reads no row too many."""
    unnested = func.unnest(many("parent_ids"))
    parents = unnested.table_valued(column("parent_id", Uuid()), name="p").render_derived()
    own = paged(stmt.where(parent == parents.c.parent_id), columns, keys=keys, place=place)
    page = own.lateral("page")
    order = [_ordered(page.c[key.name], key) for key in keys]
    return (
        select(parents.c.parent_id, *page.c)
        .select_from(parents.join(page, true()))
        .order_by(parents.c.parent_id, *order)
    )
