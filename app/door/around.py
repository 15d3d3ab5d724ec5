"""Around every route: packed answers, the headers that all have, and an answer when all fails."""

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.packing import takes_gzip

SECURE: Final = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Outermost:
    """Every response says what a browser must not do with it, and something always answers."""

    def __init__(self, app: ASGIApp, broken: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and look at what comes back."""
        begun = False
        scope.setdefault("state", {})  # here, so that all who copy the scope share it

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _secure(message["headers"])
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as wrong:
            if begun or scope["type"] != "http":
                raise
            await self._broken(Request(scope), wrong)(scope, receive, sent)


class Packed(GZipMiddleware):
    """Packs answers for those who take them packed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; who says `gzip;q=0` has named it, and does not take it."""
        told = Headers(scope=scope).get("accept-encoding", "") if scope["type"] == "http" else ""
        if told and not takes_gzip(told):
            kept = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        await super().__call__(scope, receive, send)


def _secure(headers: list[tuple[bytes, bytes]]) -> None:
    """Add what is missing: a page has said more closely what it may do."""
    said = {name for name, _ in headers}
    headers.extend(each for each in SECURE if each[0] not in said)
