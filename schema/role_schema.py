"""The schema of a role: what a caller can really use of the schema, and nothing else of it."""

from functools import cache
from typing import Any, Final

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    build_ast_schema,
    build_schema,
    lexicographic_sort_schema,
    parse,
    print_schema,
)
from strawberry.schema import BaseSchema

from auth.caller import NOBODY, Caller
from auth.scopes import Reach, Scope
from schema.needs import NEEDS
from schema.pruning import inner, members, pruned, without

Grants = frozenset[tuple[Scope, Reach]]

_MADE: Final = "strawberry-definition"


@cache  # there is one
def _definitions(schema: BaseSchema) -> tuple[DefinitionNode, ...]:
    """Everything that the whole schema defines, in the order in which it is printed."""
    return parse(print_schema(lexicographic_sort_schema(build_schema(schema.as_str())))).definitions


@cache  # there are no more of them than there are sets of roles
def role_schema(schema: Any, grants: Grants) -> str:
    """The schema of callers with these grants, in the schema definition language."""
    caller = Caller(NOBODY, NOBODY, "", None, frozenset(), dict(grants), None)
    whole = _definitions(schema)
    directives = [each for each in whole if isinstance(each, DirectiveDefinitionNode)]
    types: Any = (each for each in whole if not isinstance(each, DirectiveDefinitionNode))
    kinds: Any = schema._schema.type_map  # noqa: SLF001  # Strawberry shows it nowhere else
    allowed = {each.name.value: _allowed(each, kinds[each.name.value], caller) for each in types}
    named = {inner(said.type) for each in directives for said in each.arguments or ()}
    left = pruned(allowed, named, lambda name: _may(kinds[name], caller))
    document = DocumentNode(definitions=(*directives, *left.values()))
    return print_schema(build_ast_schema(document, assume_valid_sdl=True)) + "\n"


def _allowed(node: Any, kind: Any, caller: Caller) -> Any:
    """A type without what the caller has no right to."""
    if getattr(node, "values", None):
        kept = [each for each in node.values if _may_say(kind.values[each.name.value], caller)]
        return without(node, values=kept)
    if not getattr(node, "fields", None):
        return node
    known = kind.fields
    fields = [each for each in members(node) if _may(known[each.name.value], caller)]
    return without(node, fields=[_asked(f, known[f.name.value], caller) for f in fields])


def _asked(field: Any, known: Any, caller: Caller) -> Any:
    """A field without the arguments that the caller may not say."""
    arguments = getattr(field, "arguments", None) or ()
    kept = [each for each in arguments if _may(known.args[each.name.value], caller)]
    return without(field, arguments=kept) if len(kept) < len(arguments) else field


def _may_say(value: Any, caller: Caller) -> bool:
    suffices = getattr(value.value, NEEDS, None)
    return suffices is None or suffices(caller)


def _may(part: Any, caller: Caller) -> bool:
    """Whether the caller has the rights that stand beside a part of the schema."""
    made = part.extensions.get(_MADE)
    needs = [each.suffices for each in getattr(made, "permission_classes", ())]
    for told in (part.extensions, getattr(made, "metadata", None) or {}):
        needs += [told[NEEDS]] if NEEDS in told else []
    return all(suffices(caller) for suffices in needs)
