"""Bearers: who is known by the words that were said, and how well they fit."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    cast,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import Subquery

from db.customer_tokens import CustomerTokenRow
from db.sealed import word
from db.search import HEAVIEST

_MOST: Final[ColumnElement[Any]] = literal_column("1000")
"""Of more hits of a word that is said alone, so many of each sort are."""
_MOST_OF_SEVERAL: Final[ColumnElement[Any]] = literal_column("500")
"""Of more hits of a word among others, for each of which the others are looked for."""


def scored(stmt: Select[Any], whose: Any, places: range) -> tuple[Select[Any], list[Any]]:
    """The same customers, as far as they are known by the words; and how well each fits."""
    scores = []
    for place in places:
        own = select(_fit(place).label("score")).where(begins(CustomerTokenRow, place))
        score = own.where(CustomerTokenRow.customer_id == whose).lateral(f"score_{place}")
        stmt = stmt.join(score, true()).where(score.c.score.is_not(None))
        scores.append(score.c.score)
    return stmt, scores


def begins(token: Any, place: int) -> ColumnElement[bool]:
    """Whether a word begins like the one at a place of those that were said."""
    return and_(token.token >= word(f"word_{place}"), token.token < word(f"word_{place}_end"))


def _fit(place: int) -> Any:
    """How well the words of a customer fit: a whole word is worth twice a beginning."""
    whole = cast(CustomerTokenRow.token == word(f"word_{place}"), Integer())
    return func.max(CustomerTokenRow.weight * (1 + whole), type_=Integer())


def hits(place: int) -> Subquery:
    """Who is known by a word that begins like this one."""
    return (
        select(CustomerTokenRow.customer_id, _fit(place).label("score"))
        .where(begins(CustomerTokenRow, place))
        .group_by(CustomerTokenRow.customer_id)
        .subquery(f"hits_{place}")
    )


def best(words: int) -> Subquery:
    """Who fits a word best of very many: by the whole word, by its beginning, by all names."""
    token, said = CustomerTokenRow, word("word_0")
    order = token.weight.desc(), token.customer_id.desc()
    whole = select(token.customer_id, (token.weight * 2).label("score")).where(token.token == said)
    begun = select(token.customer_id, token.weight.label("score")).where(
        token.token > said, token.token < word("word_0_end")
    )
    parts = [whole.order_by(*order), begun.order_by(token.token, *order)]
    if words > 1:
        parts.append(_named(words))
    most = _MOST if words == 1 else _MOST_OF_SEVERAL
    every = union_all(*(part.limit(most) for part in parts)).subquery("every")
    score = cast(func.max(every.c.score), Integer()).label("score")
    return select(every.c.customer_id, score).group_by(every.c.customer_id).subquery("best")


def _named(words: int) -> Select[Any]:
    """Who has all the words for names, the newest first.

    Those of each word come in order, and stay a question of their own: so they are merged.
    """
    first, *others = (_bearers(place) for place in range(words))
    stmt: Select[Any] = select(first.c.customer_id, first.c.score)
    for other in others:
        stmt = stmt.where(other.c.customer_id == first.c.customer_id)
    return stmt.order_by(first.c.customer_id.desc())


def _bearers(place: int) -> Subquery:
    token = CustomerTokenRow
    stmt = select(token.customer_id, (token.weight * 2).label("score"))
    named = stmt.where(token.token == word(f"word_{place}"), token.weight == HEAVIEST)
    return named.order_by(token.customer_id.desc()).subquery(f"bearers_{place}")
