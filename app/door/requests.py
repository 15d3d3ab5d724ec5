"""Requests: what comes in is held within bounds, and refused if it is none of ours."""

import asyncio
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope

from app.deadline import Deadline
from app.door.guard import MEANT, asks, meant
from app.door.knock import Knock
from app.door.media import NEWER, PLAIN, is_json
from app.identity import bearer
from app.left import Left
from app.refused import Refused
from app.watchman import Watchman
from resolvers.context import Origin

# A version ff and ids of zeros only are said by nobody who traces.
_TRACE: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
# A longer number is too large by its first digits; Python would not read one of thousands.
_DIGITS: Final = 20
_NAME_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a request may be, and how long it may take to arrive."""

    body_bytes: int
    body_seconds: float


def origin_of(scope: Scope, headers: Mapping[str, str]) -> Origin:
    """Where a request came from, and the names by which it is found again, made only once."""
    known: dict[str, Origin] = scope["state"]
    return known.get("origin") or known.setdefault("origin", _origin(scope, headers))


def _origin(scope: Scope, headers: Mapping[str, str]) -> Origin:
    named, traced = headers.get("x-request-id"), headers.get("traceparent")
    known = named is not None and _REQUEST_ID.fullmatch(named)
    trace = traced is not None and _TRACE.fullmatch(traced)
    client: tuple[str, int] | None = scope.get("client")
    names = os.urandom(2 * _NAME_BYTES).hex()
    return Origin(
        request_id=named if named and known else names[: 2 * _NAME_BYTES],
        trace_id=trace[1] if trace else names[2 * _NAME_BYTES :],
        ip=client[0] if client else None,
        user_agent=headers.get("user-agent", "")[:255] or None,
    )


async def body_of(knock: Knock, kind: str | None, bounds: Bounds, watchman: Watchman) -> bytes:
    """The body of a request. The cheapest look comes first, and the body is read last."""
    if kind is None:
        raise Refused("NOT_ACCEPTABLE", f"Accept {NEWER} or {PLAIN}.")
    headers = knock.headers
    if knock.method == "POST":
        _check_kind(headers)
        _check_size(headers, bounds)
        bearer(headers)  # without one, the body is not waited for
        if knock.has_arrived:
            return await _received(knock.receive, bounds)
        return await _body(knock.receive, bounds, watchman)
    if asks(knock.query) and not meant(headers):
        raise Refused("CSRF_PREVENTION", f"Send one of these headers: Authorization, {_names()}.")
    return b""


def _names() -> str:
    return ", ".join(name.title().replace("Graphql", "GraphQL") for name in MEANT)


def _check_kind(headers: Mapping[str, str]) -> None:
    if not is_json(headers.get("content-type", "")):
        message = f"Send JSON in UTF-8, and say so: Content-Type: {PLAIN}."
        raise Refused("UNSUPPORTED_MEDIA_TYPE", message)
    encoding = headers.get("content-encoding")
    if encoding is not None and encoding.strip().lower() != "identity":
        raise Refused("UNSUPPORTED_MEDIA_TYPE", "Send the body as it is, not compressed.")


def _check_size(headers: Mapping[str, str], bounds: Bounds) -> None:
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:_DIGITS]) > bounds.body_bytes:
        raise _too_large(bounds)


async def _body(receive: Receive, bounds: Bounds, watchman: Watchman) -> bytes:
    try:
        with Deadline(watchman, asyncio.get_running_loop().time() + bounds.body_seconds):
            return await _received(receive, bounds)
    except TimeoutError:
        message = f"The request took longer than {bounds.body_seconds:g} s to arrive."
        raise Refused("REQUEST_TIMEOUT", message) from None


async def _received(receive: Receive, bounds: Bounds) -> bytes:
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Left
        body += message.get("body", b"")
        if len(body) > bounds.body_bytes:
            raise _too_large(bounds)
        more = message.get("more_body", False)
    return bytes(body)


def _too_large(bounds: Bounds) -> Refused:
    message = f"A request has at most {bounds.body_bytes} bytes."
    return Refused("PAYLOAD_TOO_LARGE", message)
