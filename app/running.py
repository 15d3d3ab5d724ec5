"""Running: an operation that may be run is run, and what came of it becomes an answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from graphql import ExecutionResult, GraphQLError

from app.answers import Answer, Noted
from app.asking import Asked, Parameters
from app.deadline import Deadline
from app.identity import Admitted
from app.problems import unavailable
from app.rates import Rates
from app.redactions import Parted, parted, redacts
from app.telling import Entry, entries
from app.unbegun import Unbegun
from app.watchman import Watchman
from db.connections import Database
from db.conversation import Conversation
from db.sealed import Reader
from engine.documents import Operation
from engine.engine import Engine, Order
from engine.limits import Limits
from engine.tally import Tally
from resolvers.context import Context
from resolvers.cursors import Cursors

# An answer that holds all it may has cost as many points as an operation may.
VALUES_A_POINT: Final = 25
COST_HEADER: Final = "x-graphql-cost"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which questions are answered."""

    secret: bytes
    limits: Limits
    seconds: float
    most_bytes: int
    most_values: int
    most_errors: int
    json_depth: int
    introspection: bool | None


@dataclass(slots=True)
class Work:
    """Everything that is known of one operation when it begins."""

    asked: Asked
    admitted: Admitted
    now: datetime
    ends: float
    """When it must have been answered, by the clock of the event loop."""
    said: Parameters
    operation: Operation
    is_open: bool
    """Whether the caller may be told names of the schema."""
    noted: Noted


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs operations."""

    engine: Engine
    database: Database
    rates: Rates
    terms: Terms
    watchman: Watchman

    async def run(self, work: Work) -> Answer:
        """Run an operation, for as long as it may take."""
        hushed = redacts(self.engine.schema, work.operation.prepared.node, work.said.variables)
        context = self._context(work)
        result = None
        deadline = Deadline(self.watchman, work.ends)
        tally = Tally(self.terms.most_values, end=deadline.come)
        try:
            with deadline:
                result = await self._executed(work, context, tally)
        except TimeoutError:
            if not deadline.over:
                raise
        finally:
            context.loaders.cancel()
            await context.conversation.end()
            more = tally.values // VALUES_A_POINT - work.noted.cost
            self.rates.spend(work.admitted.caller, more)
        # Only after the end it is known whether a change that was being kept was kept.
        if tally.over:
            return self._too_large(work, context, f"{self.terms.most_values} values")
        if result is None:
            return self._late(work, context)
        found = parted(result) if hushed else Parted(result.errors or [])
        return self._answered(work, context, result.data, found, tally.objects)

    def _context(self, work: Work) -> Context:
        caller = work.admitted.caller
        return Context(
            caller=caller,
            tenant=work.admitted.tenant,
            origin=work.asked.origin,
            now=work.now,
            conversation=Conversation(self.database, Reader(caller.tenant_id, caller.limited_to)),
            cursors=Cursors(self.terms.secret, caller.tenant_id),
            reads_schema=work.is_open,
            allowance=self.rates.allowance,
        )

    async def _executed(self, work: Work, context: Context, tally: Tally) -> ExecutionResult:
        unbegun = Unbegun()
        order = Order(
            work.operation.prepared,
            work.said.variables,
            context,
            tally,
            hides=not work.is_open,
            is_awaitable=unbegun.is_awaitable,
            brought_by=context.caller.tenant_id,
        )
        try:
            return await self.engine.run(order)
        finally:
            unbegun.close()

    def _late(self, work: Work, context: Context) -> Answer:
        message = f"This took longer than {self.terms.seconds:g} s. Ask for less."
        return self._broken_off(work, context, "OPERATION_TIMEOUT", message)

    def _too_large(self, work: Work, context: Context, most: str) -> Answer:
        message = f"The answer has more than {most}. Ask for less."
        return self._broken_off(work, context, "RESPONSE_TOO_LARGE", message)

    def _answered(
        self, work: Work, context: Context, data: Any, found: Parted, objects: int
    ) -> Answer:
        errors = self._told(context, found.errors) if found.errors else []
        code = _unrun(data, found.errors, errors)
        told: dict[str, Any] = {"errors": errors} if errors else {}
        if code is None:
            told["data"] = data
        extensions = found.told(self.terms.most_errors)
        if work.asked.headers.get(COST_HEADER) == "include":
            extensions["cost"] = self._cost(work, objects)
        if extensions:
            told["extensions"] = extensions
        body = orjson.dumps(told)
        if len(body) > self.terms.most_bytes:
            return self._too_large(work, context, f"{self.terms.most_bytes} bytes")
        if errors:
            work.noted.codes = tuple(sorted({error["extensions"]["code"] for error in errors}))
        return Answer(body, code, partial=bool(errors) and code is None)

    def _told(self, context: Context, errors: list[GraphQLError]) -> list[Entry]:
        """What is told of errors; or that the database is away, if nothing was done before."""
        # Once something was changed, the client must learn of it, and not be told to try again.
        away = unavailable(errors)
        if away and not context.conversation.changed:
            raise away
        return entries(errors, self.terms.most_errors, context.origin.request_id)

    def _broken_off(self, work: Work, context: Context, code: str, message: str) -> Answer:
        """The answer to what was begun and cannot be shown; what it changed is said."""
        kept = " What it had changed stays changed." if context.conversation.changed else ""
        error = {"message": message + kept, "extensions": {"code": code}}
        work.noted.codes = (code,)
        return Answer(orjson.dumps({"errors": [error], "data": None}), partial=True)

    def _cost(self, work: Work, objects: int) -> dict[str, Any]:
        return {
            "requested": work.noted.cost,
            "actual": objects,
            "throttleStatus": self.rates.throttle(work.admitted.caller),
        }


def _unrun(data: Any, found: list[GraphQLError], errors: list[Entry]) -> str | None:
    """Why nothing was run at all: a variable did not fit."""
    begun = data is not None or any(error.path is not None for error in found)
    return errors[0]["extensions"]["code"] if errors and not begun else None
