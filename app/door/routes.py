"""HTTP: the routes, and the way of a request from the first look at it to its response."""

from collections.abc import Sequence
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan

from app.answers import Answer, refusal
from app.door.around import Outermost, Packed
from app.door.contract import Contract
from app.door.guard import MEANT, asks
from app.door.leaving import attended, unanswered
from app.door.media import browses, wanted
from app.door.requests import Bounds, asked_by, origin_of
from app.door.responses import Responses, unread
from app.explorer import Explorer
from app.graph import Graph
from app.left import Left
from app.lookout.ledger import Entry
from app.lookout.metrics import Metrics
from app.refused import Refused
from app.running import COST_HEADER
from app.statuses import StatusMode
from db.connections import DatabaseUnavailable

REFUSALS: Final = (DatabaseUnavailable, HTTPException, Refused)
BY_ACCEPT: Final = {"Vary": "Accept"}
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
SENT_BY_PAGES: Final = (
    "Authorization",
    "Content-Type",
    "Traceparent",
    "X-Request-Id",
    "X-Tenant-Id",
    COST_HEADER,
    *MEANT,
)
READ_BY_PAGES: Final = ("Retry-After", "X-Request-Id", "X-Trace-Id")
PACKED_FROM: Final = 1_024
# The levels above this one take twice as long, and save a few per cent.
PACKED_AT: Final = 4


class Door:
    """The HTTP side of the house."""

    def __init__(
        self,
        graph: Graph,
        metrics: Metrics,
        explorer: Explorer | None,
        bounds: Bounds,
        mode: StatusMode,
    ) -> None:
        self._graph = graph
        self._metrics = metrics
        self._explorer = explorer
        self._bounds = bounds
        self._responses = Responses(mode)
        self._contract = Contract(graph)

    def app(
        self, origins: tuple[str, ...], lifespan: Lifespan[Starlette], also: Sequence[Route]
    ) -> Starlette:
        """Every route there is."""
        routes = [
            Route("/", self.root),
            Route("/graphql", self.graphql, methods=METHODS),
            Route("/schema.graphql", self._contract.response),
            *also,
            *(self._explorer.routes() if self._explorer else ()),
        ]
        responses = self._responses
        packed = Middleware(Packed, minimum_size=PACKED_FROM, compresslevel=PACKED_AT)
        app = Starlette(
            routes=routes,
            middleware=[Middleware(Outermost, broken=responses.say_why), *_cors(origins), packed],
            exception_handlers={
                **dict.fromkeys(REFUSALS, responses.refused),
                Left: unanswered,
            },
            lifespan=lifespan,
        )
        # An address is written in one way.
        app.router.redirect_slashes = False
        return app

    async def graphql(self, request: Request) -> Response:
        """Answer GraphQL, or show the explorer to somebody with a browser."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        accept = request.headers.get("accept", "")
        if self._explorer and browses(accept) and not _asks(request):
            return self._explorer.page(request)
        origin, kind = origin_of(request), wanted(accept)
        with Entry(self._metrics, request.method, origin) as entry:
            answer = await self._answered(request, kind, entry)
            response = self._responses.say(answer, kind, origin)
            entry.answered(answer, response.status_code)
        return response

    async def _answered(self, request: Request, kind: str | None, entry: Entry) -> Answer:
        try:
            asked = await asked_by(request, kind, entry.origin, self._bounds)
        except Refused as no:
            return unread(request, refusal(no, entry.noted))
        return await attended(request.receive, self._graph.answer(asked, entry.noted))

    async def root(self, request: Request) -> Response:
        """Show the way."""
        if self._explorer and browses(request.headers.get("accept", "")):
            return RedirectResponse("/graphql", headers=BY_ACCEPT)
        return PlainTextResponse("GraphQL is answered at /graphql.\n", headers=BY_ACCEPT)


def _asks(request: Request) -> bool:
    return request.method == "POST" or asks(request.query_params)


def _cors(origins: tuple[str, ...]) -> list[Middleware]:
    if not origins:
        return []
    cors = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=SENT_BY_PAGES,
        expose_headers=READ_BY_PAGES,
        max_age=600,
    )
    return [cors]
