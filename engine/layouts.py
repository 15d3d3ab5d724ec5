"""Layouts: the columns of rows, and where each field that is made of them finds its own."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from graphql import GraphQLOutputType

from engine.kinds import Bridge, Column, Computed, Held, Relation
from engine.plans import Asked, Leaf, Part, Shape, Shown
from engine.writing import write, write_shown


@dataclass(slots=True, eq=False)
class Layout:
    """The columns of the rows of one statement, in their order: plain ones, shown ones."""

    plain: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    whole: bool = False
    places: bool = False
    """Whether it is asked where the rows stand in their list."""
    ends: bool = False
    """Whether it is asked what comes after them."""
    shapes: list[Shape] = field(default_factory=list)
    """What is made of the rows."""
    fetches: list[tuple[Part, "Layout"]] = field(default_factory=list)
    """The parts whose keys stand in the rows, and the layouts of what they lead to."""
    _below: dict[Hashable, "Layout"] = field(default_factory=dict)

    def keep(self, name: str) -> None:
        """Have this column as a value of Python."""
        if name not in self.plain:
            self.plain.append(name)

    def show(self, name: str) -> None:
        """Have this column as the client sees it."""
        if name not in self.shown:
            self.shown.append(name)

    def have(self, kind: Column | Computed | Held) -> None:
        """Have what is shown by a field that stands in the rows, or in the place of one."""
        if isinstance(kind, Column):
            self.show(kind.name)
        elif isinstance(kind, Computed):
            for name in kind.of:
                self.keep(name)
        else:
            self.places |= kind.is_cursor
            self.ends |= kind.looks_on

    def rows(self, kind: Relation, named: GraphQLOutputType) -> "Layout":
        """The layout of what a relation leads to. What the same loader may answer has the same
        columns, so that it is asked for once."""
        same = (kind.load, (kind.key, named))
        found = next((self._below[each] for each in same if each in self._below), Layout())
        for each in same:
            self._below[each] = found
        return found

    def settle(self) -> None:
        """No column is added any more. They stand in one order, however they are asked for."""
        self.plain.sort()
        self.shown.sort()


def finish(layout: Layout, bridge: Bridge) -> None:
    """Once it is known which columns there are, each field is told where its own stand."""
    layout.settle()
    for shape in layout.shapes:
        shape.fields = tuple(_placed(each, layout) for each in shape.fields)
        write(shape)
    for rows in {rows: None for _, rows in layout.fetches}:
        finish(rows, bridge)
    for part, rows in layout.fetches:
        if isinstance(part.kind, Relation) and isinstance(part.kind.key, str):
            part.at = layout.plain.index(part.kind.key)
        columns = tuple(rows.plain), tuple(rows.shown)
        part.wanted = bridge.wanted(*columns, rows.whole, rows.places, rows.ends)
        if isinstance(part.below, Shown):
            part.below = _shown(part.below, rows)


def _shown(below: Shown, rows: Layout) -> Shown:
    leaf = _placed(below.leaf, rows)
    return Shown(leaf, write_shown(leaf)) if isinstance(leaf, Leaf) else below


def _placed(asked: Asked, layout: Layout) -> Asked:
    if not isinstance(asked, Leaf):
        return asked
    if isinstance(asked.kind, Column):
        at = len(layout.plain) + layout.shown.index(asked.kind.name)
        return replace(asked, at=(at,))
    if isinstance(asked.kind, Computed):
        return replace(asked, at=tuple(layout.plain.index(name) for name in asked.kind.of))
    return asked
