"""Problems at the top of an answer: what the client's program got wrong, or what we did."""

import logging
from typing import Any
from uuid import uuid4

import asyncpg
from graphql import GraphQLError

from app.answers import Answer, Noted, refusal, unrun
from app.refused import Refused
from db.connections import DatabaseUnavailable, Overloaded

log = logging.getLogger("clientela")


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
