"""Imports go down the stairs, and nobody climbs through a window."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from db.base import owned_rows
from tests.house.sources import ROOMS, ROOT, Module, modules

LINT_IMPORTS: Final = Path(sys.executable).with_name("lint-imports")
# What every change leaves behind belongs to no noun.
JOURNAL: Final = {"db.journal"}
# The one way to a connection, and the two who may go it.
TAKERS: Final = {"db/connections.py", "db/line.py", "db/places.py"}


def test_imports_keep_every_contract() -> None:
    linted = subprocess.run(
        [LINT_IMPORTS, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_noun_of_the_cellar_is_held_apart_from_the_others() -> None:
    nouns = {row.__module__ for row in owned_rows()} - JOURNAL

    apart = contract("In the cellar no noun imports another")["modules"]

    assert nouns - set(apart) == set()


def test_every_runner_is_held_apart_from_the_others() -> None:
    made_of = ("(Loader[", "(PageLoader[")
    loading = {f.name for f in modules("loaders") if any(word in f.text for word in made_of)}
    runners = loading - {"loaders/batch.py"}  # what runners are made of is no runner

    apart = contract("Among the runners no noun imports another")["modules"]

    assert {dotted(name) for name in runners} - set(apart) == set()


def test_every_spoke_is_kept_from_the_hub() -> None:
    counter = modules("resolvers")
    callers = {dotted(file.name) for file in counter if "resolvers.customers" in imports(file)}
    nouns = {row.__module__.replace("db.", "resolvers.") for row in owned_rows()}
    there = {dotted(file.name) for file in counter} - {"resolvers.customers"}

    kept_out = contract("The hub calls no spoke")["forbidden_modules"]

    assert (callers | nouns) & there - set(kept_out) == set()


def test_every_room_is_the_one_under_the_root() -> None:
    strangers = [room for room in ROOMS if not _lies_under_the_root(room)]

    assert strangers == []


def test_only_a_conversation_takes_a_connection() -> None:
    takers = {
        file.name
        for file in modules(*ROOMS)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"take", "acquire"}
    }

    assert takers == TAKERS


def contract(name: str) -> dict[str, Any]:
    """A contract of the stairs, as it is written down."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = written["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"] == name)


def dotted(name: str) -> str:
    """A module as an import names it."""
    return name.removesuffix(".py").replace("/", ".")


def imports(file: Module) -> set[str]:
    """The modules that a file imports from, and what it imports by name."""
    return set(_imported(file))


def _imported(file: Module) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _lies_under_the_root(room: str) -> bool:
    door = import_module(room).__file__
    return door is not None and Path(door).is_relative_to(ROOT)
