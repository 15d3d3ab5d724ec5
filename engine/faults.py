"""Faults: where in the answer an error stands, and how much around it becomes null."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLError, located_error
from graphql.execution.executor import CollectedErrors
from graphql.pyutils import Path

from engine.plans import Named, Part

OUTSIDE: Final = object()
"""Beyond what the engine makes: graphql-core goes on from there."""


class Errors(CollectedErrors):
    """The errors of an operation. Of what becomes null together, the first one is told."""

    __slots__ = ("_landings",)

    def __init__(self) -> None:
        super().__init__()
        self._landings: list[Path | None] = []

    def __len__(self) -> int:
        return len(self._errors)

    def add(self, error: GraphQLError, path: Path | None) -> None:
        """Keep an error, and what becomes null for it."""
        super().add(error, path)
        if len(self._errors) > len(self._landings):
            self._landings.append(path)

    def drop(self, begin: int, end: int, landing: Path | None) -> None:
        """Take back what was found below a place that is null for a reason of its own."""
        above = [] if landing is None else landing.as_list()
        kept = list(zip(self._errors, self._landings, strict=True))
        kept[begin:end] = [
            each for each in kept[begin:end] if (each[0].path or [])[: len(above)] != above
        ]
        self._errors = [error for error, _ in kept]
        self._landings = [path for _, path in kept]
        self._error_positions = set(self._landings)


@dataclass(frozen=True, slots=True)
class Root:
    """Where the engine begins: at the root of the answer, or at a thing that graphql-core made."""

    prefix: Path | None = None
    outside: bool = False
    """Whether graphql-core goes on when the thing itself cannot be."""

    def path(self, _: int) -> Path | None:
        """The path to where the engine begins."""
        return self.prefix

    def landing(self, _: int) -> Any:
        """The path to what is null when the root cannot be."""
        return OUTSIDE if self.outside else None


class Place:
    """Where the objects of a level stand: below which part of which objects."""

    __slots__ = ("_origins", "above", "lengths", "part")

    def __init__(self, above: "Place | Root", part: Part, lengths: Sequence[int | None]) -> None:
        self.above = above
        self.part = part
        self.lengths = lengths
        """Of each object above, how many of these belong to it; None where it is one, not many."""
        self._origins: list[tuple[int, int | None]] | None = None

    def only(self, at: Sequence[int]) -> "Place":
        """The place of some of these objects."""
        fewer = Place(self.above, self.part, self.lengths)
        fewer._origins = [self._origin(index) for index in at]  # it is one of us
        return fewer

    def path(self, index: int) -> Path:
        """The path to an object of the level."""
        parent, item = self._origin(index)
        path = Path(self.above.path(parent), self.part.named.key, self.part.named.owner)
        return path if item is None else Path(path, item, None)

    def landing(self, index: int) -> Any:
        """The path to what is null when an object of the level cannot be."""
        parent, item = self._origin(index)
        named = self.part.named
        if item is not None and self.part.item_nullable:
            return self.path(index)
        if named.nullable:
            return Path(self.above.path(parent), named.key, named.owner)
        return self.above.landing(parent)

    def _origin(self, index: int) -> tuple[int, int | None]:
        if self._origins is None:
            self._origins = []
            for parent, length in enumerate(self.lengths):
                if length is None:
                    self._origins.append((parent, None))
                else:
                    self._origins.extend((parent, item) for item in range(length))
        return self._origins[index]


def located(error: Exception, named: Named, path: Path) -> GraphQLError:
    """The error of a field, with where it stands."""
    return located_error(error, named.nodes, path.as_list())


def no_null(named: Named) -> TypeError:
    """What is said when there is nothing where something must be; graphql-core says the same."""
    name = named.nodes[0].name.value
    return TypeError(f"Cannot return null for non-nullable field {named.owner}.{name}.")
