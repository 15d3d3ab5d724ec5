"""Customer groups: how many customers have what in common, and figures about each group.

A figure is one column, so that only those are worked out that somebody asks for. Each is made of
parts that can be put together again: the figures of all groups are made of those of each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    Numeric,
    Select,
    Text,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from db.copies import copies_in
from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from db.finding import Wanted, customers_sought
from db.pages import planned_anew
from db.sealed import one, statement, word
from db.tags import TagRow

BY: Final = "by_"
"""Begins the names of the columns that say what a group has in common."""
IS_TOTAL: Final = "is_total"
LABEL: Final = "label"
_LABEL_NORM: Final = "label_norm"
LIMIT: Final = "groups"
TAG: Final = "tag"
ZONE: Final = "zone"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time of the calendar, and how one of them is written."""

    unit: str
    written: str


PERIODS: Final[Mapping[str, Period]] = {
    "created_day": Period("day", "YYYY-MM-DD"),
    "created_month": Period("month", "YYYY-MM"),
    "created_year": Period("year", "YYYY"),
}
_BIRTHS: Final[Mapping[str, str]] = {"born_month": "MM", "born_year": "YYYY"}
"""Parts of the birthday."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is said of a group about one column: its parts, and how those of groups become one."""

    column: str
    kind: Any
    parts: tuple[Callable[..., Any], ...]
    together: tuple[Callable[..., Any], ...]


def _numbers(column: str) -> Figure:
    ends = (func.min, func.max)
    return Figure(column, Numeric(), (_how_many, func.sum, *ends), (func.sum, func.sum, *ends))


def _how_many(_: Any) -> Any:
    """Every customer has the number: PostgreSQL counts them once, for the group."""
    return func.count()


def _instants(column: str) -> Figure:
    parts = (func.min, func.max)
    return Figure(column, DateTime(timezone=True), parts, parts)


