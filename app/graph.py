"""The graph: one function that takes the bytes of a request and returns an answer."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from graphql import OperationType

from app.answers import Answer, Noted, unrun
from app.asking import Asked, Parameters, is_flat, parameters
from app.identity import Admitted, Doorkeeper
from app.library import Library
from app.problems import turned_away
from app.rates import Rates
from app.refused import Refused
from app.running import Runner, Work
from auth.caller import Caller
from auth.scopes import Scope
from db.connections import Overloaded
from engine.documents import Document, Operation
from engine.limits import too_much


@dataclass(frozen=True, slots=True)
class Graph:
    """Answers GraphQL requests."""

    doorkeeper: Doorkeeper
    library: Library
    rates: Rates
    runner: Runner

    async def answer(self, asked: Asked, noted: Noted) -> Answer:
        """Let the caller in, read what is asked, and answer it; meanwhile, note what it is."""
        try:
            return await self._answer(asked, noted)
        except Exception as wrong:  # noqa: BLE001  # nothing leaves the house but an answer
            return turned_away(wrong, noted, asked.origin.request_id)

    async def _answer(self, asked: Asked, noted: Noted) -> Answer:
        now = datetime.now(UTC)
        ends = asyncio.get_running_loop().time() + self.runner.terms.seconds
        known = self.doorkeeper.recalled(asked.headers, now)
        admitted = known or await self._admitted(asked, now, ends)
        caller = admitted.caller
        noted.tenant_id, noted.actor_id = caller.tenant_id, caller.actor_id
        self.rates.charge(caller, 1)
        said = parameters(asked, self.runner.terms.json_depth)
        reads_schema = self.reads_schema(caller)
        document = self.library.find(said, caller, self.rates, is_open=reads_schema)
        noted.digest = document.digest
        if document.tree is None or document.code:
            code = document.code or "GRAPHQL_PARSE_FAILED"
            return unrun(code, document.errors, noted)
        operation = _meant(document, said, asked)
        noted.kind = operation.kind.value
        noted.name = self.library.known(operation.name)
        self._charge(operation, said, caller, noted)
        return await self.runner.run(
            Work(asked, admitted, now, ends, said, operation, reads_schema, noted)
        )

    async def _admitted(self, asked: Asked, now: datetime, ends: float) -> Admitted:
        try:
            async with asyncio.timeout_at(ends):
                return await self.doorkeeper.admit(asked.headers, now)
        except TimeoutError as late:
            seconds = self.runner.terms.seconds
            raise Overloaded(f"To look at the token took longer than {seconds:g} s.") from late

    def reads_schema(self, caller: Caller) -> bool:
        """Whether the caller may read the schema, and be told names of it."""
        everybody = self.runner.terms.introspection
        return caller.may(Scope.SCHEMA_READ) if everybody is None else everybody

    def _charge(self, operation: Operation, said: Parameters, caller: Caller, noted: Noted) -> None:
        limits = self.runner.terms.limits
        few = len(said.variables) <= limits.values and is_flat(said.variables)
        if not few and (wrong := too_much(said.variables, limits)):
            raise Refused("BAD_USER_INPUT", wrong)
        noted.cost = operation.price.of(said.variables)
        if noted.cost > limits.cost:
            message = (
                f"This costs {noted.cost} points, and one operation may cost {limits.cost}."
                " Ask for smaller pages, or for less at once."
            )
            raise Refused("COST_LIMIT_EXCEEDED", message)
        self.rates.charge(caller, max(noted.cost - 1, 0))


def _meant(document: Document, said: Parameters, asked: Asked) -> Operation:
    """The operation of a document that is meant, if it may be sent this way."""
    operation = document.operation(said.operation_name)
    if operation is None:
        raise Refused("OPERATION_RESOLUTION_FAILURE", "Say which operation is meant.")
    if asked.changes_nothing and operation.kind is not OperationType.QUERY:
        message = f"Only queries can be sent by {asked.method}. Use POST."
        raise Refused("METHOD_NOT_ALLOWED", message, Allow="POST")
    return operation
