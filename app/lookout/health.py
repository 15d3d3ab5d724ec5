"""Health: whether the house stands, whether it can serve, and what is wrong, in sentences."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.connections import Database, DatabaseUnavailable
from db.migrate import is_behind, step_taken

log: Final = logging.getLogger("clientela")
KEPT_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 2.0
SILENT: Final = "PostgreSQL does not answer."
FAULTY: Final = "PostgreSQL answers with an error."
OUTDATED: Final = "The database is not at the newest migration."
STOPPING: Final = "The server is stopping."


class Health:
    """Looks whether the house can serve; however often it is asked, it looks once a second."""

    def __init__(self, database: Database, clock: Callable[[], float] = monotonic) -> None:
        self.stopping = False
        """Set by a server that is about to stop, so that nobody is sent to it any more."""
        self._database = database
        self._clock = clock
        self._look: asyncio.Task[str | None] | None = None
        self._looked_at = clock()

    def routes(self) -> list[Route]:
        """Where it is asked for."""
        return [
            Route("/health", self.health),
            Route("/healthcheck", self.health),
            Route("/ready", self.ready),
            Route("/live", self.live),
        ]

    async def health(self, _: Request) -> Response:
        """Whether the database answers."""
        wrong = await self._seen()
        return _state([] if wrong == OUTDATED else [wrong])

    async def ready(self, _: Request) -> Response:
        """Whether requests may be sent here."""
        return _state([STOPPING if self.stopping else None, await self._seen()])

    async def live(self, _: Request) -> Response:
        """Whether the process runs; nothing else is asked, so nothing else can hold this up."""
        return _state([])

    async def _seen(self) -> str | None:
        """What is wrong with the database. All who ask at once wait for the same look."""
        look = self._look
        if look is None or (look.done() and self._clock() - self._looked_at >= KEPT_SECONDS):
            self._looked_at = self._clock()
            look = self._look = asyncio.create_task(self._looking())
        await asyncio.wait({look}, timeout=PATIENCE_SECONDS)
        return look.result() if look.done() else SILENT

    async def _looking(self) -> str | None:
        try:
            async with self._database.global_rows() as connection:
                step = await step_taken(connection)
        except DatabaseUnavailable as away:
            return str(away)
        except Exception:
            log.exception("the database could not be looked at")
            return FAULTY
        # A step that is not known was taken by a newer server, and is laid so that both can serve.
        return OUTDATED if is_behind(step) else None


def _state(looked: list[str | None]) -> Response:
    wrong = [sentence for sentence in looked if sentence]
    told = {"status": "unavailable" if wrong else "ok", "wrong": wrong}
    return JSONResponse(told, 503 if wrong else 200, {"Cache-Control": "no-store"})
