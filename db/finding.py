"""Finding customers: by criteria, by the words they are known by, by the tags they wear."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Integer, Select, cast, func, literal_column, select
from sqlalchemy.sql.selectable import Subquery

from db.criteria import EVERYONE, Criterion, clause
from db.customer_tags import CustomerTagRow
from db.customer_tokens import CustomerTokenRow
from db.customers import CustomerRow
from db.each import counted
from db.pages import BY_ID, NEWEST, Key, Keys, Place, each_page, foreseen, paged
from db.sealed import one, statement, word
from db.search import prefix_end
from db.sorting import beside, is_own_order, own_page

BY_RANK: Final[Keys] = (Key("rank", descending=True, kind=int), *NEWEST)
LAST_TAGGED: Final[Keys] = (Key("tagged_at", descending=True, kind=datetime), BY_ID)
CAP: Final = "cap"


class Deleted(StrEnum):
    """What becomes of customers that were deleted."""

    EXCLUDE = "EXCLUDE"
    INCLUDE = "INCLUDE"
    ONLY = "ONLY"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shape of a question about customers: its criteria and the number of words."""

    criterion: Criterion = EVERYONE
    words: int = 0
    deleted: Deleted = Deleted.EXCLUDE
    sorted_by: tuple[str, ...] = ()
    """The columns with the values of the tenant's own fields that the list is sorted by."""


def words_said(words: list[str]) -> dict[str, Any]:
    """The parameters that say which words to look for."""
    first = {f"word_{place}": said for place, said in enumerate(words)}
    after = {f"word_{place}_end": prefix_end(said) for place, said in enumerate(words)}
    return {**first, **after}


@statement
def customers_page(wanted: Wanted, keys: Keys, place: Place | None) -> Select[Any]:
    """The wanted customers after a place; with words, each with how well they fit."""
    stmt, rank = _wanted(wanted)
    if is_own_order(keys):
        return own_page(stmt, wanted.sorted_by[0], keys, place)
    stmt, own = beside(stmt, wanted.sorted_by)
    columns = SimpleNamespace(
        **{key.name: own[key.name] if key.name in own else _column(key.name, rank) for key in keys}
    )
    page = paged(stmt, columns, keys=keys, place=place)
    return foreseen(page, keys) if (wanted, keys, place) == (Wanted(), NEWEST, None) else page


@statement
def customers_count(wanted: Wanted) -> Select[int]:
    """How many customers are wanted, counted no further than the cap."""
    stmt, _ = _wanted(wanted)
    found = stmt.with_only_columns(CustomerRow.id).limit(one(CAP, Integer())).subquery()
    return select(func.count()).select_from(found)


@statement
def customers_sought(wanted: Wanted) -> Select[Any]:
    """The wanted customers without an end; only to be estimated."""
    return _wanted(wanted)[0]


@statement
def tagged_pages(keys: Keys, place: Place | None) -> Select[Any]:
    """The next customers who wear each of the given tags."""
    worn: Any = select(CustomerRow, CustomerTagRow.created_at.label("tagged_at")).select_from(
        CustomerTagRow
    )
    worn = worn.join(CustomerRow, CustomerRow.id == CustomerTagRow.customer_id)
    living = worn.where(CustomerRow.deleted_at.is_(None))
    columns = SimpleNamespace(tagged_at=CustomerTagRow.created_at, id=CustomerTagRow.customer_id)
    return each_page(living, columns, parent=CustomerTagRow.tag_id, keys=keys, place=place)


@statement
def tagged_counts() -> Select[int, int]:
    """How many living customers wear each of the given tags."""
    worn: Any = select(CustomerTagRow)
    living = worn.join(CustomerRow, CustomerRow.id == CustomerTagRow.customer_id)
    return counted(living.where(CustomerRow.deleted_at.is_(None)), CustomerTagRow.tag_id)


def _wanted(wanted: Wanted) -> tuple[Select[Any], Any]:
    stmt: Select[Any] = select(CustomerRow)
    rank: Any = literal_column("0", Integer())
    for place in range(wanted.words):
        hits = _hits(place)
        stmt = stmt.join(hits, hits.c.customer_id == CustomerRow.id)
        rank = rank + hits.c.score
    if wanted.words:
        stmt = stmt.add_columns(rank.label("rank"))
    if wanted.criterion != EVERYONE:
        stmt = stmt.where(clause(wanted.criterion))
    if wanted.deleted is not Deleted.INCLUDE:
        gone = CustomerRow.deleted_at.is_not(None)
        stmt = stmt.where(gone if wanted.deleted is Deleted.ONLY else ~gone)
    return stmt, rank


def _hits(place: int) -> Subquery:
    """Who is known by a word that begins like this one. A whole word is worth twice a beginning."""
    begins, ends = word(f"word_{place}"), word(f"word_{place}_end")
    whole = cast(CustomerTokenRow.token == begins, Integer())
    score = func.max(CustomerTokenRow.weight * (1 + whole))
    return (
        select(CustomerTokenRow.customer_id, cast(score, Integer()).label("score"))
        .where(CustomerTokenRow.token >= begins, CustomerTokenRow.token < ends)
        .group_by(CustomerTokenRow.customer_id)
        .subquery(f"hits_{place}")
    )


def _column(name: str, rank: Any) -> Any:
    return rank if name == "rank" else getattr(CustomerRow, name)
