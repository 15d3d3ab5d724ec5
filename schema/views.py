"""Views: a type shows a thing, mostly a row, and each of its fields says what it shows of it."""

from typing import Any, Final, Self

import strawberry
from graphql import GraphQLList, GraphQLNonNull, GraphQLOutputType


class View:
    """What a client sees of a thing."""

    row: strawberry.Private[Any]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        VIEWS[cls.__name__] = cls

    @classmethod
    def of(cls, row: Any) -> Self:
        """Show a thing."""
        view = cls.__new__(cls)
        view.row = row
        return view


VIEWS: Final[dict[str, type[View]]] = {}
"""The views by the names of their types."""


def behind(source: Any) -> Any:
    """The thing that a view shows; what is no view stands for itself."""
    return source.row if isinstance(source, View) else source


def show(source: Any, name: str) -> Any:
    """How a field without a resolver of its own gets its value."""
    return getattr(behind(source), name)


def viewed(kind: GraphQLOutputType, found: Any) -> Any:
    """What was found, as a field of this type shows it."""
    if isinstance(kind, GraphQLNonNull):
        return viewed(kind.of_type, found)
    if found is None:
        return None
    if isinstance(kind, GraphQLList):
        return [viewed(kind.of_type, each) for each in found]
    view = VIEWS.get(kind.name)
    return view.of(found) if view else found
