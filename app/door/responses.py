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


@dataclass(frozen=True, slots=True)
class Responses:
    """Makes responses, with the statuses that were chosen."""

    mode: StatusMode

    def say(self, answer: Answer, kind: str | None, origin: Origin) -> Response:
        """The response that says an answer in the form that is wanted."""
        headers = {
            **answer.headers,
            "Cache-Control": "no-store",
            "Vary": "Accept, Authorization",
            "X-Request-Id": origin.request_id,
            "X-Trace-Id": origin.trace_id,
        }
        plain = kind != NEWER
        number = status(answer.code, partial=answer.partial, plain=plain, mode=self.mode)
        return Response(answer.body, number, headers, f"{kind or PLAIN}; charset=utf-8")

    def say_why(self, request: Request, wrong: Exception) -> Response:
        """The response to a request that never came to be a question."""
        origin = origin_of(request)
        if isinstance(wrong, HTTPException):
            wrong = _misdirected(wrong)
        answer = unread(request, turned_away(wrong, Noted(), origin.request_id))
        return self.say(answer, wanted(request.headers.get("accept", "")), origin)

    async def refused(self, request: Request, wrong: Exception) -> Response:
        """The same, as Starlette wants it."""
        return self.say_why(request, wrong)


def unread(request: Request, answer: Answer) -> Answer:
    """An answer to a request whose body was not read: the rest of it is not waited for."""
    if request.method in _BODILESS:
        return answer
    return replace(answer, headers={**answer.headers, "Connection": "close"})


def _misdirected(error: HTTPException) -> Refused:
    """Nothing is at the address, or nothing that the method could do."""
    allowed = (error.headers or {}).get("Allow")
    if allowed is None:
        return Refused("NOT_FOUND", "Nothing is at this address.")
    methods = ", ".join(sorted(allowed.split(", ")))
    return Refused("METHOD_NOT_ALLOWED", f"Here one can {methods}.", Allow=methods)
