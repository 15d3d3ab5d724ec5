"""Reckoning: what is counted before a list is read, to see which way to a page is the shortest."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal_column, select

from db.bearers import begins
from db.clauses import clause, ids_of
from db.criteria import Criterion, OnTheWay
from db.customer_tokens import CustomerTokenRow
from db.customers import CustomerRow
from db.pages import planned_anew
from db.sealed import one, statement

CAP: Final = "cap"
SOME: Final = 100
"""So many of those who meet a part are asked, to know how many of them meet the others."""
NEWEST_ASKED: Final = 500
"""So many of all are asked, to know how many of all meet every part."""
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
    see which one is the rarest. Of some of those, how many meet all the other parts; or if each
    part holds of more than is told, how many of the newest customers meet all of them."""
    counted: list[Any] = []
    for nth, part in enumerate(parts):
        fewest = func.least(one(CAP, Integer()), *(each + _ONE for each in counted))
        held = _counted(planned_anew(ids_of(part)).limit(fewest)).label("number")
        # As a table of its own it is counted once, however often it is spoken of.
        number = select(held).cte(f"held_{nth}").prefix_with("materialized").c.number
        counted.append(select(number).scalar_subquery().label(f"count_{nth}"))
    are_many = func.least(*counted) >= one(CAP, Integer())
    newest = select(CustomerRow.id).order_by(CustomerRow.id.desc())
    some = [
        *(_met(ids_of(part), SOME, [each for each in parts if each != part]) for part in parts),
        _met(newest, NEWEST_ASKED, parts),
    ]
    shares = [case((are_many, _NONE), else_=met) for met in some[:-1]]
    return select(*counted, *shares, case((are_many, some[-1]), else_=_NONE))


def _met(found: Select[Any], most: int, parts: Sequence[Criterion]) -> Any:
    (whose,) = planned_anew(found).limit(literal_column(str(most))).subquery().c
    met = (clause(OnTheWay(part), SimpleNamespace(id=whose)) for part in parts)
    return _counted(select(whose).where(*met))


def _counted(found: Select[Any]) -> Any:
    return select(func.count()).select_from(found.subquery()).scalar_subquery()
