"""Reckoning: what is counted before a list is read, to see which way to a page is the shortest."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal_column, select

from db.bearers import begins
from db.clauses import clause, ids_of
from db.criteria import Criterion, OnTheWay, is_apart
from db.customer_tokens import CustomerTokenRow
from db.customers import CustomerRow
from db.pages import planned_anew
from db.sealed import one, statement

CAP: Final = "cap"
SOME: Final = 100
"""So many of those who meet a part are asked, to know how many of them meet the others."""
NEWEST_ASKED: Final = 300
"""So many of all are asked, to know how many of all meet each part and every one."""
_ONE: Final[ColumnElement[Any]] = literal_column("1")
_NONE: Final[ColumnElement[Any]] = literal_column("0")


@statement
def hit_counts(words: int) -> Select[Any]:
    """Of each word, how many words that are kept begin with it, counted no further than told."""
    counts = []
    for place in range(words):
        found = select(CustomerTokenRow.weight).where(begins(place)).limit(one(CAP, Integer()))
        counts.append(_counted(found).label(f"count_{place}"))
    return select(*counts)


@statement
def holding_counts(parts: tuple[Criterion, ...]) -> Select[Any]:
    """Of how many customers each part holds, counted no further than told and than is needed to
    see which one is the rarest. Then of some of those, how many meet all the other parts; or if
    each part holds of more than is told, of how many of the newest customers it holds. Last, how
    many of these meet all."""
    counted: list[Any] = []
    for nth, part in enumerate(parts):
        fewest = func.least(one(CAP, Integer()), *(each + _ONE for each in counted))
        held = _counted(_held(part).limit(fewest)).label("number")
        # As a table of its own it is counted once, however often it is spoken of.
        number = select(held).cte(f"held_{nth}").prefix_with("materialized").c.number
        counted.append(select(number).scalar_subquery().label(f"count_{nth}"))
    are_many = func.least(*counted) >= one(CAP, Integer())
    some = [_met(_held(part), [each for each in parts if each != part]) for part in parts]
    *of_newest, of_all = _of_newest(parts)
    shares = [case((are_many, many), else_=few) for few, many in zip(some, of_newest, strict=True)]
    return select(*counted, *shares, case((are_many, of_all), else_=_NONE))


def _held(part: Criterion) -> Any:
    # What is apart has one index, whatever is asked for; of columns it depends on the values.
    return ids_of(part) if is_apart(part) else planned_anew(ids_of(part))


def _met(found: Select[Any], others: Sequence[Criterion]) -> Any:
    (whose,) = found.limit(literal_column(str(SOME))).subquery().c
    met = (clause(OnTheWay(part), SimpleNamespace(id=whose)) for part in others)
    return _counted(select(whose).where(*met))


def _of_newest(parts: Sequence[Criterion]) -> list[Any]:
    """How many of the newest customers meet each part, and how many of them meet all."""
    newest = select(CustomerRow.id).order_by(CustomerRow.id.desc())
    some = newest.limit(literal_column(str(NEWEST_ASKED))).subquery()
    asked = (clause(OnTheWay(part), SimpleNamespace(id=some.c.id)) for part in parts)
    met = select(*(each.label(f"met_{nth}") for nth, each in enumerate(asked))).select_from(some)
    told = [*met.cte("newest").prefix_with("materialized").c]
    return [_counted(select(_ONE).where(*those)) for those in (*([each] for each in told), told)]


def _counted(found: Select[Any]) -> Any:
    return select(func.count()).select_from(found.subquery()).scalar_subquery()
