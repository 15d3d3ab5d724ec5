"""Finding customers: by criteria, by the words they are known by, by the tags they wear."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import (
    Integer,
    Select,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.sql.selectable import Subquery

from db.bearers import begins, best, hits, scored
from db.criteria import EVERYONE, Criterion, clause
from db.customer_tags import CustomerTagRow
from db.customer_tokens import CustomerTokenRow
from db.customers import CustomerRow
from db.each import beside, counted
from db.pages import (
    BY_ID,
    NEWEST,
    Key,
    Keys,
    Place,
    each_page,
    foreseen,
    ordered,
    paged,
    planned_anew,
)
from db.sealed import one, statement
from db.search import prefix_end
from db.sorting import Sorted, is_own_order, own_page, with_values

BY_RANK: Final[Keys] = (Key("rank", descending=True, kind=int), BY_ID)
LAST_TAGGED: Final[Keys] = (Key("tagged_at", descending=True, kind=datetime), BY_ID)
CAP: Final = "cap"
FEW: Final = 2_000
"""So many hits are all looked at."""


class Deleted(StrEnum):
    """What becomes of customers that were deleted."""

    EXCLUDE = "EXCLUDE"
    INCLUDE = "INCLUDE"
    ONLY = "ONLY"


class Way(StrEnum):
    """From where those are found who are known by words. Others could do, but later."""

    WORD = "WORD"
    """From the first word, which few have."""
    CRITERION = "CRITERION"
    """From the criteria, which few meet."""
    BEST = "BEST"
    """From those who fit the first word best, if very many have each word."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shape of a question about customers: its criteria and the number of words."""

    criterion: Criterion = EVERYONE
    words: int = 0
    deleted: Deleted = Deleted.EXCLUDE
    way: Way = Way.WORD
    sorted_by: tuple[str, ...] = ()
    """The columns with the values of the tenant's own fields that the list is sorted by."""


def words_said(words: list[str]) -> dict[str, Any]:
    """The parameters that say which words to look for."""
    first = {f"word_{place}": said for place, said in enumerate(words)}
    after = {f"word_{place}_end": prefix_end(said) for place, said in enumerate(words)}
    return {**first, **after}


@statement
def hit_counts(words: int) -> Select[Any]:
    """Of each word, how many words that are kept begin with it, counted no further than told."""
    counts = []
    for place in range(words):
        kept = select(CustomerTokenRow.weight).where(begins(CustomerTokenRow, place))
        found = kept.limit(one(CAP, Integer())).subquery(f"hits_{place}")
        counts.append(select(func.count()).select_from(found).scalar_subquery())
    return select(*(count.label(f"count_{place}") for place, count in enumerate(counts)))


@statement
def customers_page(wanted: Wanted, keys: Keys, place: Place | None) -> Select[Any]:
    """The wanted customers after a place; with words, each with how well they fit."""
    if (wanted, keys, place) == (Wanted(), NEWEST, None):
        return foreseen(paged(_living(wanted), CustomerRow, keys=keys), keys)
    if not wanted.words and not wanted.sorted_by:
        return _looked_up(paged(_in_order(wanted, keys), CustomerRow, keys=keys, place=place), keys)
    stmt, elsewhere = _wanted(wanted)
    is_ranked = wanted.words > 0 and wanted.way is not Way.CRITERION
    whose = elsewhere.get("id", CustomerRow.id)
    stmt = stmt if is_ranked else planned_anew(stmt, alone=True)
    if is_own_order(keys):
        return own_page(stmt, Sorted(whose, wanted.sorted_by[0], keys), place)
    stmt, own = with_values(stmt, whose, wanted.sorted_by)
    known = {**elsewhere, **own}
    columns = {key.name: known.get(key.name, _column(key.name)) for key in keys}
    page = paged(stmt, SimpleNamespace(**columns), keys=keys, place=place)
    return foreseen(page, keys) if is_ranked else page


def _in_order(wanted: Wanted, keys: Keys) -> Select[Any]:
    """Of the wanted customers only what they are ordered by, which an index may hold as a whole."""
    columns = [_column(key.name) for key in keys]
    living = planned_anew(_living(wanted), alone=True)
    return living.with_only_columns(*columns, maintain_column_froms=True)


