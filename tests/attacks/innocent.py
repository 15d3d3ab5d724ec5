"""An innocent: somebody with a connection of his own, who asks little and notes his waits."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import perf_counter, sleep
from typing import Final

PAUSE_SECONDS: Final = 0.01
PATIENCE_SECONDS: Final = 30.0


@dataclass
class Innocent:
    """Asks the same again and again, in a thread of its own: nothing but the server holds it up."""

    port: int
    request: bytes
    """A request whose connection stays open."""
    answer: bytes
    """How each answer ends."""
    waits: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        """The longest wait since it was last let loose."""
        return max(self.waits)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let it ask meanwhile; at least once before, and once after."""
        self.waits.clear()
        enough = Event()
        thread = Thread(target=self._ask_on, args=(enough,))
        thread.start()
        while not self.waits and thread.is_alive():
            sleep(PAUSE_SECONDS)
        try:
            yield
        finally:
            enough.set()
            thread.join()
        assert self.waits
        assert all(self.waits), "An innocent was not answered."

    def _ask_on(self, enough: Event) -> None:
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS) as connection:
            last = False
            while not last:
                last = enough.is_set()
                self.waits.append(self._asked(connection))
                enough.wait(PAUSE_SECONDS)

    def _asked(self, connection: socket.socket) -> float:
        """How long it took; nothing, if it was not well answered."""
        began = perf_counter()
        connection.sendall(self.request)
        received = b""
        while not received.endswith(self.answer):
            piece = connection.recv(65_536)
            if not piece:
                return 0.0
            received += piece
        return perf_counter() - began
