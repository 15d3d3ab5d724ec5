"""The page of metrics, and who may read it."""

from collections.abc import Callable
from hmac import compare_digest

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.settings import Settings


class MetricsPage:
    """Shows metrics to whoever has the token, or to everybody where none is set."""

    def __init__(self, settings: Settings, text: Callable[[], bytes]) -> None:
        self._shown = settings.metrics
        self._token = settings.METRICS_TOKEN.get_secret_value()
        self._text = text

    def routes(self) -> list[Route]:
        """Where the page is, if it is shown at all."""
        return [Route("/metrics", self.page)] if self._shown else []

    async def page(self, request: Request) -> Response:
        """The page."""
        if not self._may_read(request.headers.get("authorization", "")):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        headers = {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": "no-store"}
        return Response(self._text(), headers=headers)

    def _may_read(self, authorization: str) -> bool:
        scheme, _, token = authorization.partition(" ")
        proven = compare_digest(token.strip().encode("latin-1"), self._token.encode())
        return not self._token or (scheme.lower() == "bearer" and proven)
