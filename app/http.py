"""HTTP: the routes, and how a request becomes bytes and an answer a response."""

import re
from pathlib import Path
from typing import Final
from uuid import uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan

from app.graph import Answer, Asked, Graph, refused
from app.health import Health
from resolvers.context import Origin

MOST_BYTES: Final = 256 * 1024
PAGES: Final = Path(__file__).parent / "pages"
SECURE: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none';"
    " form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_TRACE: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NEWER: Final = "application/graphql-response+json"


class Door:
    """The HTTP side of the house."""

    def __init__(self, graph: Graph, health: Health, *, explorer: bool) -> None:
        self._graph = graph
        self._health = health
        self._explorer = explorer

    def app(self, origins: tuple[str, ...], lifespan: Lifespan[Starlette]) -> Starlette:
        """Every route there is."""
        routes = [
            Route("/graphql", self.graphql, methods=["GET", "POST"]),
            Route("/health", self.health),
            Route("/ready", self.ready),
            Route("/live", self.live),
        ]
        if self._explorer:
            routes.append(Route("/pages/{name}", self.page))
        return Starlette(routes=routes, middleware=_cors(origins), lifespan=lifespan)

    async def graphql(self, request: Request) -> Response:
        """Answer GraphQL, or show the explorer to somebody with a browser."""
        if self._explorer and request.method == "GET" and _browses(request):
            return FileResponse(PAGES / "explorer.html", headers=SECURE)
        origin = _origin(request)
        body = await _body(request)
        if body is None:
            message = f"A request has at most {MOST_BYTES} bytes."
            return _response(refused(413, "PAYLOAD_TOO_LARGE", message), request, origin)
        asked = Asked(request.method, request.headers, request.query_params, body, origin)
        return _response(await self._graph.answer(asked), request, origin)

    async def page(self, request: Request) -> Response:
        """A file of the explorer."""
        name = request.path_params["name"]
        if name not in {"explorer.css", "explorer.js"}:
            return Response(status_code=404)
        return FileResponse(PAGES / name, headers=SECURE)

    async def health(self, _: Request) -> Response:
        """Whether the database answers."""
        return _state(await self._health.database())

    async def ready(self, _: Request) -> Response:
        """Whether requests can be served: the database answers and is at the newest step."""
        return _state(await self._health.ready())

    async def live(self, _: Request) -> Response:
        """Whether the process runs."""
        return _state([])


def _state(wrong: list[str]) -> Response:
    status = "unavailable" if wrong else "ok"
    return JSONResponse({"status": status, "wrong": wrong}, 503 if wrong else 200)


def _cors(origins: tuple[str, ...]) -> list[Middleware]:
    if not origins:
        return []
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "X-Request-Id", "X-Tenant-Id"],
        expose_headers=["X-Request-Id", "X-Trace-Id"],
        max_age=600,
    )
    return [cors]


def _browses(request: Request) -> bool:
    wanted = request.headers.get("accept", "")
    return "text/html" in wanted and "query" not in request.query_params


async def _body(request: Request) -> bytes | None:
    """The body, unless it is too large; nobody waits for the rest of one that is."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _origin(request: Request) -> Origin:
    traced = _TRACE.fullmatch(request.headers.get("traceparent", ""))
    named = request.headers.get("x-request-id", "")
    return Origin(
        request_id=named if _REQUEST_ID.fullmatch(named) else uuid4().hex,
        trace_id=traced[1] if traced else uuid4().hex,
        ip=request.client.host if request.client else None,
        user_agent=request.headers.get("user-agent", "")[:255] or None,
    )


def _response(answer: Answer, request: Request, origin: Origin) -> Response:
    newer = _NEWER in request.headers.get("accept", "")
    headers = {
        **answer.headers,
        "Cache-Control": "no-store",
        "Vary": "Accept, Authorization",
        "X-Content-Type-Options": "nosniff",
        "X-Request-Id": origin.request_id,
        "X-Trace-Id": origin.trace_id,
    }
    kind = f"{_NEWER if newer else 'application/json'}; charset=utf-8"
    return Response(answer.bytes(), answer.status, headers, kind)
