"""The kinds of custom fields: what each accepts, how a value is kept, found, and shown again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision

from db.custom_fields import CustomFieldRow
from db.search import fold
from resolvers.checks import as_it_is
from resolvers.contacts import currency
from resolvers.fields import Unacceptable, line

TEXT, NUMBER, DAY, CURRENCY = "text_value", "number_value", "date_value", "currency"
"""The columns in which values can be found."""

LONGEST: Final = 1_000
LONGEST_FOUND: Final = 255
MOST_TEXTS: Final = 50
_LONGEST_OF_SEVERAL: Final = 100
_PARTS: Final = 10_000
_NUMBERS_END: Final = 10**14
_MINOR_END: Final = 10**15
_FIRST_DAY: Final = date(1000, 1, 1)

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency."""

    amount: Decimal
    currency_code: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of one kind of field are handled."""

    said: str
    """Under which name clients say and see a value."""
    keep: Callable[[CustomFieldRow, Any], Any]
    show: Callable[[Any], Any]
    found: Callable[[Any], list[Found]]
    """The columns by which a kept value is found, once for each of its parts."""
    told: Callable[[Any], Any] = as_it_is
    """A kept value in words of JSON, for people who compare."""


def in_parts(said: Decimal) -> int:
    """A number in ten-thousandths, which are whole."""
    if abs(said) >= _NUMBERS_END:
        raise Unacceptable("Use at most 14 digits before the point.")
    return int(said.scaleb(4))


def minor(amount: Decimal, code: str) -> dict[str, Any]:
    """An amount in the smallest coins of its currency."""
    known = currency(code)
    digits = get_currency_precision(known)
    coins = amount.scaleb(digits)
    if coins != coins.to_integral_value():
        raise Unacceptable(f"Use at most {digits} decimals in this currency.")
    if abs(coins) > _MINOR_END:
        raise Unacceptable("Use a smaller amount.")
    return {"amount": int(coins), "currency": known}


def folded(said: str) -> str:
    """A text in the form in which it is found, which an index has room for."""
    found = fold(said)
    if len(found) > LONGEST_FOUND:
        raise Unacceptable(f"Use at most {LONGEST_FOUND} characters.")
    return found


def _text(field: CustomFieldRow, said: str) -> str:
    if not field.is_filterable:
        return line(said, most=LONGEST)
    kept = line(said, most=LONGEST_FOUND)
    folded(kept)
    return kept


def _number(_: CustomFieldRow, said: Decimal) -> str:
    in_parts(said)
    return format(said.normalize(), "f")


def _day(_: CustomFieldRow, said: date) -> str:
    if said < _FIRST_DAY:
        raise Unacceptable("Give a day of the year 1000 or later.")
    return said.isoformat()


def _option(field: CustomFieldRow, said: str) -> str:
    if said not in field.options:
        raise Unacceptable("Choose one of the options of this field.")
    return said


def _texts(_: CustomFieldRow, said: list[str]) -> list[str]:
    if not said:
        raise Unacceptable("Name at least one text, or say null for none.")
    if len(said) > MOST_TEXTS:
        raise Unacceptable(f"Name at most {MOST_TEXTS} texts.")
    texts = [line(each, most=_LONGEST_OF_SEVERAL) for each in said]
    if len(set(map(folded, texts))) < len(texts):
        raise Unacceptable("Name each text once; case and accents do not tell them apart.")
    return texts


def _amount(kept: Mapping[str, Any]) -> Money:
    digits = get_currency_precision(kept["currency"])
    return Money(Decimal(kept["amount"]).scaleb(-digits), kept["currency"])


def _amount_told(kept: Mapping[str, Any] | None) -> Any:
    if kept is None:
        return None
    shown = _amount(kept)
    return f"{shown.amount:f} {shown.currency_code}"


KINDS: Final[Mapping[str, Kind]] = {
    "TEXT": Kind("text", _text, as_it_is, lambda kept: [{TEXT: fold(kept)}]),
    "NUMBER": Kind("number", _number, Decimal, lambda kept: [{NUMBER: in_parts(Decimal(kept))}]),
    "BOOLEAN": Kind("is_true", lambda _, said: said, as_it_is, lambda kept: [{NUMBER: int(kept)}]),
    "DATE": Kind(
        "falls_on", _day, date.fromisoformat, lambda kept: [{DAY: date.fromisoformat(kept)}]
    ),
    "MONEY": Kind(
        "money",
        lambda _, said: minor(said["amount"], said["currency_code"]),
        _amount,
        lambda kept: [{NUMBER: kept["amount"], CURRENCY: kept["currency"]}],
        _amount_told,
    ),
    "OPTION": Kind("option", _option, as_it_is, lambda kept: [{TEXT: fold(kept)}]),
    "TEXTS": Kind("texts", _texts, as_it_is, lambda kept: [{TEXT: fold(each)} for each in kept]),
}
