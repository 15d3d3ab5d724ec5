"""The operations that every generator is given, each with the fragments that it spreads."""

from functools import cache
from pathlib import Path
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLSchema,
    build_schema,
    concat_ast,
    parse,
    print_ast,
    separate_operations,
)

ROOT: Final = Path(__file__).parents[2]
CLIENTS: Final = ROOT / "clients"
SCHEMA: Final = ROOT / "schema" / "schema.graphql"
MANIFEST: Final = CLIENTS / "typescript" / "src" / "generated" / "persisted-documents.json"


@cache
def printed_schema() -> GraphQLSchema:
    """The schema as generators read it."""
    return build_schema(SCHEMA.read_text("utf-8"))


@cache
def whole() -> DocumentNode:
    """Everything that the files say, as one document."""
    files = sorted((CLIENTS / "operations").glob("*.graphql"))
    return concat_ast([parse(file.read_text("utf-8")) for file in files])


@cache
def operations() -> dict[str, str]:
    """The text of every operation, by its name, as it can be sent."""
    alone = separate_operations(whole())
    return {name: print_ast(alone[name]) for name in sorted(alone)}
