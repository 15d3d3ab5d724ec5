"""Sorting customers by a field of the tenant's own: those with a value, and then those without.

The values stand in another table, in an index in their order, and who has none is not in it. So a
page is made of two stretches, and the second is only looked for where the first does not fill it.
"""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import (
    Select,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from db.clauses import WHOSE, clause
from db.criteria import Criterion
from db.custom_values import CustomValueRow
from db.pages import LIMIT, Key, Keys, Place, compared, further, ordered
from db.sealed import one

_ONE: Final[Any] = literal_column("1")


def own_key(nth: int) -> str:
    """What a value is called that a list is sorted by, and the field that it is of."""
    return f"own_{nth}"


def with_values(
    stmt: Select[Any], whose: Any, sorted_by: tuple[str, ...]
) -> tuple[Select[Any], dict[str, Any]]:
    """The customers, each with the values of its own by which they are sorted."""
    own: dict[str, Any] = {}
    for nth, column in enumerate(sorted_by):
        value = _values(own_key(nth), column)
        own[own_key(nth)] = value.c[own_key(nth)]
        stmt = stmt.outerjoin(value, value.c.customer_id == whose)
    return stmt.add_columns(*own.values()), own


def is_own_order(keys: Keys) -> bool:
    """Whether customers are sorted by one field of the tenant's own, and by nothing else."""
    return [key.name for key in keys] == [own_key(0), "id"]


@dataclass(frozen=True, slots=True)
class Sorted:
    """Customers who are sorted by one field of the tenant's own."""

    whose: Any
    """The column with their ids."""
    column: str
    """The column with the values of the field."""
    keys: Keys
    held: tuple[Criterion, ...] = ()
    """What must hold of the value: who has none is not wanted then."""
    early: tuple[Criterion, ...] = ()
    """What is asked of an id, before its customer is looked at."""


def own_page(stmt: Select[Any], own: Sorted, place: Place | None) -> Select[Any]:
    """The customers after a place in the order of a field of the tenant's own."""
    keys, nulls_first = own.keys, own.keys[0].nulls_first
    halves = [_without, _with] if nulls_first else [_with, _without]
    if own.held:
        halves = [_with]
    elif place is not None and place.nulls[0] is not nulls_first:
        halves = halves[1:]
    first, *rest = (half(stmt, own, place if nth == 0 else None) for nth, half in enumerate(halves))
    if not rest:
        return first
    # Both the page and the number of those that it lacks are read off it: it is found once.
    whole = first.cte("begun", nesting=True)
    found = select(func.count()).select_from(whole).scalar_subquery()
    # It is cut twice: of what is worked out PostgreSQL cannot foresee how many it will be.
    then = rest[0].subquery("then")
    after = select(then).order_by(*_order(then.c, keys)).limit(_size() - found)
    rows = union_all(select(whole), after).subquery("pages")
    return select(rows).order_by(*_order(rows.c, keys)).limit(_size())


def _with(stmt: Select[Any], own: Sorted, place: Place | None) -> Select[Any]:
    """The next who have a value, found by the index that has the values in their order."""
    key, by_id = own.keys
    value = _values(key.name, own.column, own.held, own.early)
    columns = SimpleNamespace(**{key.name: value.c[key.name], "id": value.c.customer_id})
    sure = (replace(key, nullable=False), by_id)
    found = stmt.join(value, value.c.customer_id == own.whose)
    found = found.add_columns(value.c[key.name]).where(value.c[key.name].is_not(None))
    if place is not None:
        found = found.where(compared(columns, sure))
    order = [ordered(getattr(columns, each.name), each) for each in sure]
    return found.order_by(*order).limit(_size())


def _without(stmt: Select[Any], own: Sorted, place: Place | None) -> Select[Any]:
    """The next who have no value."""
    key, by_id = own.keys
    known = select(CustomValueRow.field_id).where(
        CustomValueRow.customer_id == own.whose, CustomValueRow.field_id == one(key.name)
    )
    nothing = cast(null(), getattr(CustomValueRow, own.column).type).label(key.name)
    early = (clause(part, SimpleNamespace(id=own.whose)) for part in own.early)
    # Not a `not exists`: PostgreSQL might read everybody's values instead of asking for each.
    found = stmt.where(*early, known.limit(_ONE).scalar_subquery().is_(None)).add_columns(nothing)
    if place is not None:
        (past,) = further(SimpleNamespace(id=own.whose), by_id, 1, missing=False)
        found = found.where(past)
    return found.order_by(ordered(own.whose, by_id)).limit(_size())


def _values(
    name: str, column: str, held: tuple[Criterion, ...] = (), early: tuple[Criterion, ...] = ()
) -> Any:
    """The values of a field, each with whose it is. Who has one has no other: lists of texts are
    nothing to sort by."""
    return (
        select(CustomValueRow.customer_id, getattr(CustomValueRow, column).label(name))
        .where(CustomValueRow.field_id == one(name))
        .where(*(clause(part, CustomValueRow) for part in held))
        .where(*(clause(part, WHOSE) for part in early))
        .subquery(f"value_of_{name}")
    )


def _order(columns: Any, keys: tuple[Key, ...]) -> list[Any]:
    return [ordered(columns[key.name], key) for key in keys]


def _size() -> Any:
    return bindparam(LIMIT, type_=func.count().type)
