"""Statuses: what each refusal is called in HTTP, in either form of the specification."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class StatusMode(StrEnum):
    """Which numbers are used where the specification is changing."""

    COMPAT = "compat"
    """Those that clients and audits of today expect."""
    DRAFT = "draft"
    """Those of the working draft: 422 for what cannot be run, 294 for a partial answer."""


@dataclass(frozen=True, slots=True)
class Status:
    """The numbers of one refusal."""

    compat: int
    draft: int
    plain: int
    """In compat mode, for those who accept `application/json` only."""


def _always(number: int) -> Status:
    return Status(number, number, number)


_UNRUNNABLE: Final = Status(compat=400, draft=422, plain=200)
PARTIAL: Final = Status(compat=200, draft=294, plain=200)
STATUSES: Final[Mapping[str, Status]] = MappingProxyType(
    {
        "BAD_PARAMETERS": Status(compat=400, draft=422, plain=400),
        "BAD_REQUEST": _always(400),
        "BAD_USER_INPUT": _UNRUNNABLE,
        "COST_LIMIT_EXCEEDED": _always(400),
        "CSRF_PREVENTION": _always(400),
        "DATABASE_UNAVAILABLE": _always(503),
        "DOCUMENT_TOO_COMPLEX": _always(400),
        "FORBIDDEN": _always(403),
        "GRAPHQL_PARSE_FAILED": Status(compat=400, draft=400, plain=200),
        "GRAPHQL_VALIDATION_FAILED": _UNRUNNABLE,
        "HEADERS_TOO_LARGE": _always(431),
        "INTERNAL_SERVER_ERROR": _always(500),
        "INTROSPECTION_DISABLED": _UNRUNNABLE,
        "METHOD_NOT_ALLOWED": _always(405),
        "NOT_ACCEPTABLE": _always(406),
        "NOT_FOUND": _always(404),
        "OPERATION_NOT_ALLOWLISTED": _always(403),
        "OPERATION_RESOLUTION_FAILURE": _UNRUNNABLE,
        "OVERLOADED": _always(503),
        "PAYLOAD_TOO_LARGE": _always(413),
        "PERSISTED_DOCUMENT_NOT_FOUND": Status(compat=400, draft=404, plain=200),
        "PERSISTED_QUERY_NOT_FOUND": Status(compat=400, draft=404, plain=200),
        "PERSISTED_QUERY_NOT_SUPPORTED": Status(compat=400, draft=422, plain=200),
        "RATE_LIMITED": _always(429),
        "REQUEST_TIMEOUT": _always(408),
        "TENANT_SUSPENDED": _always(403),
        "UNAUTHENTICATED": _always(401),
        "UNSUPPORTED_MEDIA_TYPE": _always(415),
        "URI_TOO_LONG": _always(414),
    }
)


def status(code: str | None, *, partial: bool, plain: bool, mode: StatusMode) -> int:
    """The status of an answer that was refused with this code, or of one that was given."""
    if code is None and not partial:
        return 200
    numbers = STATUSES[code] if code else PARTIAL
    if mode is StatusMode.DRAFT:
        return 200 if plain and not code else numbers.draft
    return numbers.plain if plain else numbers.compat
