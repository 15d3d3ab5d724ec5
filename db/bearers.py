"""Bearers: who is known by the words that were said, and how well they fit.

One word leads. Those who have it stand in an index: by the weight of the word, in the order of the
alphabet, the newest first. They are found in just this order, layer by layer, so that no more of
them are looked at than a page needs, and nobody is passed over. Beside each word stands what the
others of the same customer leave behind, and how much of it a better word has too: so most who
lack a word, or are found by another, are left out without a look at their words.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    and_,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import LateralFromClause, Subquery

from db.base import PlainText
from db.customer_tokens import CustomerTokenRow
from db.kept_words import WEIGHTS
from db.layers import WHOLE
from db.pages import LONGEST
from db.sealed import many, word

_ONE: Final[ColumnElement[Any]] = literal_column("1")
_LONGEST: Final[ColumnElement[Any]] = literal_column(str(LONGEST))
_EVERY: Final = [literal_column(str(weight), SmallInteger()) for weight in WEIGHTS]
_KINDS: Final = (
    column("rank", Integer()),
    column("weight", SmallInteger()),
    column("low", PlainText),
    column("high", PlainText),
    column("beyond", CustomerTokenRow.customer_id.type),
    column("letters", SmallInteger()),
    column("marks", BigInteger()),
)


def layers() -> Any:
    """The layers that were said, in their order."""
    told = (many(f"layer_{each.name}", each.type) for each in _KINDS)
    return func.unnest(*told).table_valued(*_KINDS, name="layer").render_derived(name="layer")


def borne(
    layer: Any, customer: Callable[[Any], Any], words: int, *, backwards: bool | None = None
) -> LateralFromClause:
    """The customers of a layer. `customer` makes a question about the one of an id.

    They come in order if it is said in which, and no more of them than a page may hold.
    """
    token = aliased(CustomerTokenRow, name="borne")
    others = [_other(place, token.customer_id) for place in range(1, words)]
    whose = customer(token.customer_id)
    led = _led(whose.c.id, others)
    found: Any = select(token.token, layer.c.rank, token.customer_id.label("id")).select_from(token)
    for each in (*others, whose, led):
        found = found.join(each, true())
    found = found.where(
        token.weight == layer.c.weight,
        token.token >= layer.c.low,
        token.token < layer.c.high,
        token.shared < layer.c.letters,
        token.marks.bitwise_and(layer.c.marks) == layer.c.marks,
        layer.c.rank == _rank(token, others),
        led.c.token == token.token,
    )
    if backwards is not None:
        found = _in_order(found, token, layer, backwards=backwards)
    return cast("LateralFromClause", found.lateral("bearers"))


def _in_order(found: Any, token: Any, layer: Any, *, backwards: bool) -> Any:
    """As the index has them, from the place on."""
    word, whose, beyond = token.token, token.customer_id, layer.c.beyond
    if backwards:
        found = found.where(whose > beyond).order_by(word.desc(), whose)
    else:
        found = found.where(whose < beyond).order_by(word, whose.desc())
    return found.limit(_LONGEST)


def fitting(stmt: Select[Any], whose: Any, words: int) -> tuple[Select[Any], dict[str, Any]]:
    """Of these customers those who are known by the words: how well they fit, by which word."""
    others = [_other(place, whose) for place in range(1, words)]
    led = _led(whose, others)
    for each in (*others, led):
        stmt = stmt.join(each, true())
    # Most have not even the word that leads, which is soon told.
    stmt = stmt.where(*are_known(whose, 1))
    fit = {"rank": led.c.rank, "token": led.c.token}
    return stmt.add_columns(*fit.values()), fit


def are_known(whose: Any, words: int) -> list[ColumnElement[bool]]:
    """Whether customers are known by each of the words: looked up one by one."""
    weight = CustomerTokenRow.weight
    begun = (_begun(place, whose).with_only_columns(weight).limit(_ONE) for place in range(words))
    return [each.scalar_subquery().is_not(None) for each in begun]


def hits(place: int) -> Subquery:
    """Who has a word that begins like this one, each once."""
    token = CustomerTokenRow
    return select(token.customer_id).where(begins(place)).distinct().subquery(f"hits_{place}")


def begins(place: int) -> ColumnElement[bool]:
    """Whether a word begins like the one at a place of those that were said."""
    token, said, end = CustomerTokenRow, word(f"word_{place}"), word(f"word_{place}_end")
    return and_(token.weight.in_(_EVERY), token.token >= said, token.token < end)


def _rank(led: Any, others: Sequence[Any]) -> Any:
    """How well somebody fits, told by the word that leads and the others."""
    is_whole = led.token == word("word_0")
    whole = (each.c.token == word(f"word_{place}") for place, each in enumerate(others, 1))
    return led.weight + WHOLE * (_as_number(is_whole) + _as_number(and_(is_whole, *whole)))


def _as_number(said: ColumnElement[bool]) -> Any:
    return said.cast(Integer())


def _led(whose: Any, others: Sequence[Any]) -> LateralFromClause:
    """The word by which somebody is found: a whole one, the heaviest, the first."""
    own = _begun(0, whose).correlate_except(CustomerTokenRow).lateral("own_words").c
    order = (own.token == word("word_0")).desc(), own.weight.desc(), own.token
    led = select(own.token, own.weight, _rank(own, others).label("rank"))
    return led.order_by(*order).limit(_ONE).lateral("led")


def _other(place: int, whose: Any) -> LateralFromClause:
    """The first word of somebody that begins like this one: the word itself, if it is there."""
    return _begun(place, whose).limit(_ONE).lateral(f"other_{place}")


def _begun(place: int, whose: Any) -> Select[Any]:
    """The words of somebody that begin like this one.

    Only the index of words by customer has them in this order, so no other is read, whatever
    PostgreSQL knows or does not yet know of them.
    """
    token = CustomerTokenRow
    said, end = word(f"word_{place}"), word(f"word_{place}_end")
    own: Any = select(token.token, token.weight).where(token.customer_id == whose)
    mine: Select[Any] = own.where(token.token >= said, token.token < end).order_by(token.token)
    return mine
