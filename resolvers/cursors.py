"""Cursors: places in a list, sealed so that they say nothing and fit only their own list."""

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, Final
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from resolvers.refusals import BadCursor

_KEY_BYTES: Final = 64
_PURPOSE: Final = b"cursors"
# How values are marked that JSON has no word for, and how they are read again.
_MARKS: Final[Mapping[type, str]] = {UUID: "u", datetime: "t", date: "d", Decimal: "n"}
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "u": UUID,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "n": Decimal,
    "v": lambda value: value,
}
# JSON has a form of its own for instants and days.
_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {"u": attrgetter("hex"), "n": str}
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cursors:
    """Makes and reads the cursors of one tenant."""

    secret: bytes
    tenant_id: UUID

    def write(self, about: str, values: Values) -> str:
        """The cursor of a place in the list that `about` describes."""
        return self.write_all(about, (values,))[0]

    def write_all(self, about: str, places: Iterable[Values]) -> list[str]:
        """The cursors of several places in the same list."""
        hide, bound = _cipher(self.secret).encrypt, self._bound(about)
        return [_written(hide(said, bound)) for said in _said(places)]

    def read(self, about: str, cursor: str) -> Values:
        """The place that a cursor stands for."""
        try:
            hidden = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            said = _cipher(self.secret).decrypt(hidden, self._bound(about))
        except (binascii.Error, ValueError, InvalidTag):
            raise _refused() from None
        if _written(hidden) != cursor:
            raise _refused()
        marks, *values = orjson.loads(said)
        return tuple(
            None if value is None else _READERS[mark](value)
            for mark, value in zip(marks, values, strict=True)
        )

    def _bound(self, about: str) -> list[bytes]:
        return [self.tenant_id.bytes + about.encode()]


@lru_cache(maxsize=8)
def _cipher(secret: bytes) -> AESSIV:
    """AES-SIV needs no nonce: the same place has the same cursor, and that is all it tells."""
    derived = HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return AESSIV(derived.derive(secret))


def _written(hidden: bytes) -> str:
    return binascii.b2a_base64(hidden, newline=False).translate(_TO_URL, b"=").decode()


def _said(places: Iterable[Values]) -> Iterator[bytes]:
    """What is hidden in the cursors of places: a mark for every value, and the values."""
    rows: Iterable[Values] = list(places)
    columns = [_marked(column) for column in zip(*rows, strict=True)]
    marks = "".join(mark for mark, _ in columns)
    if columns:
        rows = zip(*(column for _, column in columns), strict=True)
    for values in rows:
        yield orjson.dumps((marks, *values))


def _marked(column: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """The mark of values of one kind, and the values as JSON has them."""
    kinds = set(map(type, column)) - {NoneType}
    mark = next((_MARKS[each] for each in _MARKS for kind in kinds if issubclass(kind, each)), "v")
    write = _WRITERS.get(mark)
    if write is None:
        return mark, column
    return mark, [None if value is None else write(value) for value in column]


def _refused() -> BadCursor:
    return BadCursor("This cursor does not belong to this list. Start again without a cursor.")
