"""Values: something plausible for every input of the schema, known by its type and its name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
)

from schema.ids import PREFIXES

Path = tuple[str, ...]
Write = Callable[["Hand", int], Any]


class CannotFill(Exception):
    """A place in the schema for which no value is known here."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody's data is told from everybody else's: by word, country, day and number."""

    mark: str
    digit: int
    country: str
    language: str
    currency: str
    day: str
    number: int


THEIRS: Final = Hand("wombat", 1, "MA", "ar", "MAD", "1971-03-02", 71)
NOBODYS: Final = Hand("walrus", 9, "IS", "is", "ISK", "1961-03-02", 72)
OURS: Final = Hand("gibbon", 5, "RO", "ro", "RON", "1987-06-05", 11)

# What has a form that its type does not tell.
_BY_NAME: Final[Mapping[str, Write]] = {
    "color": lambda hand, n: "#1A2B3C",
    "expectedVersion": lambda hand, n: 1,
    "isRequired": lambda hand, n: False,
    "key": lambda hand, n: f"{hand.mark}_{n}",
    "timeZone": lambda hand, n: "Africa/Casablanca",
}
_BY_TYPE: Final[Mapping[str, Write]] = {
    "Boolean": lambda hand, n: True,
    "CountryCode": lambda hand, n: hand.country,
    "CurrencyCode": lambda hand, n: hand.currency,
    "Cursor": lambda hand, n: f"{hand.mark}{n}",
    "Date": lambda hand, n: hand.day,
    "Decimal": lambda hand, n: f"{hand.number}.25",
    "DateTime": lambda hand, n: f"{hand.day}T09:30:00Z",
    "EmailAddress": lambda hand, n: f"{hand.mark}{n}@example.com",
    "Float": lambda hand, n: float(hand.number),
    "Int": lambda hand, n: hand.number,
    "JSON": lambda hand, n: {hand.mark: f"{hand.mark} {n}"},
    "LanguageTag": lambda hand, n: hand.language,
    "PhoneNumber": lambda hand, n: f"+4072{n}",
    "String": lambda hand, n: f"{hand.mark} {n}",
    "URL": lambda hand, n: f"https://example.com/{hand.mark}/{n}",
}
# What cannot be said together with all the rest of an input.
_APART: Final = frozenset({("CustomFieldCreateInput", "options")})
# The key of what was made before, wherever something is said by it.
BY_KEY: Final = ("customFields", "key")
# Ids whose names do not say what they name, and what that is.
_SIDES: Final = {"companyId": "company", "personId": "customer", "members": "customer"}
# What only the server can write, and the act that gives it.
SEALED: Final = {"token": "customerEmailVerificationBegin"}
# What may be left out, and without which the rest makes no sense.
_NEEDED: Final = frozenset({("CustomerSort", "field")})
# The kind of custom field that goes with what else is said, by its name.
KINDS: Final = {
    "fallsOn": "DATE",
    "isTrue": "BOOLEAN",
    "money": "MONEY",
    "number": "NUMBER",
    "option": "OPTION",
    "text": "TEXT",
    "texts": "TEXTS",
}
_THEIR_NUMBER: Final = re.compile(rf"{THEIRS.digit}0(\d{{5}})")
_THIS_CENTURY: Final = re.compile(r"^20(\d\d-\d\d-\d\dT)")


@dataclass(frozen=True, slots=True)
class Blank:
    """A value that is known only when it is sent."""

    scalar: str
    path: Path


HOLE: Final = Blank("", ())


