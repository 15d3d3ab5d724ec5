"""The guard: what a page of strangers could make a browser send must say that it was meant.

A browser sends some requests to other servers without asking them first. A header of those below
is never in such a request: a page that wants to send it must be allowed to, by `CORS_ORIGINS`.
"""

from collections.abc import Mapping
from typing import Final

from app.door.media import is_json

MEANT: Final = (
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
    "x-requested-with",
)
PARAMETERS: Final = ("query", "documentId", "extensions")


def asks(query: Mapping[str, str]) -> bool:
    """Whether something is asked by an address."""
    return any(name in query for name in PARAMETERS)


def meant(headers: Mapping[str, str]) -> bool:
    """Whether a request says that no page of strangers made it."""
    # A browser adds passwords that it remembers (Basic) by itself, but never a bearer token.
    return (
        headers.get("authorization", "").lower().startswith("bearer ")
        or is_json(headers.get("content-type", ""))
        or any(name in headers for name in MEANT)
    )
