"""Around every route: packed answers, the headers that all have, and an answer when all fails."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.door.responses import SECURE
from app.packing import takes_gzip


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
        if scope["type"] != "http" or _takes_gzip(scope):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, _Whole(send, self.minimum_size).send)


class _Whole:
    """Sends an answer as it is, and says of a long one that others would get it packed."""

    def __init__(self, send: Send, packed_from: int) -> None:
        self._send = send
        self._packed_from = packed_from
        self._begin: Message | None = None

    async def send(self, message: Message) -> None:
        """Send what comes, but the beginning only once it is known how long the answer is."""
        if message["type"] == "http.response.start":
            self._begin = message
            return
        begin, self._begin = self._begin, None
        if begin is not None:
            if len(message.get("body", b"")) >= self._packed_from or message.get("more_body"):
                MutableHeaders(raw=begin["headers"]).add_vary_header("Accept-Encoding")
            await self._send(begin)
        await self._send(message)


def _takes_gzip(scope: Scope) -> bool:
    told = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    return bool(told) and takes_gzip(told[0].decode("latin-1"))


def _secure(headers: list[tuple[bytes, bytes]]) -> None:
    """Add what is missing: a page has said more closely what it may do."""
    said = {name for name, _ in headers}
    headers += [each for each in SECURE if each[0] not in said]