def _looked_up(page: Select[Any], keys: Keys) -> Select[Any]:
    """The customers of a page that is found already: no others are looked at."""
    found = page.subquery("found")
    order = [ordered(found.c[key.name], key) for key in keys]
    return select(CustomerRow).join(found, found.c.id == CustomerRow.id).order_by(*order)


@statement
def customers_count(wanted: Wanted) -> Select[int]:
    """How many customers are wanted, counted no further than the cap."""
    whole = replace(wanted, way=Way.WORD) if wanted.way is Way.BEST else wanted
    stmt, elsewhere = _wanted(whole)
    ids = stmt.with_only_columns(elsewhere.get("id", CustomerRow.id))
    found = ids.limit(one(CAP, Integer())).subquery()
    return planned_anew(select(func.count()).select_from(found))


@statement
def customers_sought(wanted: Wanted) -> Select[Any]:
    """The wanted customers without an end; only to be estimated."""
    stmt = _living(wanted)
    for place in range(wanted.words):
        known = hits(place)
        stmt = stmt.join(known, known.c.customer_id == CustomerRow.id)
    return stmt


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


@statement
def tagged_among(wanted: Wanted, keys: Keys, place: Place | None) -> Select[Any]:
    """Of each of the given tags the next of the wanted customers who wear it."""
    worn, rank = _worn(wanted)
    tagged_at = CustomerTagRow.created_at
    elsewhere = {"rank": rank, "tagged_at": tagged_at, "id": CustomerTagRow.customer_id}
    worn, own = with_values(worn, CustomerRow.id, wanted.sorted_by)
    known = {**elsewhere, **own}
    columns = {key.name: known.get(key.name, _column(key.name)) for key in keys}
    told = worn.add_columns(tagged_at.label("tagged_at"), rank.label("rank"))
    parent = CustomerTagRow.tag_id
    return each_page(told, SimpleNamespace(**columns), parent=parent, keys=keys, place=place)


@statement
def tagged_among_counts(wanted: Wanted) -> Select[int, int]:
    """How many of the wanted customers wear each of the given tags."""
    return counted(_worn(wanted)[0], CustomerTagRow.tag_id)


def _worn(wanted: Wanted) -> tuple[Select[Any], Any]:
    """The wanted customers with each tag that they wear, and how well they fit."""
    stmt = _living(wanted).join(CustomerTagRow, CustomerTagRow.customer_id == CustomerRow.id)
    stmt, scores = scored(stmt, CustomerRow.id, range(wanted.words))
    return stmt, sum(scores, literal_column("0", Integer()))


def _wanted(wanted: Wanted) -> tuple[Select[Any], dict[str, Any]]:
    """The wanted customers, and columns of theirs that stand elsewhere than in their rows."""
    if not wanted.words:
        return _living(wanted), {}
    if wanted.way is Way.CRITERION:
        known, scores = scored(_living(wanted), CustomerRow.id, range(wanted.words))
        rank = sum(scores[1:], scores[0])
        return known.add_columns(rank.label("rank")), {"rank": rank}
    found = _ranked(wanted)
    whose = found.c.customer_id
    customer = beside(_living(wanted), CustomerRow.id, whose)
    chosen: Select[Any] = select(*customer.c, found.c.rank)
    chosen = chosen.select_from(found.join(customer, true()))
    columns = {column.name: column for column in customer.c}
    return chosen, {**columns, "rank": found.c.rank, "id": whose}


def _ranked(wanted: Wanted) -> Subquery:
    """Who is known by all the words, and how well they fit: the best first.

    They come in order, so that no more customers are looked at than a page needs.
    """
    known = best(wanted.words) if wanted.way is Way.BEST else hits(0)
    whose = known.c.customer_id
    stmt, scores = scored(select(whose), whose, range(1, wanted.words))
    rank = sum(scores, known.c.score).label("rank")
    return stmt.add_columns(rank).order_by(rank.desc(), whose.desc()).subquery("ranked")


def _living(wanted: Wanted) -> Select[Any]:
    """The customers who meet the criterion, and of the deleted those that are wanted."""
    stmt: Select[Any] = select(CustomerRow)
    if wanted.criterion != EVERYONE:
        stmt = stmt.where(clause(wanted.criterion))
    if wanted.deleted is Deleted.INCLUDE:
        return stmt
    gone = CustomerRow.deleted_at.is_not(None)
    return stmt.where(gone if wanted.deleted is Deleted.ONLY else ~gone)


def _column(name: str) -> Any:
    return getattr(CustomerRow, name, None)
