"""Refusals: a request for every code that can be had over HTTP, and the statuses that it has."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import httpx2

from tests.door.asking import MAKE, VIEWER


@dataclass(frozen=True, slots=True)
class Case:
    """What is sent, to which house, and what it is called."""

    code: str
    newer: int
    """The status in compat mode for those who know the newer form."""
    plain: int
    """In compat mode for those who do not."""
    draft: int
    """In draft mode."""
    body: Any = field(default_factory=partial(dict, query=VIEWER))
    told: dict[str, str] = field(default_factory=dict)
    """Settings of the house."""
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"
    address: str = "/graphql"
    before: int = 0
    """How often it is asked before it is refused."""

    async def send(self, client: httpx2.AsyncClient, headers: dict[str, str]) -> httpx2.Response:
        """Send it."""
        said = {"json": self.body} if self.body is not None else {"content": stalled()}
        whole = {"Content-Type": "application/json", **headers, **self.headers}
        for _ in range(self.before):
            await client.request(self.method, self.address, headers=whole, **said)
        return await client.request(self.method, self.address, headers=whole, **said)


async def stalled() -> AsyncIterator[bytes]:
    """A body of which only the beginning comes, for as long as anybody waits."""
    yield b"{"
    await asyncio.Event().wait()
    yield b"}"


def _query(text: str, **more: Any) -> dict[str, Any]:
    return {"query": text, **more}


_UPLOAD: Final = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}
_UNRUNNABLE: Final = (400, 200, 422)
_POOR: Final = {"RATE_CALLER_POINTS": "1", "RATE_CALLER_RESTORE": "1"}
_TWO: Final = "query A { viewer { name } } query B { viewer { name } }"

CASES: Final = (
    Case("BAD_PARAMETERS", 400, 400, 422, body=[]),
    Case("BAD_REQUEST", 400, 400, 400, method="GET", address="/graphql?query={a}&variables={"),
    Case("BAD_USER_INPUT", *_UNRUNNABLE, body=_query("query ($id: ID!) { node(id: $id) { id } }")),
    Case("COST_LIMIT_EXCEEDED", 400, 400, 400, told={"MAX_COST": "1"}, body=_query(MAKE)),
    Case(
        "CSRF_PREVENTION",
        *(400, 400, 400),
        method="GET",
        address="/graphql?query={a}",
        headers={"Authorization": "", "Content-Type": "text/plain"},
    ),
    Case("DOCUMENT_TOO_COMPLEX", 400, 400, 400, told={"MAX_TOKENS": "3"}),
    Case("FORBIDDEN", 403, 403, 403, headers={"X-Tenant-Id": "somebody-else"}),
    Case("GRAPHQL_PARSE_FAILED", 400, 200, 400, body=_query("{")),
    Case("GRAPHQL_VALIDATION_FAILED", *_UNRUNNABLE, body=_query("{ nothing }")),
    Case(
        "INTROSPECTION_DISABLED",
        *_UNRUNNABLE,
        told={"INTROSPECTION": "off"},
        body=_query("{ __schema { description } }"),
    ),
    Case("METHOD_NOT_ALLOWED", 405, 405, 405, method="DELETE"),
    Case("NOT_ACCEPTABLE", 406, 406, 406, headers={"Accept": "image/png"}),
    Case("NOT_FOUND", 404, 404, 404, address="/nothing"),
    Case("OPERATION_NOT_ALLOWLISTED", 403, 403, 403, told={"TRUSTED_MODE": "only"}),
    Case("OPERATION_RESOLUTION_FAILURE", *_UNRUNNABLE, body=_query(_TWO)),
    Case("PAYLOAD_TOO_LARGE", 413, 413, 413, told={"MAX_BODY_BYTES": "20"}),
    Case("PERSISTED_DOCUMENT_NOT_FOUND", 400, 200, 404, body={"documentId": "sha256:0"}),
    Case("PERSISTED_QUERY_NOT_FOUND", 400, 200, 404, body=_UPLOAD),
    Case(
        "PERSISTED_QUERY_NOT_SUPPORTED",
        *_UNRUNNABLE,
        told={"UPLOADED_DOCUMENTS": "off"},
        body=_UPLOAD,
    ),
    Case("RATE_LIMITED", 429, 429, 429, told=_POOR, before=2),
    Case("REQUEST_TIMEOUT", 408, 408, 408, told={"MAX_BODY_SECONDS": "0.05"}, body=None),
    Case("UNAUTHENTICATED", 401, 401, 401, headers={"Authorization": "Bearer nothing"}),
    Case("UNSUPPORTED_MEDIA_TYPE", 415, 415, 415, headers={"Content-Type": "text/plain"}),
)
