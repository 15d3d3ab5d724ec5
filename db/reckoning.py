"""Reckoning: what is counted before a list is read, to see which way to a page is the shortest."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal_column, select, union_all

from db.bearers import begins
from db.clauses import clause, ids_of
from db.criteria import Criterion, OnTheWay, Own
from db.customer_tokens import CustomerTokenRow
from db.customers import CustomerRow
from db.pages import planned_anew
from db.sealed import one, statement

CAP: Final = "cap"
SOME: Final = 100
"""So many of those who meet a part are asked, to know how many of them meet the others."""
ENDS: Final = 150
"""So many of the newest customers are asked and as many of the oldest, to know how many of all
meet each part and every one."""
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
def holding_counts(held: tuple[Criterion, ...], asked: tuple[Criterion, ...]) -> Select[Any]:
    """Of how many customers each part holds, those first by which a list is limited: counted no
    further than told and than is needed to see which one is the rarest. Values are counted, of
    which a customer may have several.

    Then, for each part that is asked, of some of those how many meet all the others; but where
    each holds of more than is told, and for what limits a list and does, of how many customers at
    both ends of all it holds. Last, how many of these meet all.
    """
    parts, cap = (*held, *asked), one(CAP, Integer())
    counted: list[Any] = []
    for nth, part in enumerate(parts):
        fewest = func.least(cap, *(each + _ONE for each in counted))
        found = _counted(_met(part).limit(fewest)).label("number")
        # As a table of its own it is counted once, however often it is spoken of.
        number = select(found).cte(f"held_{nth}").prefix_with("materialized").c.number
        counted.append(select(number).scalar_subquery().label(f"count_{nth}"))
    are_many = func.least(*counted) >= cap
    *at_ends, all_at_ends = _at_ends(parts)
    told: list[Any] = []
    for part, number, met in zip(parts, counted, at_ends, strict=True):
        if part in held:
            told.append(case((number >= cap, met), else_=_NONE))
        else:
            told.append(case((are_many, met), else_=_of_some(part, parts)))
    return select(*counted, *told, case((are_many, all_at_ends), else_=_NONE))


def _met(part: Criterion) -> Any:
    # Values of a field have one index, whatever is asked for; else it depends on what is.
    return ids_of(part) if isinstance(part, Own) else planned_anew(ids_of(part))


def _of_some(part: Criterion, parts: Sequence[Criterion]) -> Any:
    """How many of some who meet a part meet all the others."""
    (whose,) = _met(part).limit(literal_column(str(SOME))).subquery().c
    others = (each for each in parts if each != part)
    met = (clause(OnTheWay(each), SimpleNamespace(id=whose)) for each in others)
    return _counted(select(whose).where(*met))


def _at_ends(parts: Sequence[Criterion]) -> list[Any]:
    """How many of the newest and the oldest customers meet each part, and how many meet all."""
    orders = (CustomerRow.id.desc(), CustomerRow.id)
    ends = (
        select(CustomerRow.id).order_by(order).limit(literal_column(str(ENDS))) for order in orders
    )
    found = union_all(*(select(each.subquery().c.id) for each in ends)).subquery()
    asked = (clause(OnTheWay(part), SimpleNamespace(id=found.c.id)) for part in parts)
    met = select(*(each.label(f"met_{nth}") for nth, each in enumerate(asked))).select_from(found)
    told = [*met.cte("ends").prefix_with("materialized").c]
    return [_counted(select(_ONE).where(*those)) for those in (*([each] for each in told), told)]


def _counted(found: Select[Any]) -> Any:
    return select(func.count()).select_from(found.subquery()).scalar_subquery()
