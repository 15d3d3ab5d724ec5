"""The schema reads as if one person had written it: one way to name each sort of thing."""

import re
from collections.abc import Iterator
from typing import Any, Final

from graphql import GraphQLObjectType

from tests.house.graph import (
    GRAPH,
    Named,
    enums,
    everything_typed,
    fields,
    input_fields,
    mutations,
    shown_types,
    types,
)

TYPE: Final = re.compile(r"([A-Z][a-z0-9]*|[A-Z]{2,}(?=[A-Z]|$))+")
FIELD: Final = re.compile(r"[a-z][a-zA-Z0-9]*")
VALUE: Final = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
STATEMENT: Final = re.compile(r"(is|has|may|can)[A-Z]")
# Booleans that read as statements without a verb in front.
STATEMENTS: Final = {"created", "emailVerified", "marketingOptIn", "newsletterSubscribed"}
# Filters compare; what they compare has the name.
MATCH: Final = "Match"
# Kinds of time, and how a field of that kind ends.
ENDINGS: Final = {"DateTime": "At", "Date": "On"}


def test_types_fields_and_values_are_written_like_all_others() -> None:
    wrong = [kind.name for kind in types() if not TYPE.fullmatch(kind.name)]
    wrong += [each.path for each in everything_typed() if not FIELD.fullmatch(each.name)]
    wrong += [
        f"{kind.name}.{value}"
        for kind in enums()
        for value in kind.values
        if not VALUE.fullmatch(value)
    ]

    assert wrong == []


def test_a_boolean_reads_as_a_statement() -> None:
    booleans = [each for each in everything_typed() if each.type_name == "Boolean"]

    wrong = [
        each.path
        for each in booleans
        if not STATEMENT.match(each.name) and each.name not in STATEMENTS
    ]

    assert wrong == []


def test_an_instant_ends_in_at_and_a_day_in_on() -> None:
    assert [each.path for each in _told() if _ending(each) != _ending_of(each.name)] == []


def test_no_name_is_made_of_a_type_parameter() -> None:
    made = [kind.name for kind in types() if _definition(kind, "specialized_type_var_map")]

    assert made == []


def test_a_mutation_is_named_noun_first_and_verb_last() -> None:
    nouns = _nouns()
    begins = re.compile(f"({'|'.join(nouns)})[A-Z]")

    wrong = [each.name for each in mutations() if not begins.match(each.name)]

    assert nouns
    assert wrong == []


def _told() -> Iterator[Named]:
    """Every field that is shown or given, but for those of filters, which compare."""
    yield from fields()
    yield from (each for each in input_fields() if MATCH not in each.path.partition(".")[0])


def _ending(each: Named) -> str | None:
    return ENDINGS.get(each.type_name.removesuffix(MATCH))


def _ending_of(name: str) -> str | None:
    return next((ending for ending in ENDINGS.values() if name.endswith(ending)), None)


def _definition(kind: Any, name: str) -> Any:
    return getattr(kind.extensions.get("strawberry-definition"), name, None)


def _nouns() -> list[str]:
    """What has an id: the things that can be done something to."""
    nodes = [
        kind.name
        for kind in shown_types()
        if isinstance(kind, GraphQLObjectType) and GRAPH.type_map["Node"] in kind.interfaces
    ]
    return [name[0].lower() + name[1:] for name in nodes]
