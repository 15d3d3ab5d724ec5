"""The front: all that is served, and the straight way to the desk."""

from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from app.door.around import Packed
from app.door.at_once import AT_ONCE, Way
from app.door.desk import PATH, Desk
from app.door.knock import Knock
from app.door.responses import Responses, Written

PACKED_FROM: Final = 1_024
# The levels above this one take twice as long, and save a few per cent.
PACKED_AT: Final = 4


class Front(Starlette):
    """Takes what is posted to the desk there at once, and leads the rest through all that is around
    the routes: nothing of it is for such a request, but what is done here."""

    def __init__(self, desk: Desk, responses: Responses, *, for_pages: bool, **named: Any) -> None:
        super().__init__(**named)
        self._desk = desk
        self._responses = responses
        self._for_pages = for_pages
        """Whether pages of others may ask, and must be told so."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on."""
        if not self._goes_straight(scope):
            await super().__call__(scope, receive, send)
            return
        scope.setdefault("state", {})
        try:
            response = await self._desk.response(Knock(scope, receive))
        except Exception as wrong:  # noqa: BLE001  # something always answers
            response = self._responses.say_why(Request(scope), wrong)
        if self._for_pages:
            response.headers.add_vary_header("Origin")
        if len(response.body) >= PACKED_FROM:
            packed = Packed(response, minimum_size=PACKED_FROM, compresslevel=PACKED_AT)
            await packed(scope, receive, send)
            return
        way: Way | None = scope["state"].get(AT_ONCE)
        if way is None or not isinstance(response, Written) or not way(response):
            await response(scope, receive, send)

    def _goes_straight(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            return False
        return not (self._for_pages and any(name == b"origin" for name, _ in scope["headers"]))
