"""Finding customers: by criteria, by the words they are known by, by the tags they wear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause

from db.bearers import are_known, borne, fitting, hits, layers
from db.clauses import clause
from db.criteria import EVERYONE, Criterion
from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from db.each import counted
from db.pages import (
    BY_ID,
    LIMIT,
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
from db.reckoning import CAP
from db.sealed import one, statement
from db.search import prefix_end
from db.sorting import Sorted, is_own_order, own_page, with_values

RANK: Final = "rank"
BY_RANK: Final[Keys] = (Key(RANK, descending=True, kind=int), Key("token"), BY_ID)
LAST_TAGGED: Final[Keys] = (Key("tagged_at", descending=True, kind=datetime), BY_ID)
_ONE: Final[ColumnElement[Any]] = literal_column("1")


class Deleted(StrEnum):
    """What becomes of customers that were deleted."""

    EXCLUDE = "EXCLUDE"
    INCLUDE = "INCLUDE"
    ONLY = "ONLY"


class Way(StrEnum):
    """From where those are found who are known by words. The other could do, but later."""

    WORDS = "WORDS"
    """From those who have the word that leads."""
    CUSTOMERS = "CUSTOMERS"
    """From the customers who meet the criteria, in the order that is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shape of a question about customers: its criteria and the number of words."""

    criterion: Criterion = EVERYONE
    words: int = 0
    deleted: Deleted = Deleted.EXCLUDE
    way: Way = Way.WORDS
    sorted_by: tuple[str, ...] = ()
    """The columns with the values of the tenant's own fields that the list is sorted by."""
    held: tuple[Criterion, ...] = ()
    """What must hold of the one value that the list is sorted by."""
    early: tuple[Criterion, ...] = ()
    """What is asked of an id that such a list comes to, before its customer is looked at."""


def words_said(words: Sequence[str]) -> dict[str, Any]:
    """The parameters that say which words to look for."""
    first = {f"word_{place}": said for place, said in enumerate(words)}
    after = {f"word_{place}_end": prefix_end(said) for place, said in enumerate(words)}
    return {**first, **after}


@statement
def customers_page(wanted: Wanted, keys: Keys, place: Place | None) -> Select[Any]:
    """The wanted customers after a place; with words, each with how well they fit."""
    if (wanted, keys, place) == (Wanted(), NEWEST, None):
        return foreseen(paged(_living(wanted), CustomerRow, keys=keys), keys)
    from_words = wanted.words > 0 and wanted.way is Way.WORDS
    if keys[0].name == RANK:
        return _best(wanted, keys) if from_words else _ranked(wanted, keys, place)
    known, row = _with_words(wanted) if from_words else (_known(wanted), CustomerRow)
    return _looked_up(_in_order(known, row, wanted, keys, place), keys)


def _in_order(
    known: Select[Any], row: Any, wanted: Wanted, keys: Keys, place: Place | None
) -> Select[Any]:
    """Of a page only ids and what it is ordered by, which an index may hold as a whole."""
    plain = [getattr(row, key.name) for key in keys if _is_plain(key)]
    stmt = planned_anew(known, alone=True).with_only_columns(*plain, maintain_column_froms=True)
    if is_own_order(keys):
        own_order = Sorted(row.id, wanted.sorted_by[0], keys, wanted.held, wanted.early)
        return own_page(stmt, own_order, place)
    stmt, own = with_values(stmt, row.id, wanted.sorted_by)
    columns = {key.name: own.get(key.name, getattr(row, key.name, None)) for key in keys}
    return paged(stmt, SimpleNamespace(**columns), keys=keys, place=place)


def _best(wanted: Wanted, keys: Keys) -> Select[Any]:
    """Those who fit best of all who come after a place, which the layers tell."""
    layer, backwards = layers(), not keys[0].descending
    found = borne(layer, partial(_one_living, wanted), wanted.words, backwards=backwards)
    # Each layer is a question of its own, asked only if those before it did not fill the page: they
    # are told in their order, and PostgreSQL has no other way to ask what depends on a layer.
    page = select(*found.c).select_from(layer.join(found, true()))
    return _looked_up(page.limit(bindparam(LIMIT, type_=Integer())), keys)


def _ranked(wanted: Wanted, keys: Keys, place: Place | None) -> Select[Any]:
    """Those who fit best of the few who meet the criteria."""
    known, fit = fitting(_living(wanted), CustomerRow.id, wanted.words)
    columns = SimpleNamespace(**fit, id=CustomerRow.id)
    return planned_anew(paged(known, columns, keys=keys, place=place), alone=True)


def _bearers(wanted: Wanted) -> Select[Any]:
    """The ids of all the wanted customers who have the words, in no order."""
    layer = layers()
    found = borne(layer, partial(_one_living, wanted), wanted.words)
    return select(found.c.id).select_from(layer.join(found, true()))


