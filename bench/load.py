"""Load: a process that asks over a few connections for a while, and says how it went."""

import asyncio
import sys
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any, Final

import orjson
import uvloop

END_OF_HEAD: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length:"
END_OF_CHUNKS: Final = b"\r\n0\r\n\r\n"
FINE: Final = b"HTTP/1.1 200"
NUMBER: Final = b"@n@"
CHOSEN: Final = b"@id@"


@dataclass(frozen=True)
class Task:
    """What is asked, of whom, and for how long."""

    port: int
    body: str
    """`@n@` stands for a running number, and `@id@` for one of the ids."""
    path: str = "/graphql"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 3.0
    """How long is asked at most."""
    most: int = 10**9
    """How often is asked at most."""
    connections: int = 4
    begin: int = 0
    """The first running number."""
    around: int = 10**9
    """After so many the running number begins again."""
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """How it went. `wrong` holds an answer that was none."""

    requests: int
    seconds: float
    p50: float
    p99: float
    wrong: str = ""


class Numbers:
    """The running number, and when there is enough."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.ends = perf_counter() + task.seconds
        self.asked = 0
        self.took: list[float] = []
        self.wrong = ""
        head = "".join(f"{name}: {value}\r\n" for name, value in task.headers.items())
        self._head = (
            f"POST {task.path} HTTP/1.1\r\nHost: 127.0.0.1:{task.port}\r\n"
            f"Content-Type: application/json\r\nAccept: application/json\r\n{head}Content-Length: "
        ).encode()
        self._body = task.body.encode()

    def next(self) -> bytes:
        """The next request; nothing when there were enough."""
        if self.wrong or self.asked >= self.task.most or perf_counter() > self.ends:
            return b""
        number = (self.task.begin + self.asked) % self.task.around
        self.asked += 1
        body = self._body.replace(NUMBER, b"%d" % number)
        if self.task.ids:
            body = body.replace(CHOSEN, self.task.ids[number % len(self.task.ids)].encode())
        return b"%b%d\r\n\r\n%b" % (self._head, len(body), body)


class Client(asyncio.Protocol):
    """One connection: asks, reads the answer to its end, and asks again."""

    def __init__(self, numbers: Numbers, done: "asyncio.Future[None]") -> None:
        self._numbers = numbers
        self._done = done
        self._came = bytearray()
        self._began = 0.0
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Read on, and ask again after the end."""
        self._came += data
        if not _whole(self._came):
            return
        self._numbers.took.append(perf_counter() - self._began)
        if not self._came.startswith(FINE) or b'"errors":' in self._came:
            self._numbers.wrong = self._came[:2000].decode(errors="replace")
        self._came.clear()
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up in between has not answered."""
        if not self._done.done():
            self._numbers.wrong = self._numbers.wrong or f"The connection ended: {exc}"
            self._done.set_result(None)

    def _ask(self) -> None:
        request = self._numbers.next()
        if request:
            self._began = perf_counter()
            self._transport.write(request)
        elif not self._done.done():
            self._done.set_result(None)
            self._transport.close()


def _whole(came: bytearray) -> bool:
    head_end = came.find(END_OF_HEAD)
    if head_end < 0:
        return False
    head = bytes(came[:head_end]).lower()
    at = head.find(LENGTH)
    if at < 0:
        return came.endswith(END_OF_CHUNKS)
    said = head[at + len(LENGTH) :].split(b"\r\n", 1)[0]
    return len(came) >= head_end + len(END_OF_HEAD) + int(said)


async def asked(task: Task) -> Outcome:
    """Ask as the task says."""
    loop = asyncio.get_running_loop()
    numbers, began, clients = Numbers(task), perf_counter(), []
    for _ in range(task.connections):
        done: asyncio.Future[None] = loop.create_future()
        clients.append(done)
        await loop.create_connection(_client(numbers, done), "127.0.0.1", task.port)
    await asyncio.gather(*clients)
    took = sorted(numbers.took) or [0.0]
    return Outcome(
        requests=len(numbers.took),
        seconds=perf_counter() - began,
        p50=took[len(took) // 2],
        p99=took[min(len(took) - 1, len(took) * 99 // 100)],
        wrong=numbers.wrong,
    )


def _client(numbers: Numbers, done: "asyncio.Future[None]") -> Any:
    return lambda: Client(numbers, done)


if __name__ == "__main__":
    told = Task(**orjson.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(orjson.dumps(asdict(uvloop.run(asked(told)))))
