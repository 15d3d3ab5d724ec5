"""The atlas: the live schema, the ways to every type of it, and the operations that go there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    build_client_schema,
    get_introspection_query,
    get_named_type,
    is_abstract_type,
)

from schema.ids import PREFIXES
from tests.isolation.scribe import Scribe
from tests.isolation.values import Path, holed, kind_named, kind_of

INTROSPECTION: Final = get_introspection_query(descriptions=False, one_of=True)
DEEP: Final = 4
SHALLOW: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A field on the way, and the type that is meant where it can show several."""

    owner: str
    field: str
    onto: str = ""

    @property
    def word(self) -> str:
        """What its ids speak of."""
        return _lower_first(self.onto or self.field)


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
        self.mutations: Mapping[str, GraphQLField] = self.schema.mutation_type.fields

    @cached_property
    def questions(self) -> list[Operation]:
        """Every query, and every sort of thing that it can show, asked for what is one's own."""
        return [
            self._operation((Step(self._query, name, onto),))
            for name, field in self._fields(self._query).items()
            for onto in self._concrete(field) or [""]
        ]

    @cached_property
    def open_questions(self) -> list[Hole]:
        """Every place in every argument of every field that a query can reach."""
        return [
            hole
            for owner, route in self._routes.items()
            for name in self._fields(owner)
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
        for name, mutation in self.mutations.items():
            for shown, field in self._fields(get_named_type(mutation.type).name).items():
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
        field = self._fields(last.owner)[last.field]
        # Where a field can show anything, ids of any sort will do.
        kinds = [name for name in self._concrete(field) if kind_named(name)]
        word = _lower_first(kinds[0]) if kinds else last.word
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
        shown = last.onto or get_named_type(self._fields(last.owner)[last.field].type).name
        inside = shows or scribe.selection(self.schema.type_map[shown], depth) or ""
        for step in reversed(steps):
            if step.onto:
                inside = f"{{ ... on {step.onto} {inside} }}"
            field = self._fields(step.owner)[step.field]
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

    @cached_property
    def _routes(self) -> dict[str, tuple[Step, ...]]:
        """The shortest way from the top to every type that a query can show."""
        routes: dict[str, tuple[Step, ...]] = {self._query: ()}
        waiting = [self._query]
        while waiting:
            owner = waiting.pop(0)
            for step, target in sorted(self._ways(owner), key=lambda way: bool(way[0].onto)):
                if target not in routes:
                    routes[target] = (*routes[owner], step)
                    waiting.append(target)
        return routes

    def _ways(self, owner: str) -> Iterator[tuple[Step, str]]:
        for name, field in self._fields(owner).items():
            target = get_named_type(field.type)
            if isinstance(target, GraphQLObjectType):
                yield Step(owner, name), target.name
            yield from ((Step(owner, name, one), one) for one in self._concrete(field))

    def _fields(self, owner: str) -> Mapping[str, GraphQLField]:
        kind: Any = self.schema.type_map[owner]
        fields: Mapping[str, GraphQLField] = kind.fields
        return fields

    def _concrete(self, field: GraphQLField) -> list[str]:
        """The types that a field can show, where that is open."""
        kind: Any = get_named_type(field.type)
        if not is_abstract_type(kind):
            return []
        return sorted(each.name for each in self.schema.get_possible_types(kind))


def _lower_first(name: str) -> str:
    return name[0].lower() + name[1:]
