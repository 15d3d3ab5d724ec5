"""Packing: whether an answer may be sent packed."""

import re
from functools import lru_cache
from typing import Final

# Browsers say what they take in less than this; nothing behind it is read.
MOST_READ: Final = 1_000
_NEVER: Final = re.compile(r"q\s*=\s*0(\.0*)?")


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether gzip is named, and not to say that it is not taken."""
    pieces = (piece.partition(";") for piece in accept_encoding[:MOST_READ].lower().split(","))
    return any(
        name.strip() == "gzip" and not _NEVER.fullmatch(wish.strip()) for name, _, wish in pieces
    )
