"""Guided: graphql-core executes, and the engine makes what it can make at once."""

import asyncio
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import AwaitableOrValue, Path

from engine.faults import Errors
from engine.kinds import Bridge
from engine.levels import entered
from engine.plans import Part, Resolved, Shape
from engine.run import At, Run
from engine.tally import Counting

Entries = Callable[[GraphQLObjectType, Sequence[FieldDetails]], Part | None]


class Guided(Counting):
    """Executes as always, but for the fields that lead to rows: those are made level by level."""

    def __init__(self, *known: Any, entries: Entries, bridge: Bridge, **named: Any) -> None:
        super().__init__(*known, **named)
        self._entries = entries
        self._bridge = bridge
        self.collected_errors = Errors()

    def build_per_event_executor(self, payload: Any) -> "Guided":
        """Another one for an event of a subscription, with errors of its own."""
        executor = copy(self)
        executor.root_value = payload
        executor.collected_errors = Errors()
        return executor

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: list[FieldDetails],
        path: Path,
        position_context: Any,
    ) -> AwaitableOrValue[Any]:
        """Every field of every thing that graphql-core makes comes here."""
        part = self._entries(parent_type, field_details_list)
        if part is None or not self._is_well_asked(part):
            return super().execute_field(
                parent_type, source, field_details_list, path, position_context
            )
        return entered(self._run(), part, self._bridge.behind(source), path)

    def _is_well_asked(self, part: Part) -> bool:
        """Whether its arguments can be read; if not, graphql-core says so in time."""
        try:
            return part.arguments is None or part.arguments(self.variable_values) is not None
        except Exception:  # noqa: BLE001  # it is met again, and told
            return False

    def _run(self) -> Run:
        errors: Any = self.collected_errors
        return Run(self.context_value, self.variable_values, self._tally, self._called, errors)

    async def _called(
        self, run: Run, asked: Resolved, shape: Shape, sources: Sequence[Any], place: At
    ) -> list[Any]:
        """What the resolver of a field gives for each object of a level."""
        given = [
            self._begun(asked, shape.type, source, place.path(index))
            for index, source in enumerate(sources)
        ]
        waiting = [index for index, value in enumerate(given) if self.is_awaitable(value)]
        found = await asyncio.gather(*(given[index] for index in waiting), return_exceptions=True)
        for index, value in zip(waiting, found, strict=True):
            given[index] = value
        return [_settled(run, value, place.landing, index) for index, value in enumerate(given)]

    def _begun(
        self, asked: Resolved, owner: GraphQLObjectType, source: Any, above: Path | None
    ) -> Any:
        path = Path(above, asked.named.key, owner.name)
        view = self._bridge.view(owner.name, source)
        try:
            return super().execute_field(owner, view, list(asked.named.details), path, None)
        except GraphQLError as error:
            return error


def _settled(run: Run, value: Any, landing: Callable[[int], Any], index: int) -> Any:
    """What a resolver gave, or what stands there where it failed and there may not be null."""
    if not isinstance(value, BaseException):
        return value
    if not isinstance(value, GraphQLError):
        raise value
    return run.land(value, landing(index), nullable=False)
