"""The library: its schema, with what is declared of it and what resolves the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
)

from tests.engine.difference import ordinary
from tests.engine.difference.loading import DECLARED
from tests.engine.difference.ordinary import later, perhaps_slow, row
from tests.engine.difference.records import Shown, Torn, World
from tests.engine.difference.sdl import SDL
from tests.engine.difference.words import declare


@dataclass(frozen=True, slots=True)
class Strange:
    """A thing that says itself which type it is of; it may lie."""

    says: Any
    name: str = "strange"
    id: str = "s"
    weight: int = 5


SAYS: Final[dict[str, Any]] = {
    "STONE": "Stone",
    "REVIEW": "Review",
    "ODD": "Odd",
    "GENRE": "Genre",
    "NOWHERE": "Nowhere",
    "NUMBER": 5,
    "NOTHING": None,
    "RAISES": Torn("It does not say."),
}
ROWS: Final = {
    "BOOK": ("Book", "books"),
    "AUTHOR": ("Author", "authors"),
    "SHELF": ("Shelf", "shelves"),
}


def answer(world: World, what: str) -> Any:
    """A thing, or what is none."""
    if what == "NULL":
        return None
    if what == "ITSELF":
        return {"__typename": "Stone", "id": "self", "name": "itself"}
    return row(world, *ROWS[what], 1) if what in ROWS else Strange(SAYS[what])


def says(value: Any, *_: Any) -> Any:
    """Which type something is of."""
    if isinstance(value, Shown):
        return value.kind
    if isinstance(value, dict):
        return later(value["__typename"])
    if isinstance(value.says, Exception):
        raise value.says
    return value.says


def bump(_source: Any, info: GraphQLResolveInfo[Any], by: int | None) -> dict[str, Any]:
    """Count up; what is read afterwards is what was then."""
    world = cast("World", info.context)
    before, world.count = world.count, world.count + (by or 0)
    world.calls.append(f"bump {before}")
    return {"by": by, "before": before, "counter_id": 1}


def rename(_source: Any, info: GraphQLResolveInfo[Any], **said: Any) -> Any:
    """Give a book another title."""
    world = cast("World", info.context)
    world.titles[int(said["id"])] = said["title"]
    world.calls.append(f"rename {said['title']}")
    return later({"title": said["title"], "book_id": int(said["id"])})


def counted(_source: Any, info: GraphQLResolveInfo[Any]) -> int:
    """How often this was asked, and count it."""
    info.context.count += 1
    return cast("int", info.context.count)


ROOT: Final[dict[str, Callable[..., Any]]] = {
    "bestPage": perhaps_slow(lambda _source, info: ordinary.page(info.context)),
    "bestBook": perhaps_slow(lambda _source, info: row(info.context, "Book", "books", 2)),
    "bestBooks": perhaps_slow(
        lambda _source, info: [row(info.context, "Book", "books", n) for n in (2, 4, 2)]
    ),
    "streamOfBooks": lambda _source, info: ordinary.rows_one_by_one(info.context),
    "odd": lambda *_: ordinary.Odd(),
    "sureOdd": lambda *_: later(ordinary.Odd()),
    "things": lambda _source, info: [answer(info.context, each) for each in ("AUTHOR", "SHELF")],
    **{
        name: perhaps_slow(lambda _source, info, what: answer(info.context, what))
        for name in ("thing", "named", "found")
    },
    "founds": lambda _source, info, what: [answer(info.context, each) for each in what],
    "echo": ordinary.echo,
    "slowEcho": lambda _source, info, **said: later(ordinary.echo(None, info, **said)),
    "counted": counted,
}
MUTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "bump": bump,
    "slowBump": lambda source, info, by: later(bump(source, info, by)),
    "rename": rename,
    "fail": ordinary.torn,
    "sureFail": ordinary.torn_later,
}
BOOKS: Final[dict[str, Callable[..., Any]]] = {
    "slug": lambda book, _info: book.row["title"].lower().replace(" ", "-"),
    "slow": lambda book, info: later(f"slow {book.row['id']}"),
    "similar": perhaps_slow(
        lambda book, info: [row(info.context, "Book", "books", n) for n in (1, book.row["id"])]
    ),
    "thing": lambda book, info: row(info.context, "Shelf", "shelves", book.row["shelf_id"]),
    "odd": lambda *_: ordinary.Odd(),
    "sureFails": lambda book, _info: "many" if book.row["id"] == 2 else book.row["id"],
    "oddPage": lambda book, info: later(ordinary.page(info.context)),
}
OTHERS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "Query": ROOT,
    "Mutation": MUTATIONS,
    "Book": BOOKS,
    "Odd": ordinary.ODD,
    "Author": {
        "nameLater": lambda author, _info: later(author.row["name"]),
        "thing": lambda author, info: row(info.context, "Author", "authors", author.row["id"]),
    },
    "ReviewPage": {"described": lambda page, _info: f"page of {page.row.of}"},
}


def _scalars(schema: GraphQLSchema) -> None:
    scalars: dict[str, Callable[[Any], Any]] = {"Day": _day, "Picky": _picky}
    for name, printed in scalars.items():
        scalar = schema.type_map[name]
        assert isinstance(scalar, GraphQLScalarType)
        scalar.coerce_output_value = printed
    day = cast("GraphQLScalarType", schema.type_map["Day"])
    day.coerce_input_value = date.fromisoformat


def _day(value: Any) -> str:
    return cast("date", value).isoformat()


def _picky(value: int) -> int | None:
    if value < 0:
        raise ValueError(f"{value} is not liked.")
    return value or None


def _kinds(schema: GraphQLSchema) -> None:
    """Which type a thing is of: some types know it, some unions and interfaces do."""
    for name in ("Author", "Shelf"):
        kind = cast("GraphQLObjectType", schema.type_map[name])
        kind.is_type_of = lambda value, _info, name=name: getattr(value, "kind", "") == name
    stone, rock = (cast("GraphQLObjectType", schema.type_map[each]) for each in ("Stone", "Rock"))
    stone.is_type_of = lambda value, _info: later(getattr(value, "says", "") == "Stone")
    rock.is_type_of = lambda *_: later(False)
    for name in ("Found", "Named"):
        cast("GraphQLUnionType | GraphQLInterfaceType", schema.type_map[name]).resolve_type = says
    mood = cast("GraphQLEnumType", schema.type_map["Mood"])
    schema.type_map["Mood"].values = GraphQLEnumType(  # type: ignore[attr-defined]
        mood.name, {"CALM": 1, "LOUD": 2}
    ).values


def library() -> GraphQLSchema:
    """The schema of the library."""
    schema = build_schema(SDL)
    _scalars(schema)
    _kinds(schema)
    for kind, resolvers in OTHERS.items():
        for name, resolve in resolvers.items():
            cast("GraphQLObjectType", schema.type_map[kind]).fields[name].resolve = resolve
    for kind, declarations in DECLARED.items():
        for name, declared in declarations.items():
            field = cast("GraphQLObjectType", schema.type_map[kind]).fields[name]
            for argument in field.args:
                field.args[argument].out_name = {"startsWith": "starts_with"}.get(argument)
            declare(field, declared)
    return schema


SCHEMA: Final = library()
