"""Media types: in which form a client wants its answer, and whether what it sends is JSON."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

NEWER: Final = "application/graphql-response+json"
PLAIN: Final = "application/json"
PAGE: Final = "text/html"

# Browsers say what they accept in less than this; nothing behind it is read.
MOST_READ: Final = 1_000
_KIND: Final = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", re.ASCII)
_QUALITY: Final = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_UTF8: Final = ("utf-8", "utf8")


@lru_cache(maxsize=256)
def wanted(accept: str) -> str | None:
    """The form in which to answer; none, if the client accepts neither."""
    ranges = _ranges(accept)
    if not ranges:
        return PLAIN
    quality, _, _, kind = max(_offer(kind, ranges) for kind in (NEWER, PLAIN))
    return kind if quality else None


@lru_cache(maxsize=256)
def browses(accept: str) -> bool:
    """Whether a page is wanted, and no form of ours more than that."""
    ranges = _ranges(accept)
    page = ranges.get(PAGE, 0)
    return 0 < page >= max(ranges.get(NEWER, 0), ranges.get(PLAIN, 0))


@lru_cache(maxsize=256)
def is_json(content_type: str) -> bool:
    """Whether a body is JSON in UTF-8, going by what is said of it."""
    kind, told = _parts(content_type[:MOST_READ].lower())
    return kind == PLAIN and _readable(told)


def _offer(kind: str, ranges: dict[str, float]) -> tuple[float, int, bool, str]:
    """How much a form is wanted: by the range that names it most closely."""
    for closeness, name in enumerate((kind, "application/*", "*/*")):
        if name in ranges:
            # Whoever names both knows the newer; whoever takes anything may know the plain only.
            first = NEWER if closeness == 0 else PLAIN
            return ranges[name], -closeness, kind == first, kind
    return 0, 0, False, kind


def _ranges(accept: str) -> dict[str, float]:
    """Every well-formed range with its quality; the others are not there."""
    ranges: dict[str, float] = {}
    for kind, quality in _read(accept[:MOST_READ].lower()):
        ranges[kind] = max(quality, ranges.get(kind, 0))
    return ranges


def _read(accept: str) -> Iterator[tuple[str, float]]:
    for piece in accept.split(","):
        kind, told = _parts(piece)
        quality = told.get("q", "1")
        if _KIND.fullmatch(kind) and _QUALITY.fullmatch(quality) and _readable(told):
            yield kind, float(quality)


def _parts(text: str) -> tuple[str, dict[str, str]]:
    kind, *parameters = (part.strip() for part in text.split(";"))
    named = (parameter.partition("=") for parameter in parameters)
    return kind, {name.strip(): value.strip() for name, _, value in named}


def _readable(told: dict[str, str]) -> bool:
    return told.get("charset", "utf-8").strip('"') in _UTF8
