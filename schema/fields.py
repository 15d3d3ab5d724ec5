"""Fields: the five words that say what a field shows and where it comes from.

Each makes the field that Strawberry runs, and declares it to the engine, which needs no resolver.
"""

from collections.abc import Awaitable, Callable, Sequence
from inspect import Parameter, Signature, signature
from typing import Any, Final

import strawberry
from strawberry.types import Info

from auth.scopes import Scope
from engine.kinds import Column, Computed, Held, Kind, Relation
from resolvers.columns import EVERYTHING, Wanted
from resolvers.context import Context
from schema.permissions import may
from schema.views import behind, viewed

KIND: Final = "kind"
"""Under which a field keeps what it is; a column keeps the word, for it is named by its field."""

Answers = Callable[..., Awaitable[Sequence[Any]]]


def shown(says: str, *, needs: Scope | None = None) -> Any:
    """A field that is a column: it has the column's name and shows its value."""
    return _field(Column, None, says, needs)


def computed(
    by: Callable[..., Any],
    *,
    of: tuple[str, ...],
    says: str,
    needs: Scope | None = None,
    in_context: bool = False,
    written: str = "",
) -> Any:
    """A field that is made of columns: `by(*values)`, or `by(context, *values)`."""

    def resolve(self: Any, info: Info[Context, None]) -> Any:
        values = [getattr(behind(self), name) for name in of]
        return by(info.context, *values) if in_context else by(*values)

    return _field(Computed(of, by, in_context, written), resolve, says, needs)


def held(
    get: Callable[[Any], Any], *, says: str, is_cursor: bool = False, looks_on: bool = False
) -> Any:
    """A field that stands in a thing that is no row: a page, a place in it, a number."""

    def resolve(self: Any, info: Info[Context, None]) -> Any:
        return _viewed(info, get(behind(self)))

    return _field(Held(get, is_cursor, looks_on), resolve, says, None)


def relation(
    load: Answers,
    key: str | Callable[[Any], Any],
    *,
    says: str,
    needs: Scope | None = None,
    takes: Callable[..., dict[str, Any]] | None = None,
    shows: str | None = None,
) -> Any:
    """A field that leads to rows: `load(context, keys, wanted)` finds those of every key.

    What `takes` takes, the field takes too; what it makes of that, `load` is told.
    """
    ask = load if takes is None else _telling(load, takes)

    async def resolve(self: Any, info: Info[Context, None], **said: Any) -> Any:
        thing = behind(self)
        of = getattr(thing, key) if isinstance(key, str) else key(thing)
        rows = None if of is None else (await ask(info.context, [of], EVERYTHING, **said))[0]
        if shows is None or rows is None:
            return _viewed(info, rows)
        return [getattr(row, shows) for row in rows]

    _take(resolve, takes)
    return _field(Relation(ask, key, shows), resolve, says, needs)


def found(
    find: Callable[..., Awaitable[Any]],
    *,
    says: str,
    needs: Scope | None = None,
    takes: Callable[..., dict[str, Any]] | None = None,
) -> Any:
    """A field of the root: `find(context, wanted)` finds what it shows."""

    async def load(ctx: Context, keys: Sequence[Any], wanted: Wanted, /, **told: Any) -> list[Any]:
        answer = await find(ctx, wanted, **told)
        return [answer for _ in keys]

    return relation(load, lambda _: True, says=says, needs=needs, takes=takes)


def _field(kind: Kind | type[Column], resolve: Any, says: str, needs: Scope | None) -> Any:
    return strawberry.field(
        resolver=resolve,
        description=f"{says}. Needs the scope `{needs}`" if needs else says,
        permission_classes=[may(needs)] if needs else [],
        metadata={KIND: kind},
    )


def _telling(load: Answers, takes: Callable[..., dict[str, Any]]) -> Answers:
    async def ask(
        ctx: Context, keys: Sequence[Any], wanted: Wanted, /, **said: Any
    ) -> Sequence[Any]:
        return await load(ctx, keys, wanted, **takes(**said))

    return ask


def _take(resolve: Callable[..., Any], takes: Callable[..., Any] | None) -> None:
    """Let a resolver take, instead of anything, what this function takes."""
    own = [each for each in signature(resolve).parameters.values() if each.name != "said"]
    more = signature(takes).parameters.values() if takes else ()
    named = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in more]
    resolve.__signature__ = Signature([*own, *named])  # type: ignore[attr-defined]  # Python reads it


def _viewed(info: Info[Context, None], thing: Any) -> Any:
    return viewed(info._raw_info.return_type, thing)  # noqa: SLF001  # Strawberry shows it nowhere else
