"""The atlas: every operation that the live schema allows, and every place left open in one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLSchema,
    build_client_schema,
    get_introspection_query,
    get_named_type,
    is_abstract_type,
)

from schema.ids import PREFIXES
from tests.isolation.scribe import Scribe
from tests.isolation.values import Path, holed, kind_named, kind_of
from tests.isolation.ways import Step, Ways, lower_first

INTROSPECTION: Final = get_introspection_query(descriptions=False, one_of=True)
DEEP: Final = 4
# How acts are called that make things; others only show what they found.
_MAKES: Final = ("Create", "Add")
SHALLOW: Final = 2


@dataclass(frozen=True, slots=True)
class Operation:
    """A document, what its variables are drafted from, and where its answer stands."""

    name: str
    text: str
    values: Mapping[str, Any]
    trail: Path
    changes: bool


@dataclass(frozen=True, slots=True)
class Hole:
    """An operation in which one value is left open, where that is, and what fits there."""

    operation: Operation
    place: Path
    leaf: Any


class Atlas:
    """What can be asked and done, as the running server tells it."""

    def __init__(self, introspected: Any) -> None:
        self.schema: GraphQLSchema = build_client_schema(introspected)
        assert self.schema.query_type is not None
        assert self.schema.mutation_type is not None
        assert self.schema.subscription_type is None, "The walk does not know subscriptions."
        self._query = self.schema.query_type.name
        self._mutation = self.schema.mutation_type.name
        self._ways = Ways(self.schema, self._query)
        self.mutations: Mapping[str, GraphQLField] = self.schema.mutation_type.fields

    @cached_property
    def questions(self) -> list[Operation]:
        """Every query, and every sort of thing that it can show, asked for what is one's own."""
        return [
            self._operation((Step(self._query, name, onto),))
            for name, field in self._ways.fields(self._query).items()
            for onto in self._ways.concrete(field) or [""]
        ]

    @cached_property
    def open_questions(self) -> list[Hole]:
        """Every place in every argument of every field that a query can reach."""
        return [
            hole
            for owner, route in self._ways.routes.items()
            for name in self._ways.fields(owner)
            for hole in self._open((*route, Step(owner, name)), whole=False)
        ]

    def act(self, name: str, *, whole: bool) -> Operation:
        """A mutation with everything that it takes, or with what it must be given."""
        return self._operation((Step(self._mutation, name),), whole=whole, depth=SHALLOW)

    def open_acts(self, name: str, *, whole: bool) -> list[Hole]:
        """Every place in what a mutation takes."""
        return list(self._open((Step(self._mutation, name),), whole=whole))

    @cached_property
    def makers(self) -> Mapping[str, Operation]:
        """For each sort of thing the mutation that makes it, out of things of other sorts."""
        found = {kind: self._maker_of(kind) for kind in PREFIXES}
        return {kind: maker for kind, maker in found.items() if maker}

    def _maker_of(self, kind: str) -> Operation | None:
        for name in sorted(self.mutations, key=lambda name: not name.endswith(_MAKES)):
            mutation = self.mutations[name]
            for shown, field in self._ways.fields(get_named_type(mutation.type).name).items():
                if kind_named(get_named_type(field.type).name) != kind:
                    continue
                if kind not in self._kinds_taken(name):
                    step = Step(self._mutation, name)
                    made = f"{{ {shown} {{ id }} userErrors {{ code message field }} }}"
                    return self._operation((step,), whole=True, shows=made)
        return None

    def _kinds_taken(self, mutation: str) -> set[str]:
        holes = self.open_acts(mutation, whole=False)
        return {kind_of(hole.place) for hole in holes if hole.leaf.name == "ID"}

    def _open(self, steps: tuple[Step, ...], *, whole: bool) -> Iterator[Hole]:
        """The holes in the arguments of the last field of a way."""
        last = steps[-1]
        field = self._ways.fields(last.owner)[last.field]
        # Where a field can show anything, ids of any sort will do.
        kinds = [name for name in self._ways.concrete(field) if kind_named(name)]
        word = lower_first(kinds[0]) if kinds else last.word
        for name, argument in field.args.items():
            for value, place, leaf in holed(argument.type, (word, name), whole=whole):
                depth = DEEP if place == (word, name) else SHALLOW
                asked = self._operation(steps, {name: value}, whole=whole, depth=depth)
                yield Hole(asked, place, leaf)

    def _operation(
        self,
        steps: tuple[Step, ...],
        given: Mapping[str, Any] | None = None,
        *,
        whole: bool = False,
        depth: int = DEEP,
        shows: str = "",
    ) -> Operation:
        """The operation that goes this way, with these arguments at its end."""
        scribe = Scribe(self.schema)
        last = steps[-1]
        shown = last.onto or get_named_type(self._ways.fields(last.owner)[last.field].type).name
        kind = self.schema.type_map[shown]
        # Where anything can be shown, there is much of it, and a document has its bounds.
        inside = shows or scribe.selection(kind, depth - is_abstract_type(kind)) or ""
        for step in reversed(steps):
            if step.onto:
                inside = f"{{ ... on {step.onto} {inside} }}"
            field = self._ways.fields(step.owner)[step.field]
            at_end = step is last
            told = scribe.arguments(
                field, step.word, (given or {}) if at_end else {}, whole=whole and at_end
            )
            inside = f"{{ {step.field}{told} {inside} }}"
        changes = steps[0].owner == self._mutation
        text = f"{'mutation' if changes else 'query'} {scribe.head()}{inside}"
        name = f"{last.owner}.{last.field}" + (f" on {last.onto}" if last.onto else "")
        trail = tuple(step.field for step in steps)
        return Operation(name, text, scribe.values, trail, changes)
