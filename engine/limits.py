"""Limits: what one document may be, found out before it is validated."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from graphql import DocumentNode

from engine.overlaps import too_many_meet
from engine.sizes import sizes
from engine.written import written


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of everything."""

    characters: int = 50_000
    tokens: int = 2_000
    comments: int = 100
    depth: int = 12
    introspection_depth: int = 20
    """How deep fields may be nested from `__schema` or `__type` on."""
    aliases: int = 30
    root_fields: int = 20
    directives: int = 40
    directives_at_once: int = 3
    repeats: int = 20
    operations: int = 10
    variables: int = 100
    items: int = 250
    values: int = 2_000
    """How many values all variables together may hold; tokens bound those of a document."""
    selections: int = 50_000
    faults: int = 5
    """How many things that are wrong are told."""
    cost: int = 1_000


# One sentence for each limit: what it is, and how to stay inside.
SENTENCES: Final = {
    "characters": "A document may have at most {} characters. Send values as variables.",
    "tokens": "A document may have at most {} tokens. Split it into several.",
    "comments": "A document may have at most {} comments. Leave some out.",
    "operations": "A document may have at most {} operations. Send the others apart.",
    "variables": "An operation may have at most {} variables. Use lists or inputs.",
    "directives": "A document may have at most {} directives. Leave some out.",
    "directives_at_once": "One place may have at most {} directives. Leave some out.",
    "repeats": "One selection may name a field at most {} times. Once is enough.",
    "items": "A list may have at most {} items. Send the others in another request.",
    "values": "All variables together may hold at most {} values. Send less at once.",
    "depth": "Fields may be nested at most {} deep. Ask for what is deeper in another request.",
    "introspection_depth": "The schema may be read at most {} fields deep. Ask for less of it.",
    "aliases": "An operation may have at most {} aliases, also in fragments."
    " Use a list of ids, or several requests.",
    "root_fields": "An operation may ask for at most {} fields at its root, also in fragments."
    " Use several requests.",
    "selections": "An operation may have at most {} fields, fragments spread out. Ask for less.",
}
OVERLAPPING: Final = (
    "Too many fragments, or too many fields of one name, meet in one place. Write each field once."
)


def excess(tree: DocumentNode, limits: Limits) -> str | None:
    """Which limit a document is over and how to stay inside, if it is over one."""
    over = next((name for name, count in _counted(tree) if count > getattr(limits, name)), None)
    if over is not None:
        return sentence(over, limits)
    return OVERLAPPING if too_many_meet(tree) else None


def sentence(name: str, limits: Limits) -> str:
    """What to say of a limit."""
    return SENTENCES[name].format(getattr(limits, name))


def _counted(tree: DocumentNode) -> Iterator[tuple[str, int]]:
    """Everything that the pass counts, by the name of its limit; the quick counts first."""
    yield from asdict(written(tree)).items()
    for size in sizes(tree):
        yield from ((name, count) for name, count in asdict(size).items() if name in SENTENCES)


def too_much(variables: Mapping[str, Any], limits: Limits) -> str | None:
    """Why the values of variables are too many, if they are."""
    pending: list[Any] = [variables]
    held = 0
    while pending:
        value = pending.pop()
        if isinstance(value, list) and len(value) > limits.items:
            return sentence("items", limits)
        if isinstance(value, Mapping | list):
            held += len(value)
            if held > limits.values:
                return sentence("values", limits)
            pending.extend(value.values() if isinstance(value, Mapping) else value)
    return None
