"""The scalar maps, and the page that shows them, name every scalar of the schema and no other."""

import re
import tomllib
from typing import Final

import orjson
from graphql import is_scalar_type, is_specified_scalar_type

from tests.clients.operations import CLIENTS, ROOT, printed_schema

ROW: Final = re.compile(r"^\| `(\w+)` \| [^|]+ \| `([\w.]+)` \| `([\w.]+)` \|$", re.MULTILINE)


def custom() -> set[str]:
    """The scalars that are not GraphQL's own."""
    types = printed_schema().type_map.values()
    return {
        kind.name for kind in types if is_scalar_type(kind) and not is_specified_scalar_type(kind)
    }


def in_typescript() -> dict[str, str]:
    """What each scalar is in TypeScript."""
    told: dict[str, str] = orjson.loads((CLIENTS / "scalars.json").read_bytes())
    return told


def in_python() -> dict[str, str]:
    """What each scalar is in Python."""
    told = tomllib.loads((CLIENTS / "python" / "pyproject.toml").read_text("utf-8"))
    scalars = told["tool"]["ariadne-codegen"]["scalars"]
    return {name: scalar["type"] for name, scalar in scalars.items()}


def test_the_map_of_typescript_is_whole() -> None:
    assert set(in_typescript()) == custom()


def test_the_map_of_python_is_whole() -> None:
    assert set(in_python()) == custom()


def test_the_page_shows_both_maps() -> None:
    rows = ROW.findall((ROOT / "docs" / "clients.md").read_text("utf-8"))

    assert {name: typescript for name, typescript, _ in rows} == in_typescript()
    assert {name: python for name, _, python in rows} == in_python()
