"""Stopping: a server that says that it will be gone, before it goes."""

import asyncio
import signal
from socket import socket
from time import monotonic
from types import FrameType
from typing import Final

import uvicorn

from app.door.wire import Wire
from app.lookout.health import Health
from app.setting_door import ANSWERING_SECONDS

BREAKING_OFF_SECONDS: Final = 2.0
_CLOSE: Final = (b"connection", b"close")


class Server(uvicorn.Server):
    """Serves until it is told to stop; what it has begun is brought to its end.

    SIGTERM: new requests are taken for a while, until nobody sends any. SIGINT: no more are taken.
    Whoever has not been answered when time is up is told so. A second signal, of either kind:
    everybody is hung up on, as if they had gone away.
    """

    def __init__(self, config: uvicorn.Config, health: Health, drain_seconds: float) -> None:
        super().__init__(config)
        self._health = health
        self._drain_seconds = drain_seconds
        self._closes_at: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Open the port."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Begin to stop."""
        if self._closes_at is not None:
            self._closes_at = 0
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._hang_up)
            return
        self._health.stopping = True
        # Whoever is answered from now on opens the next connection elsewhere.
        self.config.encoded_headers.append(_CLOSE)
        self.server_state.default_headers.append(_CLOSE)
        if sig != signal.SIGTERM:
            self._drain_seconds = 0
        self._closes_at = monotonic() + self._drain_seconds

    async def on_tick(self, counter: int) -> bool:
        """Whether to take no more requests."""
        over = await super().on_tick(counter)
        return over or (self._closes_at is not None and monotonic() >= self._closes_at)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Let nobody in any more, and wait for those who are in, as long as there is time."""
        rest = ANSWERING_SECONDS - self._drain_seconds
        self.config.timeout_graceful_shutdown = int(rest + BREAKING_OFF_SECONDS)
        cutting = asyncio.get_running_loop().call_later(rest, self._cut_off)
        await super().shutdown(sockets)
        cutting.cancel()

    def _cut_off(self) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, Wire):
                connection.cut_off()

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
