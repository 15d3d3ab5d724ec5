"""Telling: the errors of an operation as the client sees them, as many as it may see."""

from collections.abc import Hashable, Iterable, Iterator
from traceback import walk_tb
from typing import Any

from graphql import FieldNode, GraphQLError

from app.problems import unforeseen
from engine.reader import places
from resolvers.refusals import Refusal, Refusals
from schema.problems import camel
from schema.wording import without_values

Entry = dict[str, Any]
Said = tuple[str, dict[str, Any]]
"""A message, and what there is for programs."""


def entries(errors: Iterable[GraphQLError], most: int, request_id: str) -> list[Entry]:
    """What is told of errors. What is our own fault comes first, and so is never left out."""
    apart = sorted(_apart(errors), key=_foreseen)
    ours: dict[Hashable, Said] = {}
    told: list[Entry] = []
    for error, cause in apart[:most]:
        if _foreseen((error, cause)):
            said = _said(error, cause)
        else:
            kind = _kind(cause)
            said = ours[kind] = ours.get(kind) or unforeseen(cause, request_id)
        told.append(_placed(error, *said))
    if apart[most:]:
        message = f"There were {len(apart) - most} more errors."
        told.append({"message": message, "extensions": {"code": "ERRORS_LEFT_OUT"}})
    return told


def _apart(errors: Iterable[GraphQLError]) -> Iterator[tuple[GraphQLError, BaseException]]:
    """Each error with what led to it; one for each of several refusals."""
    for error in errors:
        cause: BaseException = error
        while isinstance(cause, GraphQLError) and cause.original_error is not None:
            cause = cause.original_error
        if isinstance(cause, Refusals):
            yield from ((error, each) for each in cause.all)
        else:
            yield error, cause


def _foreseen(each: tuple[GraphQLError, BaseException]) -> bool:
    error, cause = each
    return isinstance(cause, Refusal) or _asked_wrongly(error) or "code" in (error.extensions or {})


def _asked_wrongly(error: GraphQLError) -> bool:
    """Whether an error points at a variable or an argument, and not at a field of ours."""
    return error.path is None or any(not isinstance(node, FieldNode) for node in error.nodes or ())


def _said(error: GraphQLError, cause: BaseException) -> Said:
    if isinstance(cause, Refusal):
        field = [camel(part) for part in cause.field]
        return cause.message, {"code": cause.code, **({"field": field} if field else {})}
    return without_values(error.message), {"code": "BAD_USER_INPUT", **(error.extensions or {})}


def _kind(cause: BaseException) -> Hashable:
    """What errors of one origin have in common: they are logged once, under one id."""
    lines = [(frame.f_code, line) for frame, line in walk_tb(cause.__traceback__)]
    return type(cause), *lines[-1:]


def _placed(error: GraphQLError, message: str, extensions: dict[str, Any]) -> Entry:
    entry: Entry = {"message": message}
    if found := places(error):
        entry["locations"] = [{"line": at.line, "column": at.column} for at in found]
    if error.path is not None:
        entry["path"] = error.path
    return {**entry, "extensions": extensions}
