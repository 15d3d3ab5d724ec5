"""What the engine is told of the schema is true, and hardly anything is left untold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from graphql import GraphQLError, GraphQLField, GraphQLInterfaceType, GraphQLObjectType, parse
from graphql.execution.values import get_argument_values
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission, PermissionExtension

from auth.caller import Caller
from auth.scopes import Role, Scope, grants_of
from db.actors import ActorRow
from db.addresses import AddressRow
from db.columns import Wanted
from db.customers import CustomerRow
from db.notes import NoteRow
from db.tags import TagRow
from engine.kinds import Column, Computed, Declared, Held, Relation
from resolvers.refusals import Refusal
from schema.customer_kinds import DeletedCustomers
from schema.fields import shown
from schema.native import bridge
from schema.pages import CountMode
from schema.root import schema
from schema.tags import Tag, TagConnection
from schema.views import behind
from tests.house.graph import GRAPH, fields

BRIDGE: Final = bridge(schema)
# Types of which nothing is told, and why.
UNTOLD: Final[Mapping[str, str]] = {
    "Grant": "it is a part of the viewer",
    "InputError": "it is made of a refusal",
    "Mutation": "each does something, one after the other",
    "Node": "it is an interface: each kind of it tells for itself",
    "RateLimit": "it is a part of the viewer",
    "StaleVersion": "it is made of a refusal",
    "Tenant": "it is a part of the viewer",
    "UserError": "it is made of a refusal",
    "ValueTaken": "it is made of a refusal",
    "Viewer": "it is known already, and there is one",
}
# The same of fields.
UNTOLD_FIELDS: Final[Mapping[str, str]] = {
    "Query.node": "what an id names is known only when it is read",
    "Query.nodes": "the same",
    "Query.viewer": "it is known already, and there is one",
    "changedFields": "it stands in the payload, of which there is one",
    "CustomerUpsertPayload.created": "the same",
    "deletedId": "the same",
    "expiresAt": "the same",
    "token": "the same",
    "userErrors": "the same",
}
ROWS: Final[Mapping[str, Any]] = {
    "Actor": ActorRow,
    "Address": AddressRow,
    "Customer": CustomerRow,
    "Note": NoteRow,
    "Tag": TagRow,
}
# What shows a part of the row of something else.
INSIDE: Final[Mapping[str, Any]] = {"CustomerPreferences": CustomerRow}


class Whim(BasePermission):
    """A permission of which nobody knows on what it depends."""

    def has_permission(self, source: Any, info: Any, **_: Any) -> bool:
        return True


def field(path: str) -> GraphQLField:
    name, _, of = path.partition(".")
    kind = GRAPH.type_map[name]
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
    found: GraphQLField = kind.fields[of]
    return found


def declared(path: str) -> Declared:
    told = BRIDGE.declared(field(path))
    assert told is not None, path
    return told


def context(*roles: Role, customer_id: UUID | None = None) -> Any:
    me = uuid4()
    caller = Caller(me, me, "me", None, frozenset(roles), grants_of(roles), customer_id)
    return SimpleNamespace(caller=caller)


def contexts() -> Iterator[Any]:
    """Somebody with every set of roles, who is a customer and who is none."""
    for number in range(len(Role) + 1):
        for roles in combinations(Role, number):
            yield context(*roles)
            yield context(*roles, customer_id=uuid4())


def said(path: str, text: str) -> dict[str, Any]:
    """The arguments of a field, as they were written and as its resolver gets them."""
    node: Any = parse(f"{{ it{text} }}").definitions[0]
    coerced = get_argument_values(field(path), node.selection_set.selections[0])
    return BRIDGE.arguments(field(path))(coerced)


def test_every_field_is_told_or_stands_in_the_list() -> None:
    untold = {each.path for each in fields() if not BRIDGE.declared(field(each.path))}
    excused = {
        each.path
        for each in fields()
        if {each.path.partition(".")[0]} & UNTOLD.keys()
        or {each.path, each.name} & UNTOLD_FIELDS.keys()
    }

    assert untold == excused


def test_what_is_told_of_a_row_names_its_columns() -> None:
    for name, row in {**ROWS, **INSIDE}.items():
        columns = set(row.__table__.columns.keys())
        kind = GRAPH.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        for each in kind.fields:
            match declared(f"{name}.{each}").kind:
                case Column(column):
                    assert column in columns
                case Computed(of):
                    assert columns.issuperset(of)
                case Relation(key=key):
                    assert key in columns
                case Held(get=get):
                    assert get is behind, f"{name}.{each} is in a row, which holds only columns"


def test_each_word_is_told_as_what_it_is() -> None:
    listing = SimpleNamespace(rows=["ana"], edges=[("here", "ana")], has_next=True)

    assert declared("Tag.createdAt").kind == Column("created_at")
    assert declared("Customer.tagLabels").kind.shows == "label"  # type: ignore[union-attr]  # it is a relation
    for path, thing, value in (
        ("TagConnection.nodes", listing, ["ana"]),
        ("TagConnection.edges", listing, [("here", "ana")]),
        ("TagConnection.pageInfo", listing, listing),
        ("PageInfo.hasNextPage", listing, True),
        ("TagEdge.cursor", (SimpleNamespace(cursors=["here"]), 0, "ana"), "here"),
        ("TagEdge.node", (listing, 0, "ana"), "ana"),
    ):
        kind = declared(path).kind
        assert isinstance(kind, Held)
        assert kind.get(thing) == value


def test_an_id_begins_with_its_kind() -> None:
    made = {name: declared(f"{name}.id").kind for name in ROWS}

    ids = {name: kind.by(UUID(int=1))[:4] for name, kind in made.items()}  # type: ignore[union-attr]  # it is computed

    assert ids == {
        "Actor": "act_",
        "Address": "adr_",
        "Customer": "cus_",
        "Note": "note",
        "Tag": "tag_",
    }


def test_a_name_is_made_for_whoever_asks() -> None:
    kind = declared("Customer.displayName").kind

    assert isinstance(kind, Computed)
    assert kind.in_context
    assert kind.by(context(Role.ADMIN), UUID(int=1), "Ana") == "Ana"
    assert kind.by(context(Role.OPERATOR), UUID(int=1), "Ana") == "Customer 000001"


def test_a_guard_holds_for_whom_the_field_is_shown() -> None:
    (guard,) = declared("Customer.email").guards
    anna = context(Role.CUSTOMER, customer_id=uuid4())

    assert guard.holds(context(Role.STAFF))
    assert guard.holds(anna)
    assert not guard.holds(context(Role.OPERATOR))
    assert not guard.holds(context(Role.OPERATOR, Role.CUSTOMER, customer_id=uuid4()))
    assert declared("Customer.id").guards == ()


def test_a_guard_says_what_strawberry_would_say() -> None:
    (guard,) = declared("Customer.email").guards
    assert isinstance(guard, BasePermission)

    with pytest.raises(GraphQLError) as raised:
        BasePermission.on_unauthorized(guard)

    told = guard.refusal()
    assert isinstance(told, GraphQLError)
    assert told.formatted == raised.value.formatted
    assert guard.refusal() is not told


@pytest.mark.parametrize("also", [FieldExtension(), PermissionExtension([Whim()])])
def test_a_field_with_anything_else_around_it_is_not_told(also: FieldExtension) -> None:
    made = shown("A colour", needs=Scope.TAGS_READ)
    made.name = "colour"
    running = SimpleNamespace(extensions={"strawberry-definition": made})

    before = BRIDGE.declared(running)  # type: ignore[arg-type]  # no more of it is looked at
    made.extensions.append(also)

    assert before is not None
    assert before.kind == Column("colour")
    assert BRIDGE.declared(running) is None  # type: ignore[arg-type]  # the same


def test_the_rights_say_all_on_which_guards_depend() -> None:
    seen: dict[Any, set[tuple[bool, ...]]] = defaultdict(set)
    for each in contexts():
        caller = each.caller
        holds = [*map(caller.sees, Scope), *map(caller.may, Scope)]
        seen[BRIDGE.rights(each)].add(tuple(holds))

    assert len(seen) > len(Role)
    assert all(len(answers) == 1 for answers in seen.values())


def test_arguments_are_what_a_resolver_gets() -> None:
    assert said("Tag.customers", "") == {}
    assert said("Tag.customers", "(first: 2, after: null)") == {"first": 2, "after": None}
    assert said("TagConnection.totalCount", "") == {"mode": CountMode.CAPPED}
    assert said("TagConnection.totalCount", "(mode: EXACT)") == {"mode": CountMode.EXACT}
    assert said("Query.customers", "") == {"deleted": DeletedCustomers.EXCLUDE}
    (sort,) = said("Query.customers", "(sortBy: [{field: EMAIL}])")["sort_by"]
    assert (sort.field.value.value, sort.direction.name) == ("email", "ASC")


def test_a_filter_that_is_too_large_is_refused_with_its_arguments() -> None:
    many = ", ".join(['{city: {eq: "Cluj"}}'] * 51)

    with pytest.raises(Refusal, match="at most 50 criteria"):
        said("Query.customers", f"(where: {{or: [{many}]}})")


async def test_a_relation_tells_its_loader_what_was_said() -> None:
    asked: list[str] = []

    async def count(mode: str) -> int:
        asked.append(mode)
        return len(asked)

    kind = declared("TagConnection.totalCount").kind
    assert isinstance(kind, Relation)
    assert callable(kind.key)
    listing = SimpleNamespace(count=count)
    listings = [kind.key(listing), kind.key(TagConnection.of(listing))]

    assert await kind.load(context(), listings, Wanted(), mode=CountMode.EXACT) == [1, 2]
    assert asked == ["EXACT", "EXACT"]


def test_a_row_is_shown_by_the_view_of_its_type() -> None:
    row = object()

    view = BRIDGE.view("Tag", row)

    assert isinstance(view, Tag)
    assert view.row is row


def test_columns_are_wanted_in_the_words_of_the_cellar() -> None:
    assert BRIDGE.wanted(("id",), ("label",), False, False, True) == Wanted(
        plain=("id",), shown=("label",), ends=True
    )
    assert BRIDGE.wanted((), (), True, True, False) == Wanted(whole=True, places=True)
