"""The knock: a request at the desk, as far as it can be told before its body is there."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope

ARRIVED: Final = "clientela.arrived"
"""Under which it is noted of a request that all of it is there."""
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Knock:
    """A request. Its headers are read once, because they are looked at again and again."""

    __slots__ = ("headers", "method", "receive", "scope")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        # Backwards, because of a header that is said twice the first counts.
        self.headers: Mapping[str, str] = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in reversed(scope["headers"])
        }

    @property
    def has_arrived(self) -> bool:
        """Whether all of it is there, so that nobody can be waited for."""
        return ARRIVED in self.scope["state"]

    @property
    def query(self) -> Mapping[str, str]:
        """What the address asks; if something is posted, that counts and nothing else."""
        return NOTHING if self.method == "POST" else QueryParams(self.scope["query_string"])
