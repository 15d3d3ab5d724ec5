"""The tally: what an answer comes to is counted while it is made, and ends when it is too much."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from graphql import GraphQLObjectType
from graphql.execution import Executor
from graphql.execution.collect_fields import GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path

FETCHED: Final = 25
"""As how many values one counts that is waited for: so much longer does it take."""
FAILED: Final = 10
"""And as how many one that cannot be shown, and becomes an error."""


class TooMuch(Exception):
    """An answer comes to more than it may."""


class Tally:
    """What an answer has come to."""

    def __init__(self, most: int, end: Callable[[], None]) -> None:
        self._most = most
        self._end = end
        self.objects = 0
        self.values = 0

    @property
    def over(self) -> bool:
        """Whether it is too much."""
        return self.values > self._most

    def count(self, values: int) -> None:
        """Count values before they are made; once they are too many, nothing is made any more."""
        if self.over:
            raise TooMuch
        self.values += values
        if self.values > self._most:
            self._end()
            raise TooMuch


class Counting(Executor[Any]):
    """Executes as always, and counts: every field, and every item of a list."""

    def __init__(self, *known: Any, tally: Tally, **named: Any) -> None:
        super().__init__(*known, **named)
        self._tally = tally

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """Every object comes here, with its fields."""
        self._tally.count(len(grouped_field_set))
        self._tally.objects += path is not None
        return super().execute_fields(
            parent_type, source_value, path, grouped_field_set, position_context
        )

    def complete_iterable_value(self, *known: Any, **named: Any) -> AwaitableOrValue[list[Any]]:
        """Every list comes here; its items are the fifth of what is known."""
        self._tally.count(len(known[4]))
        return super().complete_iterable_value(*known, **named)

    def complete_awaitable_value(self, *known: Any, **named: Any) -> Any:
        """Every field comes here that is waited for."""
        self._tally.count(FETCHED)
        return super().complete_awaitable_value(*known, **named)

    def handle_field_error(self, *known: Any) -> None:
        """Every field comes here that fails, also for being too much."""
        with suppress(TooMuch):
            self._tally.count(FAILED)
        super().handle_field_error(*known)