def _with_words(wanted: Wanted) -> tuple[Select[Any], Any]:
    """All the wanted customers who have the words."""
    found = _bearers(wanted).subquery("found")
    row = aliased(CustomerRow, _row_of(found.c.id))
    return select(row).select_from(found.join(row, true())), row


def _looked_up(page: Select[Any], keys: Keys) -> Select[Any]:
    """The customers of a page that is found already: no others are looked at."""
    found = page.subquery("found")
    row = _row_of(found.c.id)
    order = [ordered(found.c[key.name], key) for key in keys]
    told = [found.c[key.name] for key in keys if not _is_plain(key)]
    return select(*row.c, *told).select_from(found.join(row, true())).order_by(*order)


def _row_of(whose: Any) -> LateralFromClause:
    """The customer of an id, looked up by it.

    Only indexes that begin with ids have the first of those from this id to this id, so none other
    is read, whatever PostgreSQL knows or does not yet know of customers.
    """
    row = select(CustomerRow).where(CustomerRow.id >= whose, CustomerRow.id <= whose)
    first = row.order_by(CustomerRow.id).limit(_ONE).correlate_except(CustomerRow)
    return first.lateral("customers")


@statement
def customers_count(wanted: Wanted) -> Select[int]:
    """How many customers are wanted, counted no further than the cap."""
    from_words = wanted.words > 0 and wanted.way is Way.WORDS
    known = planned_anew(_known(wanted).with_only_columns(CustomerRow.id))
    few = _bearers(wanted) if from_words else known
    return select(func.count()).select_from(few.limit(one(CAP, Integer())).subquery())


@statement
def customers_sought(wanted: Wanted) -> Select[Any]:
    """The wanted customers without an end; only to be grouped or estimated."""
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
    living = select(CustomerTagRow).where(CustomerTagRow.customer_deleted_at.is_(None))
    return counted(living, CustomerTagRow.tag_id)


@statement
def tagged_among(wanted: Wanted, keys: Keys, place: Place | None) -> Select[Any]:
    """Of each of the given tags the next of the wanted customers who wear it."""
    worn, fit = _worn(wanted)
    tagged_at = CustomerTagRow.created_at
    worn, own = with_values(worn, CustomerRow.id, wanted.sorted_by)
    known = {**fit, **own, "tagged_at": tagged_at, "id": CustomerTagRow.customer_id}
    columns = {key.name: known.get(key.name, getattr(CustomerRow, key.name, None)) for key in keys}
    told = worn.add_columns(tagged_at.label("tagged_at"))
    parent = CustomerTagRow.tag_id
    return each_page(told, SimpleNamespace(**columns), parent=parent, keys=keys, place=place)


@statement
def tagged_among_counts(wanted: Wanted) -> Select[int, int]:
    """How many of the wanted customers wear each of the given tags."""
    return counted(_worn(wanted)[0], CustomerTagRow.tag_id)


def _worn(wanted: Wanted) -> tuple[Select[Any], dict[str, Any]]:
    """The wanted customers with each tag that they wear, and how well they fit."""
    stmt = _living(wanted)
    stmt = stmt.join(CustomerTagRow, CustomerTagRow.customer_id == CustomerRow.id)
    return fitting(stmt, CustomerRow.id, wanted.words) if wanted.words else (stmt, {})


def _one_living(wanted: Wanted, whose: Any) -> LateralFromClause:
    """The id again, if its customer is wanted: an index may tell without a look at the row."""
    own = aliased(CustomerRow, _row_of(whose))
    met = select(own.id).where(*_living_if(wanted, own)).order_by(own.id)
    return met.lateral("living")


def _known(wanted: Wanted) -> Select[Any]:
    """The wanted customers: whoever meets the criterion is asked for each of the words."""
    return select(CustomerRow).where(*meeting(wanted))


def meeting(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What holds of a customer who is wanted."""
    return [*_living_if(wanted, CustomerRow), *are_known(CustomerRow.id, wanted.words)]


def _living(wanted: Wanted) -> Select[Any]:
    """The customers who meet the criterion, and of the deleted those that are wanted."""
    return select(CustomerRow).select_from(CustomerRow).where(*_living_if(wanted, CustomerRow))


def _living_if(wanted: Wanted, row: Any) -> list[ColumnElement[bool]]:
    met = [] if wanted.criterion == EVERYONE else [clause(wanted.criterion, row)]
    if wanted.deleted is Deleted.INCLUDE:
        return met
    gone = row.deleted_at.is_not(None)
    return [*met, gone if wanted.deleted is Deleted.ONLY else ~gone]


def _is_plain(key: Key) -> bool:
    """Whether a list is ordered by a column of the customers."""
    return key.name in CustomerRow.__table__.c
