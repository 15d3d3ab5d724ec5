"""Cursors: places in a list, sealed so that they say nothing and fit only their own list."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
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
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "u": UUID,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "v": lambda value: value,
}
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cursors:
    """Makes and reads the cursors of one tenant."""

    secret: bytes
    tenant_id: UUID

    def write(self, about: str, values: Values) -> str:
        """The cursor of a place in the list that `about` describes."""
        said = orjson.dumps([_marked(value) for value in values])
        return _written(_cipher(self.secret).encrypt(said, self._bound(about)))

    def read(self, about: str, cursor: str) -> Values:
        """The place that a cursor stands for."""
        try:
            hidden = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            said = _cipher(self.secret).decrypt(hidden, self._bound(about))
        except (binascii.Error, ValueError, InvalidTag):
            raise _refused() from None
        if _written(hidden) != cursor:
            raise _refused()
        return tuple(_READERS[mark](value) for mark, value in orjson.loads(said))

    def _bound(self, about: str) -> list[bytes]:
        return [self.tenant_id.bytes, about.encode()]


@lru_cache(maxsize=8)
def _cipher(secret: bytes) -> AESSIV:
    """AES-SIV needs no nonce: the same place has the same cursor, and that is all it tells."""
    derived = HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return AESSIV(derived.derive(secret))


def _written(hidden: bytes) -> str:
    return base64.urlsafe_b64encode(hidden).decode().rstrip("=")


def _marked(value: Any) -> tuple[str, Any]:
    if isinstance(value, UUID):
        return "u", value.hex
    if isinstance(value, datetime):
        return "t", value.isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    return "v", value


def _refused() -> BadCursor:
    return BadCursor("This cursor does not belong to this list. Start again without a cursor.")
