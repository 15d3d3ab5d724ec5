"""HTTP: the routes, and what stands around them."""

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

from app.door.around import Outermost, Packed
from app.door.contract import Contract
from app.door.desk import METHODS, PATH, Desk
from app.door.front import PACKED_AT, PACKED_FROM, Front
from app.door.guard import MEANT
from app.door.media import browses
from app.door.requests import Bounds
from app.door.responses import Responses
from app.explorer import Explorer
from app.graph import Graph
from app.lookout.metrics import Metrics
from app.refused import Refused
from app.running import COST_HEADER
from app.statuses import StatusMode
from db.connections import DatabaseUnavailable

REFUSALS: Final = (DatabaseUnavailable, HTTPException, Refused)
BY_ACCEPT: Final = {"Vary": "Accept"}
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
        self._explorer = explorer
        self._responses = Responses(mode)
        self._desk = Desk(graph, metrics, explorer, bounds, self._responses)
        self._contract = Contract(graph)

    def app(
        self, origins: tuple[str, ...], lifespan: Lifespan[Starlette], also: Sequence[Route]
    ) -> Starlette:
        """Every route there is."""
        routes = [
            Route("/", self.root),
            Route(PATH, self._desk, methods=METHODS),
            Route("/schema.graphql", self._contract.response),
            *also,
            *(self._explorer.routes() if self._explorer else ()),
        ]
        responses = self._responses
        around = [
            Middleware(Outermost, broken=responses.say_why),
            *_cors(origins),
            Middleware(Packed, minimum_size=PACKED_FROM, compresslevel=PACKED_AT),
        ]
        app = Front(
            self._desk,
            responses,
            for_pages=bool(origins),
            routes=routes,
            middleware=around,
            exception_handlers=dict.fromkeys(REFUSALS, responses.refused),
            lifespan=lifespan,
        )
        # An address is written in one way.
        app.router.redirect_slashes = False
        return app

    async def root(self, request: Request) -> Response:
        """Show the way."""
        if self._explorer and browses(request.headers.get("accept", "")):
            return RedirectResponse("/graphql", headers=BY_ACCEPT)
        return PlainTextResponse("GraphQL is answered at /graphql.\n", headers=BY_ACCEPT)


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
