"""Ordinary resolvers: of every sort, and many of them fail."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from graphql import GraphQLError, GraphQLResolveInfo

from tests.engine.difference.comparing import ELSEWHERE
from tests.engine.difference.records import WHOLE, Page, Row, Shown, Torn, World

Resolver = Callable[..., Any]


def row(world: World, kind: str, table: str, number: int) -> Shown:
    """A whole row, as ordinary resolvers know it."""
    return Shown(kind, next(r for v, r in world.rows(table, WHOLE) if v["id"] == number))


def page(world: World) -> Shown:
    """A page of whole rows that no loader was asked for."""
    rows: list[Row] = [row for _, row in world.rows("reviews", WHOLE)]
    return Shown("ReviewPage", Page(of=7, rows=rows, size=len(rows)))


async def later(value: Any) -> Any:
    """A value that is waited for."""
    return value


async def torn_later(*_: Any) -> Any:
    """Waited for in vain."""
    raise Torn("It was torn later.")


def torn(*_: Any) -> Any:
    """Nothing but an error."""
    raise Torn("It is torn.")


def perhaps_slow(resolve: Resolver) -> Resolver:
    """The same, or the same later, as the argument says."""

    def resolving(source: Any, info: GraphQLResolveInfo[Any], **said: Any) -> Any:
        slow = said.pop("slow", False)
        if slow:
            return _slowly(resolve, source, info, said)
        return resolve(source, info, **said)

    return resolving


async def _slowly(resolve: Resolver, source: Any, info: Any, said: Mapping[str, Any]) -> Any:
    return resolve(source, info, **said)


class Odd:
    """Whose fields are odd."""

    plain = "plain"
    pairs = ({"left": 1, "right": 2}, {"left": None, "right": None})

    def called(self, _info: Any, text: str | None) -> str:
        """A field whose value is called."""
        return f"called {text}"

    def pair(self, _info: Any) -> dict[str, Any]:
        """A field whose value is a mapping, and one value of that is called."""
        return {"left": 1, "right": 2, "both": lambda _info, sum: 3 if sum else None}  # noqa: A006


async def stream(fails: bool | None) -> AsyncIterator[Any]:
    """Numbers that come one by one; one of them may be late, and another one an error."""
    yield 1
    yield later(2)
    if fails:
        raise Torn("The stream ends here.")
    yield 3


async def streams(fails: bool | None) -> AsyncIterator[Any]:
    """Lists that come one by one."""
    yield [1, 2]
    yield later([3])
    if fails:
        yield [4, None]


async def rows_one_by_one(world: World) -> AsyncIterator[Any]:
    """Rows that come one by one, with a hole."""
    yield row(world, "Book", "books", 2)
    yield None
    yield later(row(world, "Book", "books", 1))


def mixed(fails: bool | None) -> list[Any]:
    """Values that are there, and others that are waited for."""
    return [1, later(2), torn_later() if fails else 3, later(None) if fails else later(4), 5]


def generator() -> Iterator[int]:
    """Numbers, made one by one."""
    yield from (1, 2)


HOLES: Final[dict[str, Callable[[], Any]]] = {
    "FULL": lambda: [1, 2],
    "EMPTY": list,
    "NULL": lambda: None,
    "HOLE": lambda: [1, None, 3],
    "BAD": lambda: "no list",
    "BAD_HOLE": lambda: [1, "x", None, "y"],
    "ERROR": lambda: [1, Torn("One is torn.")],
    "MANY": lambda: (each for each in (1, 2)),
}


def numbers(_source: Any, _info: Any, **said: str) -> Any:
    """A list of numbers, with something wrong in it."""
    return torn() if said["with"] == "RAISES" else HOLES[said["with"]]()


def lists(_source: Any, _info: Any, **said: str) -> Any:
    """A list of lists, with something wrong in one of them."""
    if said["with"] == "RAISES":
        return torn()
    return [[7], HOLES[said["with"]](), []]


def lists_of_lists(_source: Any, _info: Any, **said: str) -> Any:
    """A list of lists of lists, with something wrong in two of them."""
    if said["with"] == "RAISES":
        return torn()
    return [[], [[7], HOLES[said["with"]]()], [HOLES[said["with"]]()], None]


def odds(_source: Any, _info: Any, **said: str | None) -> Any:
    """Several of the odd, with something wrong among them."""
    kind = said.get("with") or "FULL"
    if kind == "RAISES":
        return torn()
    made = HOLES[kind]()
    return [Odd() if each in {1, 2} else each for each in made] if made else made


def echo(_source: Any, _info: Any, **said: Any) -> str:
    """What was said, and in which order."""
    return "; ".join(f"{name}={_written(value)}" for name, value in said.items())


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def coded(*_: Any) -> Any:
    """An error that carries something."""
    raise GraphQLError("It is coded.", extensions={"code": "CODED", "most": 3})


def located(*_: Any) -> Any:
    """An error that says itself where it is."""
    raise GraphQLError("It is elsewhere.", path=list(ELSEWHERE))


ODD: Final[dict[str, Resolver]] = {
    "fine": lambda *_: "fine",
    "slow": lambda *_: later("slow"),
    "raises": torn,
    "sureRaises": torn,
    "slowRaises": lambda *_, **__: torn_later(),
    "sureSlowRaises": torn_later,
    "coded": coded,
    "located": located,
    "error": lambda *_: Torn("It is an error."),
    "errors": lambda *_: ["a", Torn("One is an error."), later(Torn("So is one later."))],
    "nothing": lambda *_: None,
    "slowNothing": lambda *_: later(None),
    "wrongInt": lambda *_: "many",
    "largeInt": lambda *_: 2**31,
    "genre": lambda *_: "PURPLE",
    "mood": lambda *_: 1,
    "wrongMood": lambda *_: "CALM",
    "unhashable": lambda *_: {},
    "picky": lambda _source, _info, of: of,
    "surePicky": lambda _source, _info, of: later(of),
    "day": lambda *_: date(2027, 1, 31),
    "wrongDay": lambda *_: "2027-01-31",
    "noList": lambda *_: 5,
    "textList": lambda *_: "text",
    "generator": lambda *_: generator(),
    "stream": lambda _source, _info, fails: stream(fails),
    "sureStream": lambda _source, _info, fails=None: streams(fails),
    "mixed": lambda _source, _info, fails=None: mixed(fails),
    "sureMixed": lambda _source, _info, fails=None: mixed(fails),
    "noObject": lambda *_: 5,
    "wrongKind": lambda _source, info: row(info.context, "Shelf", "shelves", 1),
    "slowKind": lambda *_: "rock",
    "maybe": perhaps_slow(lambda *_: Odd()),
    "sure": perhaps_slow(lambda *_: Odd()),
    "odds": perhaps_slow(odds),
    "sureOdds": perhaps_slow(odds),
    **{name: perhaps_slow(numbers) for name in "abcd"},
    **{name: perhaps_slow(lists) for name in "efgh"},
    "i": perhaps_slow(lists_of_lists),
    "book": lambda _source, info: later(row(info.context, "Book", "books", 1)),
    "books": lambda _source, info: [row(info.context, "Book", "books", n) for n in (1, 1, 3)],
    "page": lambda _source, info: later(page(info.context)),
}
