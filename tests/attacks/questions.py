"""Questions that nobody thought of: documents made from the schema, with variables."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import graphql
from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLInputType,
    NameNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse_type,
    print_ast,
    value_from_ast_untyped,
)
from hypothesis import strategies as st
from hypothesis_graphql import Mode, from_schema
from hypothesis_graphql import nodes as node

from tests.attacks.attack import Known
from tests.attacks.mutants import JSON
from tests.house.sources import ROOT

SDL: Final = (ROOT / "schema" / "schema.graphql").read_text("utf-8")
SCHEMA: Final = graphql.build_schema(SDL)
ROOTS: Final = {
    name: field
    for kind in (SCHEMA.query_type, SCHEMA.mutation_type)
    for name, field in (kind.fields.items() if kind else ())
}
# Where nothing is said, nothing can be said wrongly.
FIELDS: Final = {
    Mode.POSITIVE: tuple(ROOTS),
    Mode.NEGATIVE: tuple(name for name, field in ROOTS.items() if field.args),
}
# What each scalar takes; half of the time it is said otherwise.
SENSIBLE: Final = {
    "CountryCode": ("RO", "US", "XX"),
    "CurrencyCode": ("EUR", "XXX"),  # the second one is no money in ISO 4217
    "Date": ("2027-01-31", "0001-01-01", "2027-02-30"),
    "DateTime": ("2027-01-31T09:30:00Z", "9999-12-31T23:59:60+23:59"),
    "Decimal": ("12.50", "NaN", "-0"),
    "EmailAddress": ("ana@example.com", "ana@例え.jp", "a@b"),
    "LanguageTag": ("ro", "zh-Hant-TW", "x"),
    "PhoneNumber": ("+40712345678", "0712 345 678", "+999"),
    "URL": ("https://example.com/a.png", "javascript:alert(1)", "http://[::1"),
}
TROUBLESOME: Final[tuple[Any, ...]] = (
    "\0",
    "\ud800",
    "\u202e\u3164",
    "9" * 400,
    "a" * 10_001,
    "10000-01-01",
    "0000-01-01",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.999999-23:59",
    "ana@" + "a" * 300 + ".com",
    "+" + "9" * 40,
    "https://" + "a" * 3_000,
    2**31 - 1,
    -(2**31),
    1e308,
    {},
    [[]],
)
OTHERS: Final = ("CurrencyCode", "Decimal")

Scalars = Mapping[str, st.SearchStrategy[ValueNode]]
Body = dict[str, Any]


class Lifter(Visitor):
    """Takes what is said in some arguments out of a document, into variables."""

    def __init__(self, info: TypeInfo, chosen: int) -> None:
        super().__init__()
        self._info = info
        self._chosen = chosen
        self.kinds: dict[str, GraphQLInputType] = {}
        self.values: Body = {}

    def leave_argument(self, argument: ArgumentNode, *_: Any) -> ArgumentNode | None:
        """Put a variable in the place of a value, if this one is chosen."""
        defined = self._info.get_argument()
        number = len(self.kinds)
        if defined is None or not self._chosen >> number & 1:
            return None
        name = f"v{number}"
        self.kinds[name] = defined.type
        self.values[name] = value_from_ast_untyped(argument.value)
        return ArgumentNode(name=argument.name, value=VariableNode(name=NameNode(value=name)))


def lifted(tree: DocumentNode, chosen: int) -> Body:
    """The body of a request for a document; the bits of a number say what becomes a variable."""
    info = TypeInfo(SCHEMA)
    lifter = Lifter(info, chosen)
    changed: DocumentNode = graphql.visit(tree, TypeInfoVisitor(info, lifter))
    definitions = tuple(_defining(each, lifter.kinds) for each in changed.definitions)
    text = print_ast(DocumentNode(definitions=definitions))
    return {"query": text, "variables": lifter.values}


def _defining(operation: Any, kinds: Mapping[str, GraphQLInputType]) -> OperationDefinitionNode:
    defined = tuple(
        VariableDefinitionNode(
            variable=VariableNode(name=NameNode(value=name)), type=parse_type(str(kind))
        )
        for name, kind in kinds.items()
    )
    return OperationDefinitionNode(
        operation=operation.operation,
        selection_set=operation.selection_set,
        variable_definitions=defined,
    )


def questions(known: Known, mode: Mode) -> st.SearchStrategy[Body]:
    """Requests that fit the schema, or that miss it in one place."""
    scalars = _scalars(known)

    def of(name: str) -> st.SearchStrategy[DocumentNode]:
        return from_schema(
            SCHEMA, fields=(name,), custom_scalars=scalars, print_ast=_as_it_is, mode=mode
        )

    chosen = st.integers(0, 255)
    return st.builds(lifted, st.sampled_from(FIELDS[mode]).flatmap(of), chosen)


def spoilt(known: Known) -> st.SearchStrategy[Body]:
    """Requests that fit the schema, but for one value in their variables."""
    others = JSON | st.sampled_from(TROUBLESOME)
    return st.builds(_spoil, questions(known, Mode.POSITIVE), st.integers(0, 50), others)


def _spoil(body: Body, place: int, other: Any) -> Body:
    spots = list(_spots(body["variables"]))
    if spots:
        holder, name = spots[place % len(spots)]
        holder[name] = other
    return body


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value where another one could be."""
    inner = list(value.items()) if isinstance(value, dict) else []
    inner += list(enumerate(value)) if isinstance(value, list) else []
    for name, each in inner:
        yield value, name
        yield from _spots(each)


def _as_it_is(tree: DocumentNode) -> DocumentNode:
    return tree


def _scalars(known: Known) -> Scalars:
    ids = (known.customer, known.foreign, known.customer.replace("cus_", "tag_"), "cus_0")
    texts = {**SENSIBLE, "ID": ids, "Cursor": (known.cursor, known.foreign_cursor)}
    said = {name: st.sampled_from(some) | st.text(max_size=20) for name, some in texts.items()}
    said |= {name: st.text(max_size=20) for name in OTHERS}
    named: dict[str, st.SearchStrategy[ValueNode]] = {
        name: strategy.map(node.String) for name, strategy in said.items()
    }
    return named | {"JSON": st.just(node.Object([]))}
