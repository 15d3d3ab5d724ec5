"""A run: one operation under way, and the errors that it comes to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from engine.faults import OUTSIDE, Errors, Place, Root, located, no_null
from engine.plans import LOST, Denied, Named, Part, Resolved, Shape
from engine.tally import FAILED, Tally

At = Place | Root
Calls = Callable[["Run", Resolved, Shape, Sequence[Any], At], Awaitable[list[Any]]]


async def nobody(_run: object, asked: Resolved, *_: Any) -> list[Any]:
    """Who calls resolvers where there are none to be called: a plan with some is never run so."""
    raise LookupError(asked.named.key)


@dataclass(slots=True)
class Run:
    """One operation under way."""

    context: Any
    variables: VariableValues
    tally: Tally
    calls: Calls = nobody
    """Calls a resolver for every object, where there is one to be called."""
    errors: Errors = field(default_factory=Errors)
    lost: bool = False
    """Whether something became null that may not be."""
    escaped: GraphQLError | None = None
    """The error for which graphql-core makes null what is outside."""

    def fail(self, named: Named, index: int, place: At, error: Exception) -> Any:
        """A field of an object cannot be shown. What stands there instead."""
        self.tally.count(FAILED)
        path = Path(place.path(index), named.key, named.owner)
        landing = path if named.nullable else place.landing(index)
        return self.land(located(error, named, path), landing, nullable=named.nullable)

    def land(self, error: GraphQLError, landing: Any, *, nullable: bool) -> Any:
        """Keep an error. What stands in its place."""
        if landing is OUTSIDE:
            self.escaped = self.escaped or error
        else:
            self.errors.add(error, landing)
        if nullable:
            return None
        self.lost = True
        return LOST

    def gap(self, named: Named, index: int, place: At, answer: Exception | None) -> Any:
        """Nothing was found for a field of an object, or an error. What stands there instead."""
        if answer is None and named.nullable:
            return None
        return self.fail(named, index, place, answer or no_null(named))

    def gap_in(self, part: Part, index: int, place: Place, item: Exception | None) -> Any:
        """An item of a list is missing, or an error. What stands there instead."""
        if item is None and part.item_nullable:
            return None
        self.tally.count(FAILED)
        error = located(item or no_null(part.named), part.named, place.path(index))
        return self.land(error, place.landing(index), nullable=part.item_nullable)

    def _fault(self, denied: Denied) -> Exception | None:
        try:
            if denied.arguments is not None:
                denied.arguments(self.variables)
        except Exception as wrong:  # noqa: BLE001  # it is told as the error of this field
            return wrong
        return None

    def refuse(self, denied: Sequence[Denied], number: int, place: At) -> None:
        """The caller may not see these fields; it is told object by object."""
        said = [(each.named, self._fault(each) or each.refusal()) for each in denied]
        for index in range(number):
            for named, error in said:
                self.fail(named, index, place, error)
