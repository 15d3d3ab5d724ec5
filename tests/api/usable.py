"""Usable: every part of the schema that a role comes to, and a request that uses it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_required_argument,
    is_required_input_field,
)

from tests.tenant import unknown

# Fields below which nothing is found here; what they lead to has other ways, or no rights in it.
EMPTY: Final = {"blockedBy", "members", "rateLimit"}
NODES: Final = ("Address", "Note", "Actor")
WRITTEN: Final[Mapping[str, str]] = {
    "Boolean": "true",
    "CountryCode": '"RO"',
    "CurrencyCode": '"RON"',
    "Cursor": '"a"',
    "Date": '"1990-01-02"',
    "DateTime": '"2026-01-02T03:04:05Z"',
    "Decimal": '"1.5"',
    "EmailAddress": '"a@x.ro"',
    "Float": "1.5",
    "ID": f'"{unknown("cus")}"',
    "Int": "1",
    "JSON": "{}",
    "LanguageTag": '"ro"',
    "PhoneNumber": '"+40712345678"',
    "String": '"Ana"',
    "URL": '"https://x.ro"',
}


@dataclass(frozen=True, slots=True)
class Use:
    """A part of the schema, and how it is used."""

    part: str
    request: str
    is_there: bool
    """Whether it stands in the schema of the role."""
    path: tuple[str, ...] = ()
    """Where it is answered, if it is a field."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a request: what stands before it, and what behind."""

    before: str
    after: str
    path: tuple[str, ...] = ()

    def put(self, before: str, after: str, *step: str) -> "Place":
        """A place within this one."""
        return Place(self.before + before, after + self.after, (*self.path, *step))

    def filled(self, with_: str) -> str:
        """The whole request."""
        return self.before + with_ + self.after


class Values:
    """Values of every type, as far as a role may say one."""

    def __init__(self, mine: GraphQLSchema) -> None:
        self._mine = mine

    def said(self, name: str, field: Any) -> str:
        """A value for a field of an input; a custom field has the key of the one there is."""
        return '"own"' if name == "key" else self.value(field.type)

    def value(self, kind: Any) -> str:
        """A value of a type, as far as the role may say one."""
        named = get_named_type(kind)
        mine: Any = self._mine.type_map.get(named.name, named)
        if isinstance(named, GraphQLEnumType):
            return str(next(iter(mine.values)))
        if not isinstance(named, GraphQLInputObjectType):
            return WRITTEN[named.name]
        if named.is_one_of:
            name, field = next(iter(mine.fields.items()))
            return f"{{ {name}: {self.value(field.type)} }}"
        needed = [(n, f) for n, f in named.fields.items() if is_required_input_field(f)]
        return f"{{ {' '.join(f'{name}: {self.said(name, f)}' for name, f in needed)} }}"


