"""Kinds: what a field is, in one word, so that whole levels of it can be made at once.

A field of which nothing is declared is called through its resolver, one object after another.
"""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import GraphQLField


@dataclass(frozen=True, slots=True)
class Column:
    """The value stands in the row, in the form in which the client sees it."""

    name: str


@dataclass(frozen=True, slots=True)
class Computed:
    """The value is made of columns of the row: `by(*values)`, or `by(context, *values)`."""

    of: tuple[str, ...]
    by: Callable[..., Any]
    in_context: bool = False
    written: str = ""
    """The same as Python writes it, where that is quicker than a call: `{0}` is the first value,
    and what it makes is never null and in the form in which the client sees it."""


@dataclass(frozen=True, slots=True)
class Held:
    """The value stands in the thing itself, which is no row but holds rows: a page, an edge."""

    get: Callable[[Any], Any]
    is_cursor: bool = False
    """Whether it is a text, as the client sees it, that says where a row stands in its list."""
    looks_on: bool = False
    """Whether it says what comes after the rows."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows behind a loader, which is asked for a whole level at once.

    `load(context, keys, wanted, **arguments)` answers every key, in the order of the keys.
    """

    load: Callable[..., Awaitable[Sequence[Any]]]
    key: str | Callable[[Any], Any]
    """A column of the row; or how to get the key from a thing that is no row. A thing whose key
    is None has nothing, and is not asked about."""
    shows: str | None = None
    """The column that is shown of each row, where the field is a list of scalars."""


Kind = Column | Computed | Held | Relation


class Guard(Protocol):
    """A right that a field needs, which depends on who asks and not on the row."""

    def holds(self, context: Any) -> bool:
        """Whether the caller has it."""

    def refusal(self) -> Exception:
        """What is said if not."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of a field."""

    kind: Kind
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridge:
    """What the engine is told of a schema."""

    declared: Callable[[GraphQLField], Declared | None]
    """What is declared of a field; nothing where its resolver is to be called."""
    arguments: Callable[[GraphQLField], Callable[[Mapping[str, Any]], dict[str, Any]]]
    """How a relation is told its arguments, out of those that graphql-core has coerced."""
    wanted: Callable[[tuple[str, ...], tuple[str, ...], bool, bool, bool], Any]
    """How loaders are told which columns are wanted: plain ones, shown ones, whether all, whether
    it is asked where rows stand in their list, and whether what comes after them.
    A row holds the plain ones first, then the shown ones; by their names, also all others."""
    rights: Callable[[Any], Hashable]
    """Of a context, all on which guards depend."""
    view: Callable[[str, Any], Any]
    """A row of the type with this name, as its resolvers take it."""
    behind: Callable[[Any], Any]
    """What is behind such a view; what is none stands for itself."""
