"""Heads: how long the address and the headers of a request may be, and how they must be said."""

from dataclasses import dataclass
from typing import Final

from app.refused import Refused

Headers = list[tuple[bytes, bytes]]
HEAD_SECONDS: Final = 10.0
_AROUND: Final = len(b": \r\n")


@dataclass(frozen=True, slots=True)
class HeadBounds:
    """What a head may be."""

    headers: int = 100
    header_bytes: int = 16_384
    address_bytes: int = 8_192
    seconds: float = HEAD_SECONDS
    """How long it may take to arrive."""


class Head:
    """The head of one request, as far as it has arrived."""

    def __init__(self, bounds: HeadBounds) -> None:
        self._bounds = bounds
        self._headers = 0
        self._header_bytes = 0
        self._unended = 0

    def address(self, address: bytes) -> None:
        """Refuse an address that is too long."""
        most = self._bounds.address_bytes
        if len(address) > most:
            raise Refused("URI_TOO_LONG", f"An address has at most {most} bytes. Use POST.")

    def came(self, headers: Headers) -> None:
        """Refuse one header too many, among those that have arrived so far."""
        self._headers = len(headers)
        self._header_bytes = sum([len(name) + len(value) + _AROUND for name, value in headers])
        self._measure()

    def more(self, name: bytes, value: bytes) -> None:
        """Refuse one header too many, behind the body."""
        self._headers += 1
        self._header_bytes += len(name) + len(value) + _AROUND
        self._measure()

    def _measure(self) -> None:
        bounds = self._bounds
        if self._headers > bounds.headers or self._header_bytes > bounds.header_bytes:
            raise self._too_large()

    def goes_on(self, count: int) -> None:
        """Refuse a head that comes to no end: a line that does not end is no header yet."""
        self._unended += count
        if self._unended > self._bounds.header_bytes + self._bounds.address_bytes:
            raise self._too_large()

    def _too_large(self) -> Refused:
        bounds = self._bounds
        most = f"{bounds.headers} headers with {bounds.header_bytes} bytes"
        return Refused("HEADERS_TOO_LARGE", f"A request has at most {most}.")


def sound(method: bytes, version: str, headers: Headers) -> None:
    """Refuse what others between the client and us could take for another request than we do."""
    if wrong := _wrong(method, version, headers):
        raise Refused("BAD_REQUEST", wrong)


def _wrong(method: bytes, version: str, headers: Headers) -> str | None:
    if version not in {"1.0", "1.1"}:
        return "Speak HTTP/1.1."
    if method == b"CONNECT":
        return "This is no proxy."
    names = [name for name, _ in headers]
    hosts = names.count(b"host")
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        return "Send one Host header."
    if b"transfer-encoding" in names and (version == "1.0" or _codings(headers) != [b"chunked"]):
        return "The only Transfer-Encoding is chunked, in HTTP/1.1."
    return None


def _codings(headers: Headers) -> list[bytes]:
    return [value.strip().lower() for name, value in headers if name == b"transfer-encoding"]
