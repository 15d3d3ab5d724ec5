"""Requests: what comes in is held within bounds, and refused if it is none of ours."""

import asyncio
import re
from dataclasses import dataclass
from secrets import token_hex
from typing import Final

from starlette.requests import Request

from app.asking import Asked
from app.door.guard import MEANT, asks, meant
from app.door.media import NEWER, PLAIN, is_json
from app.identity import bearer
from app.left import Left
from app.refused import Refused
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


def origin_of(request: Request) -> Origin:
    """Where a request came from, and the names by which it is found again, made only once."""
    known: dict[str, Origin] = request.scope["state"]
    return known.get("origin") or known.setdefault("origin", _origin(request))


def _origin(request: Request) -> Origin:
    headers = request.headers
    traced = _TRACE.fullmatch(headers.get("traceparent", ""))
    named = headers.get("x-request-id", "")
    return Origin(
        request_id=named if _REQUEST_ID.fullmatch(named) else token_hex(_NAME_BYTES),
        trace_id=traced[1] if traced else token_hex(_NAME_BYTES),
        ip=request.client.host if request.client else None,
        user_agent=headers.get("user-agent", "")[:255] or None,
    )


async def asked_by(request: Request, kind: str | None, origin: Origin, bounds: Bounds) -> Asked:
    """What is asked. The cheapest look comes first, and the body is read last."""
    if kind is None:
        raise Refused("NOT_ACCEPTABLE", f"Accept {NEWER} or {PLAIN}.")
    body = b""
    if request.method == "POST":
        _check_kind(request)
        _check_size(request, bounds)
        bearer(request.headers)  # without one, the body is not waited for
        body = await _body(request, bounds)
    elif asks(request.query_params) and not meant(request.headers):
        raise Refused("CSRF_PREVENTION", f"Send one of these headers: Authorization, {_names()}.")
    return Asked(request.method, request.headers, request.query_params, body, origin)


def _names() -> str:
    return ", ".join(name.title().replace("Graphql", "GraphQL") for name in MEANT)


def _check_kind(request: Request) -> None:
    if not is_json(request.headers.get("content-type", "")):
        message = f"Send JSON in UTF-8, and say so: Content-Type: {PLAIN}."
        raise Refused("UNSUPPORTED_MEDIA_TYPE", message)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refused("UNSUPPORTED_MEDIA_TYPE", "Send the body as it is, not compressed.")


def _check_size(request: Request, bounds: Bounds) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:_DIGITS]) > bounds.body_bytes:
        raise _too_large(bounds)


async def _body(request: Request, bounds: Bounds) -> bytes:
    try:
        async with asyncio.timeout(bounds.body_seconds):
            return await _received(request, bounds)
    except TimeoutError:
        message = f"The request took longer than {bounds.body_seconds:g} s to arrive."
        raise Refused("REQUEST_TIMEOUT", message) from None


async def _received(request: Request, bounds: Bounds) -> bytes:
    body, more = bytearray(), True
    while more:
        message = await request.receive()
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
