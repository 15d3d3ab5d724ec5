"""The desk: where GraphQL is answered."""

from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.answers import Answer, refusal
from app.asking import Asked
from app.door.guard import asks
from app.door.knock import Knock
from app.door.leaving import UNANSWERED, attended
from app.door.media import browses, wanted
from app.door.requests import Bounds, body_of, origin_of
from app.door.responses import Responses, unread
from app.explorer import Explorer
from app.graph import Graph
from app.left import Left
from app.lookout.ledger import Entry
from app.lookout.metrics import Metrics
from app.refused import Refused

PATH: Final = "/graphql"
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")


class Desk:
    """Answers GraphQL, or shows the explorer to somebody with a browser."""

    def __init__(
        self,
        graph: Graph,
        metrics: Metrics,
        explorer: Explorer | None,
        bounds: Bounds,
        responses: Responses,
    ) -> None:
        self._graph = graph
        self._metrics = metrics
        self._explorer = explorer
        self._bounds = bounds
        self._responses = responses
        self._watchman = graph.runner.watchman

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        response = await self.response(Knock(scope, receive))
        await response(scope, receive, send)

    async def response(self, knock: Knock) -> Response:
        """The response to a request."""
        if knock.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        accept = knock.headers.get("accept", "")
        if self._explorer and browses(accept) and not _asks(knock):
            return self._explorer.page()
        origin, kind = origin_of(knock.scope, knock.headers), wanted(accept)
        try:
            with Entry(self._metrics, knock.method, origin) as entry:
                answer = await self._answered(knock, kind, entry)
                response = self._responses.say(answer, kind, origin)
                entry.answered(answer, response.status_code)
                return response
        except Left:
            return Response(status_code=UNANSWERED)

    async def _answered(self, knock: Knock, kind: str | None, entry: Entry) -> Answer:
        try:
            said = await body_of(knock, kind, self._bounds, self._watchman)
        except Refused as no:
            return unread(knock.method, refusal(no, entry.noted))
        asked = Asked(knock.method, knock.headers, knock.query, said, entry.origin)
        answering = self._graph.answer(asked, entry.noted)
        return await attended(knock.receive, answering, self._watchman)


def _asks(knock: Knock) -> bool:
    return knock.method == "POST" or asks(knock.query)