class Walk:
    """A walk through the schema of a role, on which all parts of the whole are tried."""

    def __init__(self, whole: GraphQLSchema, mine: GraphQLSchema, ids: Mapping[str, str]) -> None:
        self._whole, self._mine, self._ids = whole, mine, ids
        self._values = Values(mine)
        self._seen: set[str] = set()

    def uses(self) -> Iterator[Use]:
        """Everything of which some part leads there that the role has."""
        roots = {"Query": Place("{ ", " }"), "Mutation": Place("mutation { ", " }")}
        pending: list[tuple[str, Place]] = [
            (name, place) for name, place in roots.items() if name in self._mine.type_map
        ]
        if "Mutation" not in self._mine.type_map:
            yield from self._refused_mutations(roots["Mutation"])
        there = [kind for kind in NODES if kind in self._mine.type_map and kind in self._ids]
        pending += [(kind, _of_node(kind, self._ids[kind])) for kind in there]
        while pending:
            name, place = pending.pop(0)
            if name not in self._seen and not name.endswith("Payload"):
                self._seen.add(name)
                for use, below in self._fields(name, place):
                    yield from use
                    pending += below

    def _refused_mutations(self, place: Place) -> Iterator[Use]:
        whole: Any = self._whole.type_map["Mutation"]
        for name, field in whole.fields.items():
            request = place.filled(self._called("Mutation", name, field) + _ending(field))
            yield Use(f"Mutation.{name}", request, is_there=False, path=(name,))

    def _fields(
        self, owner: str, place: Place
    ) -> Iterator[tuple[list[Use], list[tuple[str, Place]]]]:
        whole: Any = self._whole.type_map[owner]
        mine: Any = self._mine.type_map[owner]
        for name, field in whole.fields.items():
            called = self._called(owner, name, field)
            named = get_named_type(field.type)
            request = place.filled(called + _ending(field))
            there = name in mine.fields
            uses = [Use(f"{owner}.{name}", request, is_there=there, path=(*place.path, name))]
            below: list[tuple[str, Place]] = []
            if there:
                uses += self._arguments(owner, name, field, mine.fields[name], place)
                if isinstance(named, GraphQLObjectType) and name not in EMPTY:
                    below.append((named.name, place.put(called + " { ", " }", name)))
            yield uses, below

    def _arguments(self, owner: str, name: str, field: Any, mine: Any, place: Place) -> list[Use]:
        uses: list[Use] = []
        for argument, said in field.args.items():
            at = place.put(self._open(owner, name, field, argument), f"){_ending(field)}")
            part, there = f"{owner}.{name}({argument})", argument in mine.args
            uses.append(Use(part, at.filled(self._values.value(said.type)), is_there=there))
            if there:
                uses += self._within(get_named_type(said.type), at)
        return uses

    def _within(self, kind: Any, at: Place) -> list[Use]:
        """What may be said in a value of a type, wherever that is said first."""
        if kind.name in self._seen or kind.name not in self._mine.type_map:
            return []
        self._seen.add(kind.name)
        mine: Any = self._mine.type_map[kind.name]
        if isinstance(kind, GraphQLEnumType):
            return [
                Use(f"{kind.name}.{value}", at.filled(value), is_there=value in mine.values)
                for value in kind.values
            ]
        uses: list[Use] = []
        for name, field in kind.fields.items() if isinstance(kind, GraphQLInputObjectType) else ():
            others = "".join(
                f"{other}: {self._values.said(other, each)} "
                for other, each in kind.fields.items()
                if other != name and is_required_input_field(each)
            )
            inner, there = at.put(f"{{ {others}{name}: ", " }"), name in mine.fields
            request = inner.filled(self._values.said(name, field))
            uses.append(Use(f"{kind.name}.{name}", request, is_there=there))
            if there:
                uses += self._within(get_named_type(field.type), inner)
        return uses

    def _open(self, owner: str, name: str, field: Any, without: str) -> str:
        others = "".join(
            f"{other}: {self._argument(owner, field, other)} "
            for other, said in field.args.items()
            if other != without and is_required_argument(said)
        )
        return f"{name}({others}{without}: "

    def _called(self, owner: str, name: str, field: Any) -> str:
        needed = [each for each, said in field.args.items() if is_required_argument(said)]
        said = "".join(f"{each}: {self._argument(owner, field, each)} " for each in needed)
        return f"{name}({said})" if said else name

    def _argument(self, owner: str, field: Any, name: str) -> str:
        """A value for an argument; at the root, one that leads to something."""
        kind = get_named_type(field.type).name
        known = self._ids.get(kind, self._ids["Customer"])
        if owner == "Query" and name == "identifier":
            return f'{{ id: "{known}" }}'
        if owner == "Query" and get_named_type(field.args[name].type).name == "ID":
            return f'"{known}"'
        return self._values.value(field.args[name].type)


def _ending(field: Any) -> str:
    """What is asked of what a field answers."""
    named = get_named_type(field.type)
    if named.name.endswith("Payload"):
        return " { userErrors { code } }"
    return " { __typename }" if is_composite_type(named) else ""


def _of_node(kind: str, node_id: str) -> Place:
    return Place(f'{{ node(id: "{node_id}") {{ ... on {kind} {{ ', " } } }", ("node",))
