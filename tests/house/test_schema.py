"""The schema keeps its shapes: what is guarded, what is nullable, what a mutation looks like."""

from collections import Counter
from typing import Final

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type

from resolvers.refusals import Refusal
from schema.printed import printed
from schema.problems import ErrorCode
from tests.house.graph import (
    GRAPH,
    ROOTS,
    Named,
    arguments_of,
    enums,
    everything_typed,
    fields,
    fields_of,
    guards,
    holds_nulls,
    mutations,
    root_fields,
    scalars,
    shown_types,
    types,
)
from tests.house.sources import ROOT

# What everybody may ask who came in.
OPEN: Final = {
    "Query.me": "a customer may see itself, and nobody else is one",
    "Query.node": "the kind of thing decides which scope is asked for",
    "Query.nodes": "the kind of thing decides which scope is asked for",
    "Query.viewer": "everybody may know who they are",
}
# Lists that keep the place of what is not there.
WITH_HOLES: Final = {"Query.nodes"}


def test_every_root_field_is_guarded_or_open_for_a_reason() -> None:
    unguarded = {field.path for field in root_fields() if not guards(field)}

    assert unguarded == set(OPEN)


def test_a_guarded_field_is_nullable() -> None:
    wrong = [
        field.path
        for field in fields()
        if guards(field) and field.is_required and field.path.partition(".")[0] not in ROOTS
    ]

    assert wrong == []


def test_everything_says_what_it_is() -> None:
    silent = [kind.name for kind in types() if not kind.description]
    silent += [each.path for each in everything_typed() if not each.of.description]
    silent += [
        f"{kind.name}.{name}"
        for kind in enums()
        for name, value in kind.values.items()
        if not value.description
    ]

    assert silent == []


def test_a_mutation_takes_one_input_of_its_own() -> None:
    wrong = [each.path for each in mutations() if not _takes_its_input(each)]
    used = Counter(each.type_name for each in everything_typed())
    shared = [each.path for each in mutations() if used[f"{_title(each)}Input"] != 1]

    assert wrong == []
    assert shared == []


def test_a_mutation_answers_with_a_payload_of_its_own_and_what_stood_in_the_way() -> None:
    wrong = [
        each.path
        for each in mutations()
        if str(each.of.type) != f"{_title(each)}Payload!"
        or _types_of(each).get("userErrors") != "[UserError!]!"
    ]

    assert wrong == []


def test_a_list_has_no_holes() -> None:
    with_holes = {each.path for each in everything_typed() if holds_nulls(each.of.type)}

    assert with_holes == WITH_HOLES


def test_a_connection_and_its_edges_look_like_every_other() -> None:
    connections = [kind for kind in shown_types() if kind.name.endswith("Connection")]
    wrong = [kind.name for kind in connections if not _is_connection(kind)]

    assert connections
    assert wrong == []


def test_nothing_is_null_by_default() -> None:
    assert "= null" not in printed()


def test_every_scalar_says_where_it_is_specified() -> None:
    unspecified = [kind.name for kind in scalars() if not kind.specified_by_url]

    assert unspecified == []


def test_the_schema_file_is_what_the_code_prints() -> None:
    written = (ROOT / "schema" / "schema.graphql").read_text("utf-8")

    assert written == printed(), "make schema writes it anew"


def test_every_refusal_has_a_code_that_clients_know() -> None:
    known = ErrorCode.__members__

    unknown = [kind.__name__ for kind in _refusals(Refusal) if kind.code not in known]

    assert unknown == []


def _refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(each for under in kind.__subclasses__() for each in _refusals(under))]


def _title(mutation: Named) -> str:
    return mutation.name[0].upper() + mutation.name[1:]


def _takes_its_input(mutation: Named) -> bool:
    taken = {each.name: str(each.of.type) for each in arguments_of(mutation)}
    return taken == {"input": f"{_title(mutation)}Input!"}


def _types_of(field: Named) -> dict[str, str]:
    """The fields of what a field answers with, and their types."""
    payload = get_named_type(field.of.type)
    assert isinstance(payload, GraphQLObjectType)
    return {each.name: str(each.of.type) for each in fields_of(payload)}


def _is_connection(kind: GraphQLObjectType | GraphQLInterfaceType) -> bool:
    """Whether a type is `XConnection` over `XEdge` over one and the same `X`."""
    noun = kind.name.removesuffix("Connection")
    shape = {name: str(field.type) for name, field in kind.fields.items()}
    edge = GRAPH.type_map[f"{noun}Edge"]
    assert isinstance(edge, GraphQLObjectType)
    edges = {name: str(field.type) for name, field in edge.fields.items()}
    return edges == {"cursor": "Cursor!", "node": f"{noun}!"} and shape == {
        "edges": f"[{noun}Edge!]!",
        "nodes": f"[{noun}!]!",
        "pageInfo": "PageInfo!",
        "totalCount": "Count!",
    }
