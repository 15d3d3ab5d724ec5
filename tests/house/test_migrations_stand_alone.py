"""A migration still runs when the rooms have changed, because it imports none of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = {door.parent.name for door in ROOT.glob("*/__init__.py")}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def test_no_migration_imports_a_room() -> None:
    files = sorted((ROOT / "db" / "migrations").rglob("*.py"))

    wrong = [
        f"{file.name}: {name}"
        for file in files
        for name in imported(file)
        if name.partition(".")[0] in ROOMS
    ]

    assert files
    assert wrong == []
