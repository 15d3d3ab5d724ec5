"""Attacks: what is sent, how it has to be answered, and how long others may wait meanwhile."""

import json
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from typing import Any, Final

from auth.scopes import Role

# The machine of the tests is slower than that of a server, and has other things to do.
SLOWER: Final = 5
JSON: Final = {
    "Content-Type": "application/json",
    "Accept": "application/graphql-response+json",
}
ANYTHING: Final = object()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many seconds an answer, and an innocent request meanwhile, may take."""

    answer: float
    wait: float


class Grade(Enum):
    """How far an attack comes."""

    UNREAD = Bounds(answer=0.1, wait=0.1)
    """It is refused before anything of it is parsed."""
    READ = Bounds(answer=SLOWER * 0.05, wait=SLOWER * 0.05)
    """Its document is looked at, and refused or found small enough."""
    RUN = Bounds(answer=1.0, wait=1.0)
    """It is run: the database works for it."""
    SLOW = Bounds(answer=12.0, wait=0.1)
    """It keeps the server waiting, for as long as it may."""


@dataclass(frozen=True, slots=True)
class Known:
    """What attackers know of the tenant, and of another one."""

    customer: str
    """A customer of the tenant."""
    foreign: str
    """A customer of the other tenant."""
    cursor: str
    """A place in the tenant's list of customers."""
    foreign_cursor: str
    """A place in the other tenant's list of customers."""
    tokens: Callable[[Role, str], str]
    """A token of somebody of the other tenant, with a role and a name."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, well-formed as far as HTTP is concerned."""

    body: Any = b""
    """JSON, or bytes as they are."""
    _: KW_ONLY
    by: Role | None = Role.MANAGER
    """Whose token is sent; a manager may not read the schema, an admin may."""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    address: str = "/graphql"

    def written(self, token: str, number: int) -> bytes:
        """The bytes of it; no two are alike, so that none is known from the time before."""
        body = self._body(number)
        headers = {"Host": "clientela", "Connection": "close"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        headers |= JSON | {"Content-Length": str(len(body))} | dict(self.headers)
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
        return f"{self.method} {self.address} HTTP/1.1\r\n{told}\r\n".encode() + body

    def _body(self, number: int) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        said = self.body
        if number and isinstance(said, dict) and "query" in said and "extensions" not in said:
            said = said | {"query": said["query"] + " " * number}
        return json.dumps(said).encode()


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that are no sound request."""

    sent: bytes


@dataclass(frozen=True, slots=True)
class Attack:
    """Something that is sent, and the right answer to it."""

    ask: Callable[[Known], Ask | Raw]
    status: int
    code: str | None = None
    """The code of every error; nothing, when it is answered."""
    _: KW_ONLY
    grade: Grade = Grade.READ
    data: Any = ANYTHING
    """What is answered, where that matters."""
    message: str | None = None
    """What the error says, where that matters."""
    most_errors: int = 6
    most_bytes: int = 65_536
    suggests: bool = False
    """Whether names of the schema may be told."""
    absent: tuple[str, ...] = ()
    """Headers that the answer must not have."""
    before: tuple[Callable[[Known], Ask], ...] = ()
    """What is sent before, each time."""


def asking(
    query: str, by: Role | None = Role.MANAGER, /, *, headers: Mapping[str, str] = {}, **said: Any
) -> Callable[[Known], Ask]:
    """A request for a document, with variables."""
    body = {"query": query, "variables": said} if said else {"query": query}
    return lambda _: Ask(body, by=by, headers=headers)


def sending(body: Any, **more: Any) -> Callable[[Known], Ask]:
    """A request with a body as it is."""
    return lambda _: Ask(body, **more)


def some(many: int, written: str) -> str:
    """The same, so many times, with its number and the next one in it."""
    return " ".join(
        written.replace("##", str(number + 1)).replace("#", str(number)) for number in range(many)
    )


Attacks = Mapping[str, Attack]
