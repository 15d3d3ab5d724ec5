"""The front: all that is served, and the straight way to the desk."""

from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from app.door.around import Packed
from app.door.desk import PATH, Desk
from app.door.knock import Knock
from app.door.responses import Responses

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
        posted = scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST"
        if not posted or (
            self._for_pages and any(name == b"origin" for name, _ in scope["headers"])
        ):
            await super().__call__(scope, receive, send)
            return
        scope.setdefault("state", {})
        try:
            response = await self._desk.response(Knock(scope, receive))
        except Exception as wrong:  # noqa: BLE001  # something always answers
            response = self._responses.say_why(Request(scope), wrong)
        if len(response.body) < PACKED_FROM:
            await response(scope, receive, send)
        else:
            packed = Packed(response, minimum_size=PACKED_FROM, compresslevel=PACKED_AT)
            await packed(scope, receive, send)