class Pen:
    """Writes values in somebody's hand; no two texts are the same."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.keys: dict[str, str] = {}
        """By their kinds, the keys of custom fields that were made in this hand."""
        self._numbers = count(hand.digit * 1_000_000 + 1)

    def write(self, blank: Blank) -> Any:
        """A value for a blank that is no id."""
        how = _BY_NAME.get(blank.path[-1]) or _BY_TYPE[blank.scalar]
        return how(self.hand, next(self._numbers))


def nobodys(theirs: Any) -> Any:
    """What nobody ever had, as much like theirs as can be."""
    for name in ("country", "currency", "day", "language", "number"):
        if theirs == getattr(THEIRS, name):
            return getattr(NOBODYS, name)
    if not isinstance(theirs, str):
        return theirs
    other = theirs.replace(THEIRS.mark, NOBODYS.mark)
    other = other.replace(THEIRS.mark.upper(), NOBODYS.mark.upper())
    other = _THEIR_NUMBER.sub(rf"{NOBODYS.digit}0\1", other)
    return _THIS_CENTURY.sub(r"19\1", other)


def draft(kind: Any, path: Path, *, whole: bool, above: Path = ()) -> Any:
    """A value of a type, with blanks in it: everything it can hold, or only what it must."""
    if isinstance(kind, GraphQLNonNull):
        return draft(kind.of_type, path, whole=whole, above=above)
    if isinstance(kind, GraphQLList):
        return [draft(kind.of_type, path, whole=whole, above=above)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if not isinstance(kind, GraphQLInputObjectType):
        return _blank(kind.name, path)
    fields = [
        (n, f)
        for n, f in kind.fields.items()
        if _wanted(f, whole=whole, above=above) or (kind.name, n) in _NEEDED
    ]
    if kind.is_one_of:
        fields = list(kind.fields.items())[:1]
    inside = (*above, kind.name)
    fields = [(n, f) for n, f in fields if (kind.name, n) not in _APART]
    return {n: draft(f.type, (*path, n), whole=whole, above=inside) for n, f in fields}


def holed(
    kind: Any, path: Path, *, whole: bool, above: Path = ()
) -> Iterator[tuple[Any, Path, Any]]:
    """For every place in a type: a value with a hole there, where that is, and what fits it."""
    if isinstance(kind, GraphQLNonNull):
        yield from holed(kind.of_type, path, whole=whole, above=above)
    elif isinstance(kind, GraphQLList):
        for value, place, leaf in holed(kind.of_type, path, whole=whole, above=above):
            yield [value], place, leaf
            if value is HOLE and leaf.name == "ID":
                yield [_blank("ID", path), HOLE], (*path, "second"), leaf
    elif isinstance(kind, GraphQLInputObjectType):
        yield from _holed_fields(kind, path, whole=whole, above=above)
    else:
        if not isinstance(kind, GraphQLEnumType):
            _blank(kind.name, path)
        yield HOLE, path, kind


def _holed_fields(
    kind: GraphQLInputObjectType, path: Path, *, whole: bool, above: Path
) -> Iterator[tuple[Any, Path, Any]]:
    """A type inside itself is entered once more, and left after its first id."""
    if above.count(kind.name) > 1:
        return
    again = kind.name in above
    beside = {} if kind.is_one_of else draft(kind, path, whole=whole, above=above)
    for name, field in kind.fields.items():
        inside = (*path, name)
        for value, place, leaf in holed(field.type, inside, whole=whole, above=(*above, kind.name)):
            if not again or leaf.name == "ID":
                yield {**beside, name: value}, place, leaf
                if again:
                    return


def kind_around(path: Path) -> str | None:
    """The sort of thing that a place speaks of: the nearest name that begins with one says it."""
    for name in reversed(path):
        if name in _SIDES:
            return _SIDES[name]
        kinds = [kind for kind in PREFIXES if name.startswith(_camel(kind))]
        if kinds:
            return max(kinds, key=len)
    return None


def kind_of(path: Path) -> str:
    """What sort of thing the id in a place names."""
    kind = kind_around(path)
    if kind is None:
        raise CannotFill(f"{'.'.join(path)}: nothing says what sort of thing this id names")
    return kind


def kind_named(type_name: str) -> str | None:
    """The sort of thing that a type shows, if it is one with ids."""
    found = (kind for kind in PREFIXES if _camel(kind).casefold() == type_name.casefold())
    return next(found, None)


def _blank(scalar: str, path: Path) -> Blank:
    """A blank that can be filled, or the name of the place that cannot."""
    if scalar == "ID":
        kind_of(path)
    elif scalar not in _BY_TYPE:
        raise CannotFill(f"{'.'.join(path)}: no value is known for {scalar}")
    return Blank(scalar, path)


def _wanted(field: GraphQLInputField, *, whole: bool, above: Path) -> bool:
    if get_named_type(field.type).name in above:
        return False
    return whole or is_required_input_field(field)


def _camel(kind: str) -> str:
    first, *rest = kind.split("_")
    return first + "".join(part.title() for part in rest)
