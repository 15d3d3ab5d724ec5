"""The server: from settings to a process that listens, and stops without dropping anybody."""

import logging
import signal
import sys
from typing import Any

import asyncpg
import orjson
import uvicorn
from rich.console import Console

from app.house import built
from app.places import Place, Unusable
from app.settings import Settings
from app.tokens import NoTokens, development_token
from auth.scopes import Role
from db.guard import unsafe

_OWN = ("error_id", "request_id", "kind", "frames")


class JsonLines(logging.Formatter):
    """One JSON object a line, with nothing in it that was not meant to be there."""

    def __init__(self, *, debug: bool) -> None:
        super().__init__()
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "service": "clientela",
            "message": record.getMessage(),
        }
        own = {name: getattr(record, name) for name in _OWN if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            own.setdefault("kind", record.exc_info[0].__name__)
        if self._debug and record.exc_info:
            own["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line | own).decode()


async def checked(place: Place) -> None:
    """Refuse to serve as a role that could get past the walls."""
    try:
        connection = await asyncpg.connect(place.app_url, timeout=5)
    except (OSError, asyncpg.PostgresError) as error:
        raise Unusable(f"The database cannot be reached as clientela_app: {error}") from error
    try:
        if reasons := await unsafe(connection):
            raise Unusable(" ".join([*reasons, "Serve as clientela_app and nobody else."]))
    finally:
        await connection.close()


def listen(settings: Settings, place: Place) -> None:
    """Serve until told to stop."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(debug=settings.DEBUG))
    logging.basicConfig(level=settings.LOG_LEVEL, handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # uvicorn stops in good order, and then raises the signal again: by then all is done.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: None)
    uvicorn.run(
        built(settings, place.app_url).app,
        host=settings.HOST,
        port=settings.PORT,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=30,
    )


def greet(settings: Settings, console: Console) -> None:
    """Say where the server is, who may ask, and how it is stopped."""
    console.print(f"\n  Clientela   http://{settings.HOST}:{settings.PORT}/graphql", style="bold")
    if settings.graphiql:
        console.print("              open it in a browser to explore, or POST to it\n")
    try:
        for role in Role:
            token = development_token(settings, tenant="demo", role=role, user=None)
            console.print(f"  {role:<9}   Authorization: Bearer {token}\n", soft_wrap=True)
    except NoTokens as none:
        console.print(f"  {none}")
    console.print("  Stop it with Ctrl+C.\n")
