"""The graph: one function that takes the bytes of a request and returns an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any

import orjson
from graphql import ExecutionResult, OperationType, execute

from app.documents import Documents
from app.identity import Admitted, Doorkeeper, TurnedAway
from app.problems import code_of, formatted, unavailable, unforeseen
from db.connections import Database, DatabaseUnavailable
from db.conversation import Conversation
from db.sealed import Reader
from resolvers.context import Context, Origin
from resolvers.cursors import Cursors
from schema.root import schema


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as GraphQL is concerned."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    origin: Origin


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """The body as JSON."""
        return orjson.dumps(self.body)


class Graph:
    """Answers GraphQL requests."""

    def __init__(
        self, database: Database, doorkeeper: Doorkeeper, secret: bytes, *, introspection: bool
    ) -> None:
        self._database = database
        self._doorkeeper = doorkeeper
        self._secret = secret
        self._graphql = schema._schema  # noqa: SLF001  # Strawberry shows it nowhere else
        self._documents = Documents(self._graphql, introspection=introspection)

    async def answer(self, asked: Asked) -> Answer:
        """Let the caller in, read what is asked, and answer it."""
        now = datetime.now(UTC)
        try:
            admitted = await self._doorkeeper.admit(asked.headers, now)
            return await self._answer(asked, admitted, now)
        except TurnedAway as away:
            known = away.status != 401  # noqa: PLR2004  # the one status with a challenge
            challenge = {} if known else {"WWW-Authenticate": "Bearer"}
            return refused(away.status, away.code, away.message, challenge)
        except DatabaseUnavailable as away:
            return refused(503, code_of(away), str(away), {"Retry-After": "1"})
        except Exception as ours:  # noqa: BLE001  # nothing leaves the house but an answer
            message, extensions = unforeseen(ours, asked.origin.request_id)
            return Answer(500, {"errors": [{"message": message, "extensions": extensions}]})

    async def _answer(self, asked: Asked, admitted: Admitted, now: datetime) -> Answer:
        told = _told(asked)
        if isinstance(told, Answer):
            return told
        document = self._documents.read(told["query"])
        if document.errors:
            return _unread(document.code, [error.formatted for error in document.errors])
        operation = document.operation(told.get("operationName") or None)
        if operation is None:
            return refused(400, "OPERATION_RESOLUTION_FAILURE", "Say which operation is meant.")
        if asked.method != "POST" and operation.operation is not OperationType.QUERY:
            message = f"Only queries can be sent by {asked.method}. Use POST."
            return refused(405, "METHOD_NOT_ALLOWED", message, {"Allow": "POST"})
        context = self._context(asked, admitted, now)
        try:
            result = await self._executed(document.tree, context, told)
        finally:
            context.loaders.cancel()
            await context.conversation.end()
        return _answered(result, context)

    def _context(self, asked: Asked, admitted: Admitted, now: datetime) -> Context:
        caller = admitted.caller
        reader = Reader(caller.tenant_id, caller.limited_to)
        return Context(
            caller=caller,
            tenant=admitted.tenant,
            origin=asked.origin,
            now=now,
            conversation=Conversation(self._database, reader),
            cursors=Cursors(self._secret, caller.tenant_id),
        )

    async def _executed(self, tree: Any, context: Context, told: dict[str, Any]) -> ExecutionResult:
        result: Any = execute(
            self._graphql,
            tree,
            context_value=context,
            variable_values=told.get("variables"),
            hide_suggestions=self._documents.closed,
            operation_name=told.get("operationName") or None,
        )
        if isawaitable(result):
            result = await result
        answered: ExecutionResult = result
        return answered


def refused(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Answer:
    """An answer that only says no."""
    error = {"message": message, "extensions": {"code": code}}
    return Answer(status, {"errors": [error]}, headers or {})


def _unread(code: str, errors: list[Any]) -> Answer:
    return Answer(400, {"errors": [{**error, "extensions": {"code": code}} for error in errors]})


def _answered(result: ExecutionResult, context: Context) -> Answer:
    if not result.errors:
        return Answer(200, {"data": result.data})
    # Once something was changed, the client must learn of it, and not be told to try again.
    if (away := unavailable(result.errors)) and not context.conversation.changed:
        raise away
    request_id = context.origin.request_id
    errors = [each for error in result.errors for each in formatted(error, request_id)]
    if result.data is None and all(error.path is None for error in result.errors):
        return Answer(400, {"errors": errors})
    return Answer(200, {"errors": errors, "data": result.data})


def _told(asked: Asked) -> dict[str, Any] | Answer:
    """The parameters of a request, or why they cannot be read."""
    in_address = asked.method != "POST"
    told: Any = dict(asked.query) if in_address else asked.body
    try:
        if in_address:
            told["variables"] = orjson.loads(told.get("variables") or "null")
        else:
            told = orjson.loads(told)
    except orjson.JSONDecodeError:
        return refused(400, "BAD_REQUEST", "The request is not well-formed JSON.")
    if not isinstance(told, dict) or not isinstance(told.get("query"), str):
        return refused(400, "BAD_REQUEST", "Send a JSON object with a query in it.")
    if not isinstance(told.get("variables"), dict | None):
        return refused(400, "BAD_REQUEST", "Variables are a JSON object.")
    if not isinstance(told.get("operationName"), str | None):
        return refused(400, "BAD_REQUEST", "The name of an operation is a string.")
    return told
