"""The code of the house, read as its inspectors read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = tuple(sorted(door.parent.name for door in ROOT.glob("*/__init__.py")))
Function = ast.FunctionDef | ast.AsyncFunctionDef

# A migration is a page of history: as long as it must be, and never rewritten.
_UNMEASURED: Final = ROOT / "db" / "migrations"


@dataclass(frozen=True, slots=True)
class Module:
    """A file of Python, by its path from the root."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How long the file is."""
        return len(self.text.splitlines())

    @property
    def is_door(self) -> bool:
        """Whether this is the door-plate of a room."""
        return self.name.endswith("__init__.py")

    def functions(self) -> Iterator[Function]:
        """Every function, also inside classes and functions."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """The measured files of these rooms, in the order of their paths."""
    found = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return tuple(_read(path) for path in sorted(found) if _UNMEASURED not in path.parents)


def everything() -> tuple[Module, ...]:
    """The measured files of every room, the bench and the tests."""
    return modules(*ROOMS, "bench", "tests")


def length(node: Function | ast.ClassDef) -> int:
    """How many lines something takes, from its name to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _read(path: Path) -> Module:
    text = path.read_text("utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text))
