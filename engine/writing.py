"""Writing: the function that makes the objects of a shape, as Python writes it fastest."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from types import CodeType
from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLLeafType
from graphql.execution import Executor

from engine.kinds import Column, Computed, Held
from engine.plans import Build, Denied, Leaf, Part, Resolved, Shape, TypeName

# How a number is asked whether it fits; what is not finite, taken from itself, leaves no nothing.
_FITS: Final = {"Int": f"{-(2**31)} <= v <= {2**31 - 1}", "Float": "v - v == 0"}
_KEPT: Final = 512
_LONGEST: Final = 4_000
# What graphql-core's own scalars give back as it is; of others, a column is in its form already.
_AS_THEY_ARE: Final = {"String": "str", "ID": "str", "Boolean": "bool"}


class Odd(Exception):
    """A value does not fit its type; whoever meets it looks at the level with more care."""


def odd() -> Any:
    """Stop here."""
    raise Odd


def write(shape: Shape) -> None:
    """Write the function that makes the objects of a shape, out of their sources and parts."""
    known: dict[str, Any] = {"odd": odd}
    fields = [f"{asked.named.key!r}: {_value(asked, shape.parts, known)}" for asked in shape.fields]
    each = [f"p{place}" for place in range(len(shape.parts))]
    over = f"for r, {', '.join(each)} in zip(rows, {', '.join(each)})" if each else "for r in rows"
    lines = [
        f"def build({', '.join(['context', 'rows', *each])}):",
        "    return [",
        "        {",
        *(f"            {line}," for line in fields),
        "        }",
        f"        {over}",
        "    ]",
    ]
    shape.source = "\n".join(lines) + "\n"
    exec(_code(shape.source, shape.type.name), known)  # noqa: S102  # it is all our own text
    shape.build = known["build"]


def write_shown(leaf: Leaf) -> Build:
    """Write the function that shows a column of rows."""
    known: dict[str, Any] = {"odd": odd}
    source = f"def build(rows):\n    return [{_leaf(leaf, known)} for r in rows]\n"
    exec(_code(source, leaf.named.owner), known)  # noqa: S102  # it is all our own text
    build: Build = known["build"]
    return build


def _code(source: str, name: str) -> CodeType:
    """The code of a text; the same text is compiled once, unless it is very long."""
    return _kept(source, name) if len(source) <= _LONGEST else _compiled(source, name)


def _compiled(source: str, name: str) -> CodeType:
    return compile(source, f"<engine: {name}>", "exec")


_kept: Final = lru_cache(maxsize=_KEPT)(_compiled)


def _value(asked: Any, parts: Sequence[Any], known: dict[str, Any]) -> str:
    if isinstance(asked, TypeName):
        return repr(asked.named.owner)
    if isinstance(asked, Denied):
        return "None"
    if isinstance(asked, Part | Resolved):
        return f"p{parts.index(asked)}"
    return _leaf(asked, known)


def _leaf(leaf: Leaf, known: dict[str, Any]) -> str:
    nullable = leaf.named.nullable
    if isinstance(leaf.kind, Column):
        return _column(f"r[{leaf.at[0]}]", leaf.type, known, nullable=nullable)
    if isinstance(leaf.kind, Computed) and leaf.kind.written:
        return leaf.kind.written.format(*(f"r[{at}]" for at in leaf.at))
    made = _made(leaf, known)
    if isinstance(leaf.kind, Held) and leaf.kind.is_cursor:
        return made if nullable else f"(v if (v := {made}) is not None else odd())"
    serialize = _named("s", partial(Executor.complete_leaf_value, leaf.type), known)
    plain = _AS_THEY_ARE.get(leaf.type.name)
    if plain is not None and nullable:
        return f"(v if (v := {made}) is None or type(v) is {plain} else {serialize}(v))"
    if plain is not None:
        return (
            f"(v if type(v := {made}) is {plain} else {serialize}(v) if v is not None else odd())"
        )
    none = "None" if nullable else "odd()"
    return f"({none} if (v := {made}) is None else {serialize}(v))"


def _made(leaf: Leaf, known: dict[str, Any]) -> str:
    if isinstance(leaf.kind, Computed):
        values = [f"r[{at}]" for at in leaf.at]
        told = ["context", *values] if leaf.kind.in_context else values
        return f"{_named('c', leaf.kind.by, known)}({', '.join(told)})"
    return f"{_named('h', leaf.kind.get, known)}(r)"  # type: ignore[union-attr]  # what is left is held


def _column(value: str, kind: GraphQLLeafType, known: dict[str, Any], *, nullable: bool) -> str:
    if isinstance(kind, GraphQLEnumType):
        names: dict[Any, Any] = _names(kind)
        if nullable:
            names[None] = None
        return f"{_named('e', names.__getitem__, known)}({value})"
    fits = _FITS.get(kind.name)
    if nullable:
        return f"(v if (v := {value}) is None or {fits} else odd())" if fits else value
    and_fits = f" and {fits}" if fits else ""
    return f"(v if (v := {value}) is not None{and_fits} else odd())"


def _names(kind: GraphQLEnumType) -> dict[Any, Any]:
    """How every value of an enum is written, by what stands in a row: its name."""
    return {name: name for name in kind.values}


def _named(letter: str, thing: Callable[..., Any], known: dict[str, Any]) -> str:
    name = f"{letter}{len(known)}"
    known[name] = thing
    return name
