"""Problems at the top of an answer: what the client's program got wrong, or what we did."""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import asyncpg
from graphql import FieldNode, GraphQLError

from app.answers import Answer, Noted, refusal, unrun
from app.refused import Refused
from db.connections import DatabaseUnavailable, Overloaded
from resolvers.refusals import Refusal, Refusals
from schema.problems import camel
from schema.wording import without_values

log = logging.getLogger("clientela")


def formatted(error: GraphQLError, request_id: str) -> Iterator[dict[str, Any]]:
    """An error as the client sees it: one entry, or one for each of several refusals."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if isinstance(cause, Refusals):
        yield from (_placed(error, each.message, _of_refusal(each)) for each in cause.all)
    elif isinstance(cause, Refusal):
        yield _placed(error, cause.message, _of_refusal(cause))
    elif _asked_wrongly(error) or "code" in (error.extensions or {}):
        told = {"code": "BAD_USER_INPUT", **(error.extensions or {})}
        yield _placed(error, without_values(error.message), told)
    else:
        yield _placed(error, *unforeseen(cause or error, request_id))


def unavailable(errors: list[GraphQLError]) -> DatabaseUnavailable | None:
    """The reason why nothing could be answered, if the database was away."""
    causes = (error.original_error for error in errors)
    return next((cause for cause in causes if isinstance(cause, DatabaseUnavailable)), None)


def code_of(cause: DatabaseUnavailable) -> str:
    """The code of a database that cannot serve now."""
    return "OVERLOADED" if isinstance(cause, Overloaded) else "DATABASE_UNAVAILABLE"


def turned_away(wrong: Exception, noted: Noted, request_id: str) -> Answer:
    """The answer to a request of which nothing was run, and why."""
    if isinstance(wrong, asyncpg.QueryCanceledError):
        wrong = Overloaded("The database is too slow now.")
    if isinstance(wrong, DatabaseUnavailable):
        wrong = Refused(code_of(wrong), str(wrong), Retry_After="1")
    if isinstance(wrong, Refused):
        return refusal(wrong, noted)
    message, told = unforeseen(wrong, request_id)
    return unrun(told["code"], [GraphQLError(message, extensions=told)], noted)


def unforeseen(cause: BaseException, request_id: str) -> tuple[str, dict[str, Any]]:
    """What a client is told of an error that is no refusal."""
    if isinstance(cause, RecursionError):
        return "A value is nested too deeply.", {"code": "BAD_USER_INPUT"}
    if isinstance(cause, DatabaseUnavailable):
        return str(cause), {"code": code_of(cause)}
    if isinstance(cause, asyncpg.QueryCanceledError):
        return "This took too long. Ask for less.", {"code": "OPERATION_TIMEOUT"}
    error_id = logged(cause, request_id)
    extensions = {"code": "INTERNAL_SERVER_ERROR", "errorId": error_id}
    return f"Something went wrong on our side. Quote {error_id}.", extensions


def logged(cause: BaseException, request_id: str) -> str:
    """Write an unforeseen error down, without its text: that may hold personal data."""
    error_id = uuid4().hex
    said = {"error_id": error_id, "request_id": request_id}
    log.error("unforeseen error", exc_info=cause, extra=said)
    return error_id


def _asked_wrongly(error: GraphQLError) -> bool:
    """Whether an error points at a variable or an argument, and not at a field of ours."""
    return error.path is None or any(not isinstance(node, FieldNode) for node in error.nodes or ())


def _of_refusal(refusal: Refusal) -> dict[str, Any]:
    field = [camel(part) for part in refusal.field]
    return {"code": refusal.code, **({"field": field} if field else {})}


def _placed(error: GraphQLError, message: str, extensions: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"message": message}
    if error.locations:
        told["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path is not None:
        told["path"] = error.path
    return {**told, "extensions": extensions}
