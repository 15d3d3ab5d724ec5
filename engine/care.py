"""Care: how an object is made where something does not fit, field by field, with every error."""

from typing import Any

from graphql import GraphQLEnumType, is_specified_scalar_type
from graphql.execution import Executor

from engine.faults import OUTSIDE, no_null
from engine.kinds import Column, Computed
from engine.plans import LOST, Leaf, Part, Resolved, Shape, TypeName
from engine.run import At, Run


class Careful:
    """Makes the objects of a level one by one."""

    def __init__(self, run: Run, shape: Shape, place: At, begin: int) -> None:
        self._run = run
        self._shape = shape
        self._place = place
        self.found = False
        """Whether something does not fit."""
        # What was found below these objects so far: it does not count where one becomes null.
        self._begin, self._end = begin, len(run.errors)

    def made(self, index: int, source: Any, below: list[list[Any]]) -> Any:
        """The object, or LOST."""
        made: dict[str, Any] = {}
        for asked in self._shape.fields:
            if isinstance(asked, Leaf):
                value = self._leaf(asked, index, source)
            elif isinstance(asked, Part | Resolved):
                value = below[self._shape.parts.index(asked)][index]
            elif isinstance(asked, TypeName):
                value = asked.named.owner
            else:
                value = None if asked.named.nullable else LOST  # the error is told already
            if value is LOST:
                self._run.lost = True
                return LOST
            made[asked.named.key] = value
        return made

    def _leaf(self, leaf: Leaf, index: int, source: Any) -> Any:
        named, place = leaf.named, self._place
        try:
            value = value_of(leaf, source, self._run.context)
            wrong: Exception | None = None
        except Exception as error:  # noqa: BLE001  # it is told as the error of this field
            value, wrong = None, error
        if value is not None or (named.nullable and wrong is None):
            return value
        self.found = True
        if not named.nullable:
            self._forget(place.landing(index))
        return self._run.fail(named, index, place, wrong or no_null(named))

    def _forget(self, landing: Any) -> None:
        """What was found below is of no account: nobody would have looked there."""
        if landing is not OUTSIDE:
            before = len(self._run.errors)
            self._run.errors.drop(self._begin, self._end, landing)
            self._end -= before - len(self._run.errors)


def value_of(leaf: Leaf, source: Any, context: Any) -> Any:
    """What a leaf shows of an object."""
    kind = leaf.kind
    if isinstance(kind, Column):
        value = source[leaf.at[0]]
        # Of other scalars, a column is in its form already.
        if not isinstance(leaf.type, GraphQLEnumType) and not is_specified_scalar_type(leaf.type):
            return value
    elif isinstance(kind, Computed):
        values = [source[at] for at in leaf.at]
        value = kind.by(context, *values) if kind.in_context else kind.by(*values)
    else:
        value = kind.get(source)
    return None if value is None else Executor.complete_leaf_value(leaf.type, value)
