"""Cursors: places in a list, signed so that they fit only the list they were made for."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from resolvers.refusals import BadCursor

_SIGNATURE_BYTES: Final = 12
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
        return base64.urlsafe_b64encode(self._signed(about, said) + said).decode().rstrip("=")

    def read(self, about: str, cursor: str) -> Values:
        """The place that a cursor stands for."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            raise _refused() from None
        signature, said = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signed(about, said)):
            raise _refused()
        return tuple(_READERS[mark](value) for mark, value in orjson.loads(said))

    def _signed(self, about: str, said: bytes) -> bytes:
        bound = b"\x00".join((self.tenant_id.bytes, about.encode(), said))
        return hmac.digest(self.secret, bound, hashlib.sha256)[:_SIGNATURE_BYTES]


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
