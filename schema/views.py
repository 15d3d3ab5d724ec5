"""Views: a type shows a row, and a field with the same name is the same thing."""

from typing import Any, ClassVar, Final, Self

import strawberry

from auth.scopes import Scope
from schema.ids import shown_id
from schema.permissions import may


def shown(description: str, *, needs: Scope | None = None) -> Any:
    """A field that is a column: it has the column's name and shows its value."""
    guards = [may(needs)] if needs else []
    text = f"{description}. Needs the scope `{needs}`" if needs else description
    return strawberry.field(description=text, permission_classes=guards)


class View:
    """What a client sees of a row."""

    row: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> Self:
        """Show a row."""
        view = cls.__new__(cls)
        view.row = row
        return view

    @classmethod
    def maybe(cls, row: Any) -> Self | None:
        """Show a row, if there is one."""
        return None if row is None else cls.of(row)


def show(source: Any, name: str) -> Any:
    """How a field without a resolver of its own gets its value."""
    return getattr(source.row, name) if isinstance(source, View) else getattr(source, name)


VIEWS: Final[dict[str, type["Node"]]] = {}


def viewed(kind: str, row: Any) -> Any:
    """Show a row as a thing of this kind, if there is one. For types that are defined elsewhere."""
    return VIEWS[kind].maybe(row)


@strawberry.interface(description="Anything that has an id and can be asked for by it")
class Node(View):
    kind_of_node: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "kind_of_node" in cls.__dict__:
            VIEWS[cls.kind_of_node] = cls

    @strawberry.field(description="ID of the object, opaque")
    def id(self) -> strawberry.ID:
        return shown_id(self.kind_of_node, self.row.id)
