"""Clauses: the condition that each shape of a criterion stands for."""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from db.base import PlainText
from db.criteria import (
    All,
    Criterion,
    Gathered,
    LookedUp,
    Match,
    Not,
    OnTheWay,
    Own,
    OwnAll,
    Some,
    is_of_tags,
)
from db.custom_values import CustomValueRow
from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from db.sealed import among, many, one

WHOSE: Final = SimpleNamespace(id=CustomValueRow.customer_id)
"""The customer to whom a value belongs."""
_ASKED: Final[Any] = aliased(CustomValueRow, name="asked")
_WEARERS: Final[Any] = aliased(CustomerTagRow, name="wearers")
_OTHERS: Final[Any] = aliased(CustomerRow, name="others")
_ONE: Final[ColumnElement[Any]] = literal_column("1")


def clause(shape: Criterion, row: Any = CustomerRow) -> ColumnElement[bool]:
    """The condition that a shape stands for."""
    return _CLAUSES[type(shape)](shape, row)


def _all(shape: All, row: Any) -> ColumnElement[bool]:
    tags = [part for part in shape.parts if is_of_tags(part)]
    rest = [clause(part, row) for part in shape.parts if not is_of_tags(part)]
    worn = [_worn_together([tag.value for tag in tags], row)] if tags else []
    return and_(true(), *worn, *rest)


def _some(shape: Some, row: Any) -> ColumnElement[bool]:
    return or_(~true(), *(clause(part, row) for part in shape.parts))


def _not(shape: Not, row: Any) -> ColumnElement[bool]:
    return clause(shape.part, row).is_not(true())


def _owned(shape: Own, row: Any) -> ColumnElement[bool]:
    return exists(_own(shape.field, row).where(clause(shape.part, CustomValueRow)))


def _looked_up(shape: LookedUp, row: Any) -> ColumnElement[bool]:
    # As arrays PostgreSQL finds them first, however many it thinks that they are.
    found = ids_of(shape.part)
    for part in shape.others:
        found = _of_them(part, found)
    met: ColumnElement[bool] = row.id == any_(func.array(found.scalar_subquery()))
    return met


def _of_them(part: Criterion, found: Any) -> Any:
    """The ids of those of whom the part holds as well."""
    held = ids_of(part)
    (mine,) = held.selected_columns
    if not is_of_tags(part):
        return held.where(mine == any_(func.array(found.scalar_subquery())))
    # Of tags PostgreSQL knows how many wear them, and whether these are better read beforehand.
    (whose,) = found.subquery("found").c
    return select(whose).where(exists(held.where(mine == whose)))


def _gathered(shape: Gathered, row: Any) -> ColumnElement[bool]:
    # Not a bare `in`: PostgreSQL would take that for a join, and look each of them up.
    met: ColumnElement[bool] = row.id.in_(ids_of(shape.part))
    return met.is_(true())


def _on_the_way(shape: OnTheWay, row: Any) -> ColumnElement[bool]:
    # Not an `exists`: PostgreSQL might find everybody of whom it holds.
    held = ids_of(shape.part)
    (whose,) = held.selected_columns
    met: ColumnElement[bool] = held.where(whose == row.id).limit(_ONE).scalar_subquery()
    return met.is_not(None)


def ids_of(part: Criterion) -> Any:
    """The ids of all the customers of whom a part holds."""
    if isinstance(part, Own):
        held = clause(part.part, _ASKED)
        return select(_ASKED.customer_id).where(_ASKED.field_id == one(part.field), held)
    if is_of_tags(part):
        return select(_WEARERS.customer_id).where(among(_WEARERS.tag_id, part.value))
    return select(_OTHERS.id).where(clause(part, _OTHERS))


def _worn_together(names: Sequence[str], row: Any) -> ColumnElement[bool]:
    """Of several tags one each. They are asked for in one question, so that PostgreSQL can find
    out who wears them before it looks at any customer."""
    first, *others = (aliased(CustomerTagRow, name=f"worn_{nth}") for nth in range(len(names)))
    worn = select(first.tag_id).where(first.customer_id == row.id)
    for other in others:
        worn = worn.where(other.customer_id == first.customer_id)
    for each, name in zip((first, *others), names, strict=True):
        worn = worn.where(among(each.tag_id, name))
    return exists(worn.correlate(row))


def _matched(match: Match, row: Any) -> ColumnElement[bool]:
    if match.field == "tags":
        return _TAG_OPERATORS[match.operator](match.value, row)
    column = getattr(row, match.field)
    return _OPERATORS[match.operator](column, match.value)


def _value(column: Any, name: str) -> Any:
    return bindparam(name, type_=column.type)


def _starts_with(column: Any, name: str) -> ColumnElement[bool]:
    """A range and not LIKE: under row security only a range may use the index."""
    return and_(column >= _value(column, name), column < _value(column, f"{name}_end"))


def _contains(column: Any, name: str) -> ColumnElement[bool]:
    return func.strpos(column, _value(column, name)) > 0


def _ends_with(column: Any, name: str) -> ColumnElement[bool]:
    value = _value(column, name)
    return cast("ColumnElement[bool]", func.right(column, func.length(value)) == value)


def _missing(column: Any, name: str) -> ColumnElement[bool]:
    missing = column.is_(None) == bindparam(name, type_=true().type)
    return cast("ColumnElement[bool]", missing)


def _worn(name: str, row: Any) -> Any:
    worn = select(CustomerTagRow.tag_id).where(
        CustomerTagRow.customer_id == row.id, among(CustomerTagRow.tag_id, name)
    )
    return worn.correlate(row)


def _wears_all(name: str, row: Any) -> ColumnElement[bool]:
    worn = _worn(name, row).with_only_columns(func.count())
    every: ColumnElement[bool] = worn.scalar_subquery() == func.cardinality(many(name))
    return every


def _own(field: str, row: Any) -> Any:
    return select(CustomValueRow.field_id).where(
        CustomValueRow.customer_id == row.id, CustomValueRow.field_id == one(field)
    )


def _has_all(shape: OwnAll, row: Any) -> ColumnElement[bool]:
    several = many(shape.texts, PlainText)
    among_them = _own(shape.field, row).where(CustomValueRow.text_value == any_(several))
    found = among_them.with_only_columns(func.count()).correlate(row)
    every: ColumnElement[bool] = found.scalar_subquery() == func.cardinality(several)
    return every


_CLAUSES: Final[Mapping[type[Any], Callable[[Any, Any], ColumnElement[bool]]]] = {
    Match: _matched,
    All: _all,
    Some: _some,
    Not: _not,
    Own: _owned,
    OwnAll: _has_all,
    LookedUp: _looked_up,
    Gathered: _gathered,
    OnTheWay: _on_the_way,
}
_OPERATORS: Final[Mapping[str, Callable[[Any, str], ColumnElement[bool]]]] = {
    "eq": lambda column, name: column == _value(column, name),
    "gt": lambda column, name: column > _value(column, name),
    "gte": lambda column, name: column >= _value(column, name),
    "lt": lambda column, name: column < _value(column, name),
    "lte": lambda column, name: column <= _value(column, name),
    "in": lambda column, name: among(column, name, column.type),
    "starts_with": _starts_with,
    "contains": _contains,
    "ends_with": _ends_with,
    "is_null": _missing,
}
_TAG_OPERATORS: Final[Mapping[str, Callable[[str, Any], ColumnElement[bool]]]] = {
    "any": lambda name, row: exists(_worn(name, row)),
    "all": _wears_all,
    "none": lambda name, row: ~exists(_worn(name, row)),
}
