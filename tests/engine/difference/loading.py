"""Loading: what is declared of the library's fields, and the loaders behind them."""

from collections.abc import Mapping
from typing import Any, Final

from engine.kinds import Declared
from tests.engine.difference.ordinary import torn
from tests.engine.difference.records import Asked, Page, Row, Torn, World
from tests.engine.difference.words import (
    column,
    computed,
    guarded,
    held,
    once,
    recorded,
    relation,
)


def one(table: str) -> Any:
    """A loader of the row with an id, if there is one."""

    def answer(world: World, key: int, asked: Asked) -> Row | None:
        return next((row for values, row in world.rows(table, asked) if values["id"] == key), None)

    return recorded(f"{table} by id", answer)


def many(table: str, by: str) -> Any:
    """A loader of the rows that point to something; what is said narrows them down."""

    def answer(world: World, key: int, asked: Asked, **said: Any) -> list[Row]:
        rows = [
            row
            for values, row in world.rows(table, asked)
            if values[by] == key and _fits(values, said)
        ]
        if said.get("sort") == "DOWN":
            rows.reverse()
        first = said.get("first", "unsaid")
        return rows if first in {None, "unsaid"} else rows[:first]

    return recorded(f"{table} by {by}", answer)


def _fits(values: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    like = said.get("like", "unsaid")
    if like not in (None, "unsaid") and like.get("word"):
        return bool(values["word"] == like["word"])
    genre = said.get("genre", "unsaid")
    return genre in {None, "unsaid"} or values["genre"] == genre


def _page(world: World, key: int, asked: Asked, first: Any = "unsaid") -> Page:
    rows = [row for values, row in world.rows("reviews", asked) if values["book_id"] == key]
    most = 3 if first in {None, "unsaid"} else first
    return Page(of=key, rows=rows[:most], size=len(rows))


def _books(world: World, _: bool, asked: Asked, **said: Any) -> list[Row]:
    found = [
        row
        for values, row in world.rows("books", asked)
        if _fits(values, said) and values["title"].startswith(said.get("starts_with") or "")
    ]
    return found[: said["first"]]


def _by_ids(table: str) -> Any:
    def answer(world: World, _: bool, asked: Asked, ids: list[Any]) -> list[Row | None]:
        known = {str(values["id"]): row for values, row in world.rows(table, asked)}
        return [known.get(str(each)) for each in ids]

    return recorded(f"{table} by ids", answer)


def _asked_for(table: str) -> Any:
    def answer(world: World, _: bool, asked: Asked, **said: Any) -> Row | None:
        wanted = str(said["id"])
        rows = world.rows(table, asked)
        return next((row for values, row in rows if str(values["id"]) == wanted), None)

    return recorded(f"{table} asked for", answer)


def _partly(world: World, key: int, asked: Asked) -> Any:
    if key == 1:
        return Torn("This one is torn.")
    return next((row for values, row in world.rows("authors", asked) if values["id"] == key), None)


def _sized(_world: World, key: int, _asked: Asked) -> int | None:
    return None if key == 2 else key * 10


def _next(world: World, key: int, asked: Asked) -> Row | None:
    rows = world.rows("letters", asked)
    return next((row for values, row in rows if values["id"] == key + 1), None)


def _torn_rows(page: Page) -> Any:
    return torn() if page.of == 3 else page.rows


AUTHORS: Final = one("authors")
BOOKS: Final = one("books")
REVIEWS: Final = many("reviews", "book_id")
PAGES: Final = recorded("pages", _page)
BROKEN: Final = recorded("broken", torn)
ALL_BOOKS: Final = recorded("books", _books)
ALWAYS_NONE: Final = recorded("none", lambda *_: None)
SIZES: Final = recorded("sizes", _sized)

DECLARED: Final[dict[str, dict[str, Declared]]] = {
    "Query": {
        "book": once(_asked_for("books")),
        "sureBook": once(_asked_for("books")),
        "books": once(ALL_BOOKS),
        "maybeBooks": once(_by_ids("books")),
        "author": once(_asked_for("authors")),
        "letter": once(_asked_for("letters")),
        "letters": once(_by_ids("letters")),
        "sureLetters": once(_by_ids("letters")),
        "noLetters": once(ALWAYS_NONE),
        "secrets": guarded(once(recorded("secrets", lambda *_: [])), "read secrets"),
        "sureSecrets": guarded(once(recorded("secrets", lambda *_: [])), "read secrets"),
        "broken": once(BROKEN),
        "sureBroken": once(BROKEN),
        "torn": once(recorded("torn", lambda *_: [None, Torn("A row is torn.")])),
    },
    "Bump": {
        "counter": relation(one("counters"), lambda bumped: bumped["counter_id"]),
        "later": relation(one("counters"), lambda bumped: bumped.get("nowhere")),
    },
    "Counter": {
        "count": column("count"),
        "twice": computed(lambda count: count * 2, "count"),
        "book": relation(BOOKS, "count"),
    },
    "Renamed": {
        name: relation(BOOKS, lambda renamed: renamed["book_id"]) for name in ("book", "sureBook")
    },
    "Book": {
        "id": computed(lambda number: f"book-{number}", "id"),
        "number": column("id"),
        **{name: column(name) for name in ("title", "genre", "pages", "price", "printed", "blurb")},
        "label": computed(lambda title, genre: f"{title} ({genre})", "title", "genre"),
        "greeting": computed(
            lambda world, title: f"{title}, {len(world.rights)}", "title", in_context=True
        ),
        "halfPages": computed(lambda pages: pages / 2, "pages"),
        "sureHalf": computed(lambda pages: pages / 2 if pages else None, "pages"),
        "torn": computed(torn, "id", "title"),
        "sureTorn": computed(lambda number: torn() if number == 3 else number, "id"),
        "author": relation(AUTHORS, "author_id"),
        "sureAuthor": relation(AUTHORS, "author_id"),
        "shelf": relation(one("shelves"), "shelf_id"),
        "reviews": relation(REVIEWS, "id"),
        "maybeReviews": relation(REVIEWS, "id"),
        "reviewWords": relation(REVIEWS, "id", shows="word"),
        **{
            name: relation(REVIEWS, "id", shows="mark")
            for name in ("marks", "sureMarks", "allMarks")
        },
        **{name: relation(REVIEWS, "id", shows="genre") for name in ("genres", "sureGenres")},
        **{name: relation(REVIEWS, "id", shows="size") for name in ("sizes", "sureSizes")},
        "page": relation(PAGES, "id"),
        "maybePage": relation(PAGES, "id"),
        "secret": guarded(column("blurb"), "read secrets"),
        "sureSecret": guarded(column("title"), "read secrets"),
        "secretReviews": guarded(relation(REVIEWS, "id"), "read secrets"),
        "sureSecretReviews": guarded(relation(REVIEWS, "id"), "see pages", "read secrets"),
        "secretPage": guarded(relation(PAGES, "id"), "see pages"),
        "broken": relation(BROKEN, "id"),
        "sureBroken": relation(BROKEN, "id"),
        "partly": relation(recorded("partly", _partly), "author_id"),
        "partlySure": relation(recorded("partly", _partly), "author_id"),
        "noReviews": relation(ALWAYS_NONE, "id"),
        "wrongReviews": relation(recorded("wrong", lambda *_: 5), "id"),
    },
    "Author": {
        "id": computed(str, "id"),
        "name": column("name"),
        "books": relation(many("books", "author_id"), "id"),
        "friend": relation(AUTHORS, "friend_id"),
        "sureFriend": relation(AUTHORS, "friend_id"),
        "house": relation(one("shelves"), "house_id"),
    },
    "Shelf": {
        "id": computed(str, "id"),
        "room": column("room"),
        "height": computed(lambda height: height, "height"),
        "sureHeight": computed(lambda height: height, "height"),
        "books": relation(many("books", "shelf_id"), "id"),
    },
    "Review": {
        "stars": column("stars"),
        "word": column("word"),
        "book": relation(BOOKS, "book_id"),
        "author": relation(AUTHORS, "author_id"),
        "sureAuthor": relation(AUTHORS, "author_id"),
        "words": relation(REVIEWS, "book_id", shows="word"),
    },
    "ReviewPage": {
        "nodes": held(lambda page: page.rows),
        "edges": held(lambda page: page.edges),
        "size": held(lambda page: page.size),
        "sureSize": held(lambda page: page.size or None),
        "genre": held(lambda page: "PURPLE" if page.of == 2 else "PROSE"),
        "first": held(lambda page: page.rows[0] if page.rows else None),
        "sureFirst": held(lambda page: page.rows[0] if page.rows else None),
        "torn": held(lambda page: torn() if page.of == 3 else "whole"),
        "tornNodes": held(_torn_rows),
        "sureTornNodes": held(_torn_rows),
        "tornFirst": held(lambda page: torn() if page.of == 3 else None),
        "noNodes": held(lambda page: 5 if page.of == 3 else None),
        "someNodes": held(lambda page: [*page.rows, Torn("One is torn.")]),
        "holes": held(lambda page: [None, *page.rows, None]),
        "sureHoles": held(lambda page: [*page.rows, None] if page.of == 1 else page.rows),
        "secret": guarded(held(lambda page: page.size), "see pages"),
        "secretNodes": guarded(held(lambda page: page.rows), "see pages"),
        "count": relation(SIZES, lambda page: page.of),
        "late": relation(SIZES, lambda page: None if page.of == 3 else page.of),
        "book": relation(BOOKS, lambda page: page.of),
    },
    "ReviewEdge": {
        "cursor": held(lambda edge: edge[0]),
        "node": held(lambda edge: edge[1]),
        "maybe": held(lambda edge: edge[1] if edge[0].endswith("0") else None),
        "place": held(lambda edge: 2**40 if edge[0].endswith("1") else 1),
    },
    "Letter": {
        **{
            name: column(name)
            for name in (
                *("id", "must", "text", "genre", "count", "price", "flag"),
                *("words", "numbers", "grid", "loose", "code"),
            )
        },
        "sureGenre": column("sure_genre"),
        "sureCount": column("sure_count"),
        "sureWords": column("sure_words"),
        "next": relation(recorded("next", _next), "id"),
        "sureNext": relation(recorded("next", _next), "id"),
    },
}
