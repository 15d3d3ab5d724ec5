"""Words: how a field of the library is declared, and what resolves it where nothing is declared."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLOutputType,
    GraphQLResolveInfo,
    is_list_type,
    is_non_null_type,
)

from engine.kinds import Bridge, Column, Computed, Declared, Held, Kind, Relation
from tests.engine.difference.records import WHOLE, Asked, Load, Refused, Shown, Torn, World

DECLARED: Final = "declared"
UNLUCKY: Final = 13
# Things of these types are rows, or hold rows; resolvers know them by what shows them.
SHOWN: Final = frozenset(
    {
        *("Book", "Author", "Shelf", "Review", "Letter", "Counter"),
        *("ReviewPage", "ReviewEdge"),
    }
)


@dataclass(frozen=True, slots=True)
class Right:
    """A right that a field needs."""

    name: str

    def holds(self, context: World) -> bool:
        """Whether whoever asks has it."""
        return self.name in context.rights

    def refusal(self) -> Exception:
        """What is said if not."""
        return Refused(self.name)


def guarded(declared: Declared, *rights: str) -> Declared:
    """The same, for those who have rights."""
    return replace(declared, guards=tuple(Right(each) for each in rights))


def column(name: str) -> Declared:
    """A field that is a column."""
    return Declared(Column(name))


def computed(by: Callable[..., Any], *of: str, in_context: bool = False) -> Declared:
    """A field that is made of columns."""
    return Declared(Computed(of, by, in_context))


def held(get: Callable[[Any], Any]) -> Declared:
    """A field of a thing that holds rows."""
    return Declared(Held(get))


def relation(
    load: Callable[..., Awaitable[Sequence[Any]]],
    key: str | Callable[[Any], Any],
    shows: str | None = None,
) -> Declared:
    """A field that is fetched."""
    return Declared(Relation(load, key, shows))


def once(load: Callable[..., Awaitable[Sequence[Any]]]) -> Declared:
    """A field at the root that is fetched."""
    return relation(load, lambda _: True)


def recorded(name: str, answer: Callable[..., Any]) -> Callable[..., Awaitable[Sequence[Any]]]:
    """A loader that answers each key by itself, and notes that it was asked."""

    async def load(context: World, keys: Sequence[Any], asked: Asked, **said: Any) -> list[Any]:
        assert None not in keys
        context.loads.append(Load(name, tuple(keys), asked, said))
        return [answer(context, key, asked, **said) for key in keys]

    return load


def declare(field: GraphQLField, declared: Declared) -> None:
    """Let a field be declared, and have a resolver that does the same for one thing."""
    field.extensions[DECLARED] = declared
    resolve = RESOLVERS[type(declared.kind)](declared.kind)

    def guarding(source: Any, info: GraphQLResolveInfo[Any], **said: Any) -> Any:
        for guard in declared.guards:
            if not guard.holds(info.context):
                raise guard.refusal()
        return resolve(source, info, said)

    field.resolve = guarding


def _of_column(kind: Kind) -> Callable[..., Any]:
    assert isinstance(kind, Column)
    return lambda source, _info, _said: source.row[kind.name]


def _of_computed(kind: Kind) -> Callable[..., Any]:
    assert isinstance(kind, Computed)

    def resolve(source: Any, info: GraphQLResolveInfo[Any], _said: Any) -> Any:
        values = [source.row[name] for name in kind.of]
        return kind.by(info.context, *values) if kind.in_context else kind.by(*values)

    return resolve


def _of_held(kind: Kind) -> Callable[..., Any]:
    assert isinstance(kind, Held)
    return lambda source, info, _said: viewed(info.return_type, kind.get(behind(source)))


def _of_relation(kind: Kind) -> Callable[..., Any]:
    assert isinstance(kind, Relation)

    async def resolve(source: Any, info: GraphQLResolveInfo[Any], said: Any) -> Any:
        thing = behind(source)
        key = thing[kind.key] if isinstance(kind.key, str) else kind.key(thing)
        if key is None:
            return None
        field = info.parent_type.fields[info.field_name]
        answers = await kind.load(info.context, [key], WHOLE, **arguments(field, said))
        answer = answers[0]
        if kind.shows is not None and isinstance(answer, list | tuple):
            return [row[kind.shows] for row in answer]
        return viewed(info.return_type, answer)

    return resolve


RESOLVERS: Final[dict[type, Callable[[Kind], Callable[..., Any]]]] = {
    Column: _of_column,
    Computed: _of_computed,
    Held: _of_held,
    Relation: _of_relation,
}


def viewed(kind: GraphQLOutputType, value: Any) -> Any:
    """Things as ordinary resolvers know them."""
    if is_non_null_type(kind):
        return viewed(kind.of_type, value)
    if is_list_type(kind):
        return [viewed(kind.of_type, it) for it in value] if isinstance(value, list) else value
    return view(str(kind), value)


def view(kind: str, thing: Any) -> Any:
    """A thing of a type, as ordinary resolvers know it."""
    if kind not in SHOWN or thing is None or isinstance(thing, Exception):
        return thing
    return Shown(kind, thing)


def behind(source: Any) -> Any:
    """The thing that is shown; what is not shown stands for itself."""
    return source.row if isinstance(source, Shown) else source


def arguments(field: GraphQLField, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a loader is told; what was not said is said here, and one number is not taken."""
    if said.get("first") == UNLUCKY:
        raise Torn("This number is not taken.")
    known = {argument.out_name or name for name, argument in field.args.items()}
    return {name: said.get(name, "unsaid") for name in sorted(known)}


BRIDGE: Final = Bridge(
    declared=lambda field: field.extensions.get(DECLARED),
    arguments=lambda field: partial(arguments, field),
    wanted=Asked,
    rights=lambda context: context.rights,
    view=view,
    behind=behind,
)
