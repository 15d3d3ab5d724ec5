"""The house keeps its measures: small files, small functions, a sentence at every door."""

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.house.sources import ROOT, Function, Module, everything, length

LONGEST_FILE: Final = 300
LONGEST_CLASS: Final = 120
LONGEST_FUNCTION: Final = 40
LONGEST_TEST: Final = 30
LONGEST_PLATE: Final = 8
LONGEST_MODEL: Final = 60

# The model house: whoever adds a noun reads these first.
MODEL: Final = (
    "db/tags.py",
    "events/catalogue/tags.py",
    "loaders/tags.py",
    "resolvers/tags.py",
    "schema/tags.py",
)
# The rack of loaders is the one door with something behind it.
RACK: Final = "loaders/__init__.py"


def test_no_file_is_too_long() -> None:
    long = [f"{file.name}: {file.lines}" for file in everything() if file.lines > LONGEST_FILE]

    assert long == []


def test_no_class_is_too_long() -> None:
    long = [
        f"{file.name}: {kind.name}: {length(kind)}"
        for file in everything()
        for kind in file.classes()
        if length(kind) > LONGEST_CLASS
    ]

    assert long == []


def test_no_function_is_too_long_and_no_test() -> None:
    long = [
        f"{file.name}: {function.name}: {length(function)}"
        for file in everything()
        for function in file.functions()
        if length(function) > _longest(function)
    ]

    assert long == []


@pytest.mark.parametrize("name", MODEL)
def test_the_model_house_is_read_in_a_minute(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()

    assert len(lines) <= LONGEST_MODEL, f"{name}: {len(lines)}"


def test_every_module_and_every_room_has_its_sentence() -> None:
    silent = [file.name for file in everything() if not _first_line(file).endswith(".")]

    assert silent == []


def test_a_door_plate_is_short_and_nothing_else() -> None:
    plates = [file for file in everything() if file.is_door]

    wrong = [
        file.name
        for file in plates
        if len((ast.get_docstring(file.tree) or "").splitlines()) > LONGEST_PLATE
        or (len(file.tree.body) > 1 and file.name != RACK)
    ]

    assert plates
    assert wrong == []


def test_imports_stand_at_the_top_for_people_and_for_types_alike() -> None:
    wrong = [
        f"{file.name}:{line}" for file in everything() for line in sorted(_hidden_imports(file))
    ]

    assert wrong == []


def test_every_function_says_what_it_returns() -> None:
    silent = [
        f"{file.name}: {function.name}"
        for file in everything()
        for function in file.functions()
        if function.returns is None
    ]

    assert silent == []


def _longest(function: Function) -> int:
    return LONGEST_TEST if function.name.startswith("test_") else LONGEST_FUNCTION


def _first_line(file: Module) -> str:
    return (ast.get_docstring(file.tree) or "").partition("\n")[0]


def _hidden_imports(file: Module) -> Iterator[int]:
    """The lines of imports inside functions, and of imports that only a type checker sees."""
    for function in file.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node.lineno
    for node in ast.walk(file.tree):
        if isinstance(node, ast.alias | ast.Attribute) and "TYPE_CHECKING" in ast.unparse(node):
            yield node.lineno
