"""Servers as processes: started, waited for, asked, measured, and ended by their number."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final, Self

import orjson

from bench.cpu import resident_bytes, tree_seconds
from bench.load import Outcome, Task

ROOT: Final = Path(__file__).parents[1]
PATIENCE: Final = 60.0
LAST_WORDS: Final = 3_000


class Silent(Exception):
    """A server does not answer as it should; the text says what it said."""


@dataclass(frozen=True)
class Question:
    """What is asked of a server."""

    body: str
    """`@n@` stands for a running number, and `@id@` for one of the ids."""
    path: str = "/graphql"
    headers: Mapping[str, str] = field(default_factory=dict)
    ids: Sequence[str] = ()

    @property
    def first(self) -> bytes:
        """What is asked when it is asked but once."""
        chosen = self.body.replace("@id@", self.ids[0]) if self.ids else self.body
        return chosen.replace("@n@", "0").encode()


def question(document: str, variables: Mapping[str, Any] | None = None) -> str:
    """A document as it is sent."""
    return orjson.dumps({"query": document, "variables": variables or {}}).decode()


class Process:
    """A server that runs as long as it is needed."""

    def __init__(
        self, name: str, argv: list[str], told: Mapping[str, str], asks: Question, log: Path
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.name = name
        self.asks = asks
        self._log = log / f"{name}-{self.port}.log"
        environment = {**_kept(), **told, "PORT": str(self.port)}
        # A group of its own: Ctrl-C reaches us alone, and we end it.
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        try:
            self._wait()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End it, and wait until it has ended."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def seconds(self) -> float:
        """How long it has computed, with all that it started."""
        return tree_seconds(self._process.pid)

    def resident(self) -> int:
        """The memory that it has."""
        return resident_bytes(self._process.pid)

    def ask(self, asks: Question | None = None) -> Any:
        """Ask once; what the answer holds."""
        return orjson.loads(self.bytes(asks))

    def bytes(self, asks: Question | None = None) -> bytes:
        """Ask once; the body of the answer."""
        asked = asks or self.asks
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Content-Type": "application/json", **asked.headers}
            connection.request("POST", asked.path, asked.first, headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200 or b'"errors":' in body:  # noqa: PLR2004
            raise Silent(f"{self.name} answers {response.status}: {body[:LAST_WORDS].decode()}")
        return body

    def task(self, **terms: Any) -> Task:
        """A task of asking it what it is there for."""
        asks = self.asks
        fixed = Task(self.port, asks.body, asks.path, dict(asks.headers), ids=list(asks.ids))
        return replace(fixed, **terms)

    def asking(self, body: str) -> Self:
        """The same server, for another question."""
        again = copy(self)
        again.asks = replace(self.asks, body=body)
        return again

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self.ask()
            except (OSError, HTTPException):
                time.sleep(0.05)
            else:
                return
        said = self._log.read_text(errors="replace")[-LAST_WORDS:]
        raise Silent(f"{self.name} does not answer:\n{said}")


def loaded(task: Task) -> Outcome:
    """What came of a task, done by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=ROOT,
        input=orjson.dumps(asdict(task)),
        stdout=subprocess.PIPE,
        start_new_session=True,
        check=True,
    )
    outcome = Outcome(**orjson.loads(done.stdout))
    if outcome.wrong or not outcome.requests:
        raise Silent(f"Port {task.port}: {outcome.wrong or 'nothing was answered'}")
    return outcome


def _kept() -> dict[str, str]:
    """What a server may know of our environment: how to find programs, and no settings."""
    names = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ}
