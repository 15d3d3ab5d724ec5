"""Responses: an answer becomes a status, headers and bytes."""

from dataclasses import dataclass, replace
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Answer, Noted
from app.door.media import NEWER, PLAIN, wanted
from app.door.requests import origin_of
from app.problems import turned_away
from app.refused import Refused
from app.statuses import StatusMode, status
from resolvers.context import Origin

# Requests by these methods have no body that could be left unread.
_BODILESS: Final = ("GET", "HEAD", "OPTIONS")
_KINDS: Final = {
    kind: (b"content-type", f"{kind or PLAIN}; charset=utf-8".encode())
    for kind in (NEWER, PLAIN, None)
}
SECURE: Final = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
"""What a browser must not do with a response."""
_ALWAYS: Final = (
    *SECURE,
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept, Authorization"),
)
RawHeaders = list[tuple[bytes, bytes]]


class Written(Response):
    """A response whose headers are all known, and are bytes already."""

    def __init__(self, body: bytes, status_code: int, raw_headers: RawHeaders) -> None:
        self.body = body
        self.status_code = status_code
        self.raw_headers = raw_headers
        self.background = None


@dataclass(frozen=True, slots=True)
class Responses:
    """Makes responses, with the statuses that were chosen."""

    mode: StatusMode

    def say(self, answer: Answer, kind: str | None, origin: Origin) -> Response:
        """The response that says an answer in the form that is wanted."""
        headers = [
            *_ALWAYS,
            _KINDS[kind],
            (b"x-request-id", origin.request_id.encode()),
            (b"x-trace-id", origin.trace_id.encode()),
            (b"content-length", b"%d" % len(answer.body)),
        ]
        for name, value in answer.headers.items():
            headers.append((name.lower().encode(), value.encode()))
        plain = kind != NEWER
        number = status(answer.code, partial=answer.partial, plain=plain, mode=self.mode)
        return Written(answer.body, number, headers)

    def say_why(self, request: Request, wrong: Exception) -> Response:
        """The response to a request that never came to be a question."""
        origin = origin_of(request.scope, request.headers)
        if isinstance(wrong, HTTPException):
            wrong = _misdirected(wrong)
        answer = unread(request.method, turned_away(wrong, Noted(), origin.request_id))
        return self.say(answer, wanted(request.headers.get("accept", "")), origin)

    async def refused(self, request: Request, wrong: Exception) -> Response:
        """The same, as Starlette wants it."""
        return self.say_why(request, wrong)


def unread(method: str, answer: Answer) -> Answer:
    """An answer to a request whose body was not read: the rest of it is not waited for."""
    if method in _BODILESS:
        return answer
    return replace(answer, headers={**answer.headers, "Connection": "close"})


def _misdirected(error: HTTPException) -> Refused:
    """Nothing is at the address, or nothing that the method could do."""
    allowed = (error.headers or {}).get("Allow")
    if allowed is None:
        return Refused("NOT_FOUND", "Nothing is at this address.")
    methods = ", ".join(sorted(allowed.split(", ")))
    return Refused("METHOD_NOT_ALLOWED", f"Here one can {methods}.", Allow=methods)
