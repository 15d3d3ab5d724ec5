"""Answers: what goes back, and what may be noted about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from graphql import GraphQLError

from app.refused import Refused
from schema.wording import without_values


@dataclass(slots=True)
class Noted:
    """What is known about a request that may stand in logs and metrics: nothing personal."""

    kind: str = ""
    """query or mutation, once that is known."""
    name: str = "other"
    """The name of the operation, if it is one that the server knew before."""
    digest: str = ""
    cost: int = 0
    codes: tuple[str, ...] = ()
    reason: str = ""
    """Why a token was refused, in words of ours."""
    tenant_id: UUID | None = None
    actor_id: UUID | None = None


@dataclass(slots=True)
class Answer:
    """What goes back."""

    body: bytes
    code: str | None = None
    """Why the request was turned away; nothing when it was run."""
    partial: bool = False
    """Whether it was run and something in it went wrong."""
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal(no: Refused, noted: Noted) -> Answer:
    """An answer that only says no."""
    noted.reason = no.reason
    return unrun(no.code, [GraphQLError(no.message)], noted, no.headers)


def unrun(
    code: str,
    errors: Iterable[GraphQLError],
    noted: Noted,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The answer to a request that was not run: it has errors, and no data."""
    noted.codes = (code,)
    told = [_told(code, each) for each in errors]
    return Answer(orjson.dumps({"errors": told}), code, headers=headers or {})


def _told(code: str, error: GraphQLError) -> dict[str, Any]:
    extensions = {"code": code, **(error.extensions or {})}
    message = without_values(error.message)
    return {**error.formatted, "message": message, "extensions": extensions}
