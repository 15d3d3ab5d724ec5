"""Every noun has its door in every room, so that nothing is shown that nobody keeps or promises."""

from collections.abc import Mapping
from typing import Final

from tests.house.sources import ROOT, modules

# What a noun has, by where it lies.
DOORS: Final = ("resolvers/{}.py", "db/{}.py", "tests/api/test_{}.py")

# What every noun of the shop window is made with.
TOOLS: Final = {
    "costs",
    "fields",
    "ids",
    "inputs",
    "matches",
    "money",
    "mutations",
    "native",
    "needs",
    "nodes",
    "pages",
    "permissions",
    "person",
    "printed",
    "problems",
    "pruning",
    "redactions",
    "role_schema",
    "root",
    "scalars",
    "strictness",
    "texts",
    "views",
    "wording",
}
# Nouns of which one file would be too long, and the noun they are a part of.
PARTS: Final[Mapping[str, str]] = {
    "address_mutations": "addresses",
    "custom_field_mutations": "custom_fields",
    "customer_erasure": "customers",
    "customer_identity": "customers",
    "customer_inputs": "customers",
    "customer_kinds": "customers",
    "customer_preferences": "customers",
    "customer_mutations": "customers",
    "customer_questions": "customers",
    "customer_where": "customers",
    "tag_mutations": "tags",
}
# Doors that a noun does without, and why.
EXCUSED: Final[Mapping[str, str]] = {
    "db/filter_fields.py": "fields are declared, and kept nowhere",
    "resolvers/viewer.py": "the viewer is who asks: the context knows it already",
    "db/viewer.py": "the viewer is read from the token",
}


def test_every_noun_has_its_doors_or_a_reason() -> None:
    missing = {door for noun in _nouns() for door in _doors(noun) if not (ROOT / door).exists()}

    assert missing == set(EXCUSED)


def test_every_part_belongs_to_a_noun_and_every_tool_is_there() -> None:
    shown = _shown()

    assert set(PARTS.values()) <= _nouns()
    assert set(PARTS) | TOOLS <= shown


def _shown() -> set[str]:
    return {file.name.removeprefix("schema/").removesuffix(".py") for file in modules("schema")}


def _nouns() -> set[str]:
    return _shown() - {"__init__"} - TOOLS - set(PARTS)


def _doors(noun: str) -> set[str]:
    return {door.format(noun) for door in DOORS}