# Figures of other nouns go here too, once customers are found together with them.
FIGURES: Final[Mapping[str, Figure]] = {
    "created_at": _instants("created_at"),
    "last_interaction_at": _instants("last_interaction_at"),
    "loyalty_points": _numbers("loyalty_points"),
}
COUNT: Final = "count"
_SIZE: Final = "size"
"""The count again, which is there also where nobody asks for it."""
_ZERO: Final[Any] = literal_column("0")
_OWN: Final[Callable[[str], Any]] = partial(getattr, CustomerRow)
_NOBODY: Final = cast(null(), BigInteger()).label(_SIZE)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The shape of a question about groups."""

    by: tuple[str, ...]
    figures: tuple[str, ...] = (COUNT,)
    """The first columns of every row, in this order."""
    by_count: bool = True
    descending: bool = True
    totalled: bool = False
    """Whether a last row speaks of everybody."""


@statement
def customer_groups(wanted: Wanted, grouping: Grouping) -> Select[Any]:
    """The first groups of the wanted customers, and perhaps one row about all of them."""
    groups = _groups(wanted, grouping).cte("groups")
    first = _first(groups, grouping).subquery("first")
    if not grouping.totalled:
        return planned_anew(_ordered(select(*first.c), first, grouping))
    total = _total(wanted, grouping, groups)
    rows = union_all(select(*first.c), total).subquery("told")
    return planned_anew(_ordered(select(*rows.c), rows, grouping))


def _groups(wanted: Wanted, grouping: Grouping) -> Select[Any]:
    """Every group, with its keys as they are kept and the parts of its figures."""
    if wanted == Wanted() and grouping.by == (TAG,):
        return _wearers(grouping)
    period = next((name for name in grouping.by if name in PERIODS), None)
    if period is None or wanted.words:
        keys = [_key(name).label(f"{BY}{name}") for name in grouping.by]
        found = _found(wanted, *keys, *_parts(grouping))
        return _with_tags(found, grouping).group_by(*keys)
    return _sliced(wanted, grouping, period)


def _wearers(grouping: Grouping) -> Select[Any]:
    """The same of all who wear a tag: what is said of them stands beside it, and none of them has
    to be looked at."""
    tag: Any = CustomerTagRow.tag_id
    beside = _parts(grouping, of=copies_in(CustomerTagRow).__getitem__)
    worn: Select[Any] = select(tag.label(f"{BY}{TAG}"), *beside)
    return worn.where(CustomerTagRow.customer_deleted_at.is_(None)).group_by(tag)


def _sliced(wanted: Wanted, grouping: Grouping, name: str) -> Select[Any]:
    """The same, one period after another: each is a piece of the index, and nobody in it has to
    be asked when they became known. What is counted stands in that index and in no narrower one,
    which would have to be gone through once for each country."""
    unit: Any = literal_column(f"interval '1 {PERIODS[name].unit}'")
    began, ended = (
        select(pick(CustomerRow.created_at)).scalar_subquery() for pick in (func.min, func.max)
    )
    every = func.generate_series(_begun(name, began), _local(ended), unit)
    periods = every.table_valued(column("period"), name="periods").render_derived()
    period: Any = periods.c.period
    keys = [_key(each).label(f"{BY}{each}") for each in grouping.by if each != name]
    found = _found(wanted, *keys, *_parts(grouping, CustomerRow.kind))
    found = _with_tags(found, grouping).where(
        CustomerRow.created_at >= _at(period), CustomerRow.created_at < _at(period + unit)
    )
    own = found.group_by(*keys).having(func.count(CustomerRow.kind) > _ZERO).lateral("own")
    return select(period.label(f"{BY}{name}"), *own.c).select_from(periods.join(own, true()))


def _found(wanted: Wanted, *columns: Any) -> Select[Any]:
    return customers_sought(wanted).with_only_columns(*columns, maintain_column_froms=True)


def _with_tags(found: Select[Any], grouping: Grouping) -> Select[Any]:
    if TAG not in grouping.by:
        return found
    return found.join(CustomerTagRow, CustomerTagRow.customer_id == CustomerRow.id)


def _first(groups: Any, grouping: Grouping) -> Select[Any]:
    """The first groups, with their keys as texts."""
    figures = [_figure(name, groups.c, _whole) for name in grouping.figures]
    texts = [_text(name, groups.c[f"{BY}{name}"]).label(f"{BY}{name}") for name in grouping.by]
    told = [*figures, *texts, *_labels(grouping), groups.c[_SIZE], _of_all("false")]
    rows = select(*told).select_from(groups)
    if TAG in grouping.by:
        rows = rows.join(TagRow, TagRow.id == groups.c[f"{BY}{TAG}"])
    whole = rows.subquery("rows")
    return _ordered(select(*whole.c), whole, grouping).limit(one(LIMIT, Integer()))


def _labels(grouping: Grouping) -> list[Any]:
    """What tags are called, where it is asked for tags."""
    if TAG not in grouping.by:
        return []
    return [TagRow.label.label(LABEL), TagRow.label_norm.label(_LABEL_NORM)]


def _total(wanted: Wanted, grouping: Grouping, groups: Any) -> Select[Any]:
    """One row about everybody. Who wears two tags is in two groups, and yet only one."""
    names = [f"{BY}{name}" for name in grouping.by] + [each.name for each in _labels(grouping)]
    nothing = [cast(null(), Text()).label(name) for name in names]
    if TAG not in grouping.by:
        figures = [_figure(name, groups.c, _together) for name in grouping.figures]
        return select(*figures, *nothing, _NOBODY, _of_all("true")).select_from(groups)
    everybody = _found(wanted, *_parts(grouping)).subquery("everybody")
    figures = [_figure(name, everybody.c, _whole) for name in grouping.figures]
    return select(*figures, *nothing, _NOBODY, _of_all("true")).select_from(everybody)


def _ordered(stmt: Select[Any], rows: Any, grouping: Grouping) -> Select[Any]:
    keys = [_LABEL_NORM if name == TAG else f"{BY}{name}" for name in grouping.by]
    order = [rows.c[key].asc() for key in keys]
    if grouping.by_count:
        size = rows.c[_SIZE]
        order.insert(0, size.desc() if grouping.descending else size.asc())
    elif grouping.descending:
        order = [rows.c[key].desc() for key in keys]
    return stmt.order_by(rows.c[IS_TOTAL], *order)


def _parts(grouping: Grouping, *counted: Any, of: Callable[[str], Any] = _OWN) -> list[Any]:
    """The parts of the figures, each a column of its own."""
    parts = [func.count(*counted).label(_SIZE)]
    for name in filter(FIGURES.get, grouping.figures):
        figure = FIGURES[name]
        for place, part in enumerate(figure.parts):
            parts.append(part(of(figure.column)).label(f"{name}_{place}"))
    return parts


def _figure(name: str, columns: Any, taken: Callable[..., Any]) -> Any:
    """A figure out of its parts."""
    if name == COUNT:
        return func.coalesce(cast(taken(func.sum, columns[_SIZE]), BigInteger()), _ZERO).label(
            COUNT
        )
    figure = FIGURES[name]
    parts = [
        cast(taken(together, columns[f"{name}_{place}"]), figure.kind)
        for place, together in enumerate(figure.together)
    ]
    return array(parts).label(name)


def _whole(_: Callable[..., Any], part: Any) -> Any:
    return part


def _together(together: Callable[..., Any], part: Any) -> Any:
    return together(part)


def _of_all(said: str) -> Any:
    return literal_column(said).label(IS_TOTAL)


def _key(name: str) -> Any:
    if name == TAG:
        return CustomerTagRow.tag_id
    if name in PERIODS:
        return _begun(name, CustomerRow.created_at)
    if name in _BIRTHS:
        unit: Any = literal_column(f"'{name.removeprefix('born_')}'")
        return func.date_part(unit, CustomerRow.born_on)
    return getattr(CustomerRow, name)


def _text(name: str, key: Any) -> Any:
    """A key as clients read it."""
    if name in PERIODS:
        return func.to_char(key, literal_column(f"'{PERIODS[name].written}'"))
    if name in _BIRTHS:
        return func.lpad(cast(key, Text()), len(_BIRTHS[name]), "0")
    return cast(key, Text(collation="C"))


def _begun(name: str, instant: Any) -> Any:
    """When the period began in which an instant lies, as clocks showed it there."""
    return func.date_trunc(literal_column(f"'{PERIODS[name].unit}'"), _local(instant))


def _local(instant: Any) -> Any:
    return func.timezone(word(ZONE), instant)


def _at(local: Any) -> Any:
    """The first instant at which clocks showed this, or more.

    Where they are put back by an hour at one, midnight comes twice, and the first one counts.
    """
    late: Any = func.timezone(word(ZONE), local)
    early = late - literal_column("interval '1 hour'")
    return case((_local(early) >= local, early), else_=late)
