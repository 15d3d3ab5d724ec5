"""Ids: UUIDs of version 7, made here so that a row's id is known before it is kept."""

import secrets
import time
from threading import Lock
from typing import Final
from uuid import UUID

_NOISE_BITS: Final = 74
_LOW_BITS: Final = 62
_VERSION: Final = 0x7 << 76
_VARIANT: Final = 0b10 << _LOW_BITS

_lock = Lock()
_last = 0


def new_id() -> UUID:
    """A new id. Ids that one process makes later sort later."""
    stamp = _next_stamp()
    milliseconds, noise = divmod(stamp, 1 << _NOISE_BITS)
    high, low = divmod(noise, 1 << _LOW_BITS)
    return UUID(int=(milliseconds << 80) | _VERSION | (high << 64) | _VARIANT | low)


def _next_stamp() -> int:
    """The time with noise behind it, or the stamp before with a little more noise."""
    global _last  # noqa: PLW0603  # one clock for the whole process
    now = (time.time_ns() // 1_000_000) << _NOISE_BITS | secrets.randbits(_NOISE_BITS - 1)
    with _lock:
        _last = (
            now if now >> _NOISE_BITS > _last >> _NOISE_BITS else _last + secrets.randbits(32) + 1
        )
        return _last
