"""Ids: UUIDs of version 7, made here so that a row's id is known before it is kept."""

import secrets
import time
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM_BITS = (1 << 74) - 1


def new_id() -> UUID:
    """A new id; ids made later sort later, to the millisecond."""
    milliseconds = time.time_ns() // 1_000_000
    noise = secrets.randbits(74) & _RANDOM_BITS
    high, low = noise >> 62, noise & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | _VERSION | (high << 64) | _VARIANT | low)
