"""Cursors: places in a list, sealed so that they say nothing and fit only their own list."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
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

from resolvers.columns import instant
from resolvers.refusals import BadCursor

_KEY_BYTES: Final = 64
_PURPOSE: Final = b"cursors"
_LISTS: Final = 1_000
"""Of how many lists the keys are remembered."""
# How values are kept for which JSON has no word, and how they are read again. A text is kept as it
# is: a statement has shown it already.
_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    UUID: attrgetter("hex"),
    datetime: instant,
    date: date.isoformat,
    Decimal: "{:f}".format,
}
_WITHOUT_END: Final = {instant(end): end for end in (datetime.min, datetime.max)}  # noqa: DTZ901  # as asyncpg has them
_READERS: Final[Mapping[type, Callable[[str], Any]]] = {
    UUID: UUID,
    datetime: lambda said: _WITHOUT_END.get(said) or datetime.fromisoformat(said),
    date: date.fromisoformat,
    Decimal: Decimal,
}
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
Values = tuple[Any, ...]
Kinds = tuple[type[Any], ...]
"""What the values of a place are in Python."""


@dataclass(frozen=True, slots=True)
class Cursors:
    """Makes and reads the cursors of one tenant."""

    secret: bytes
    tenant_id: UUID

    def write(self, about: str, kinds: Kinds, values: Values) -> str:
        """The cursor of a place in the list that `about` describes."""
        return self.write_all(about, kinds, (values,))[0]

    def write_all(self, about: str, kinds: Kinds, places: Iterable[Values]) -> list[str]:
        """The cursors of several places in the same list."""
        hide = self._cipher(about).encrypt
        columns = map(_kept, kinds, zip(*places, strict=True))
        rows = zip(*columns, strict=True)
        return [_written(hide(orjson.dumps(values), None)) for values in rows]

    def read(self, about: str, kinds: Kinds, cursor: str) -> Values:
        """The place that a cursor stands for."""
        try:
            hidden = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            said = self._cipher(about).decrypt(hidden, None)
            values = orjson.loads(said)
            place = tuple(_read(*each) for each in zip(kinds, values, strict=True))
        except (binascii.Error, ValueError, InvalidTag):
            raise _refused() from None
        if _written(hidden) != cursor:
            raise _refused()
        return place

    def _cipher(self, about: str) -> AESSIV:
        return _keyed(self.secret, self.tenant_id.bytes + about.encode())


@lru_cache(maxsize=_LISTS)
def _keyed(secret: bytes, bound: bytes) -> AESSIV:
    """Every list of every tenant has a key of its own.

    AES-SIV needs no nonce: the same place has the same cursor, and that is all it tells.
    """
    derived = HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE + bound)
    return AESSIV(derived.derive(secret))


def _written(hidden: bytes) -> str:
    return binascii.b2a_base64(hidden, newline=False).translate(_TO_URL, b"=").decode()


def _kept(kind: type[Any], column: Sequence[Any]) -> Sequence[Any]:
    write = _WRITERS.get(kind)
    if write is None or {str, NoneType}.issuperset(map(type, column)):
        return column
    return [None if value is None else write(value) for value in column]


def _read(kind: type[Any], value: Any) -> Any:
    read = _READERS.get(kind)
    return value if read is None or value is None else read(value)


def _refused() -> BadCursor:
    return BadCursor("This cursor does not belong to this list. Start again without a cursor.")
