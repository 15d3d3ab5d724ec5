"""The server: from settings to a process that listens, and stops without dropping anybody."""

import gc
import signal
from typing import Final

import asyncpg
import uvicorn
from rich.console import Console

from app.door.heads import HeadBounds
from app.door.wire import bounded
from app.house import House, built
from app.lookout import log
from app.places import Place, Unusable
from app.settings import Settings
from app.stopping import Server
from app.tokens import NoTokens, development_token
from auth.scopes import Role
from db.guard import unsafe

# Balancers keep connections for a minute: theirs shall end first, not in the middle of a request.
KEEP_ALIVE_SECONDS: Final = 65
# How many things more than before, and how often, until it is looked for what is rubbish.
CLEARED_UP_AFTER: Final = (20_000, 10, 10)


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
    log.begin(settings.LOG_LEVEL, debug=settings.DEBUG)
    house = built(settings, place.app_url)
    # The schema never becomes rubbish. Looking through it for some would stop everybody for 0.1 s.
    gc.freeze()
    # An answer is made of thousands of things, and none of them is part of a ring.
    gc.set_threshold(*CLEARED_UP_AFTER)
    server = Server(_config(settings, house), house.health, settings.drain_seconds)
    # uvicorn puts back what it found: so nothing is lost that comes before it listens to signals.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, server.handle_exit)
    server.run()


def head_bounds(settings: Settings) -> HeadBounds:
    """What the head of a request may be."""
    return HeadBounds(
        headers=settings.MAX_HEADERS,
        header_bytes=settings.MAX_HEADER_BYTES,
        address_bytes=settings.MAX_ADDRESS_BYTES,
    )


def _config(settings: Settings, house: House) -> uvicorn.Config:
    return uvicorn.Config(
        house.app,
        host=settings.HOST,
        port=settings.PORT,
        loop="uvloop",
        http=bounded(head_bounds(settings)),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
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
