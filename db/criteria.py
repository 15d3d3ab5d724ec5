"""Criteria: what a client said about the customers it wants, turned into a WHERE."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard, cast

from sqlalchemy import ColumnElement, and_, any_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from db.base import PlainText
from db.custom_values import CustomValueRow
from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from db.sealed import among, many, one
from db.search import prefix_end


@dataclass(frozen=True, slots=True)
class Match:
    """One thing said about one field. In a shape, the value is the name of a parameter."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts, everything does."""

    parts: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; with no parts, nothing does."""

    parts: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold, for whatever reason."""

    part: "Criterion"


@dataclass(frozen=True, slots=True)
class Own:
    """There is a value in one of the tenant's own fields of which the part holds."""

    field: Any
    """The id of the field. In a shape, the name of a parameter."""
    part: "Criterion"


@dataclass(frozen=True, slots=True)
class OwnAll:
    """Every one of these texts is among those in one of the tenant's own fields."""

    field: Any
    texts: Any


Criterion = Match | All | Some | Not | Own | OwnAll
EVERYONE: Final = All()


def shaped(criterion: Criterion, said: dict[str, Any]) -> Criterion:
    """The criterion with its values put aside, so that one statement serves all values."""
    if isinstance(criterion, Match):
        name = f"said_{len(said)}"
        said[name] = criterion.value
        if criterion.operator == "starts_with":
            said[f"{name}_end"] = prefix_end(criterion.value)
        return Match(criterion.field, criterion.operator, name)
    if isinstance(criterion, Not):
        return Not(shaped(criterion.part, said))
    if isinstance(criterion, Own):
        return Own(_named(criterion.field, said), shaped(criterion.part, said))
    if isinstance(criterion, OwnAll):
        return OwnAll(_named(criterion.field, said), _named(criterion.texts, said))
    return type(criterion)(tuple(shaped(part, said) for part in criterion.parts))


def _named(value: Any, said: dict[str, Any]) -> str:
    name = f"said_{len(said)}"
    said[name] = value
    return name


def parted(shape: Criterion, fields: Collection[str]) -> tuple[tuple[Criterion, ...], Criterion]:
    """What must hold of the values of some fields of the tenant's own, and what else must hold."""
    parts = tuple(_parts(shape))
    own = [part for part in parts if isinstance(part, Own) and part.field in fields]
    return tuple(part.part for part in own), All(tuple(part for part in parts if part not in own))


def _parts(shape: Criterion) -> Iterator[Criterion]:
    if isinstance(shape, All):
        for part in shape.parts:
            yield from _parts(part)
    else:
        yield shape


def clause(shape: Criterion, row: Any = CustomerRow) -> ColumnElement[bool]:
    """The condition that a shape stands for."""
    if isinstance(shape, Match):
        return _matched(shape, row)
    if isinstance(shape, Not):
        return clause(shape.part, row).is_not(true())
    if isinstance(shape, Own):
        return exists(_own(shape.field, row).where(clause(shape.part, CustomValueRow)))
    if isinstance(shape, OwnAll):
        return _has_all(shape, row)
    if isinstance(shape, Some):
        return or_(~true(), *(clause(part, row) for part in shape.parts))
    tags = [part for part in shape.parts if _is_of_tags(part)]
    rest = [clause(part, row) for part in shape.parts if not _is_of_tags(part)]
    worn = [_worn_together([tag.value for tag in tags], row)] if tags else []
    return and_(true(), *worn, *rest)


def _is_of_tags(part: Criterion) -> TypeGuard[Match]:
    return isinstance(part, Match) and (part.field, part.operator) == ("tags", "any")


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
