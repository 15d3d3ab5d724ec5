"""Cases of shapes: aliases, fragments, directives, what is merged, and in which order it comes."""

from typing import Final

from tests.engine.difference.cases import Case

DEEP: Final = 12


def deep(levels: int) -> str:
    """A question that goes down into friends of friends."""
    return "{ author(id: 1) " + "{ friend " * levels + "{ name }" + " }" * levels + " }"


def deep_odd(levels: int, last: str) -> str:
    """A question that goes down into what is odd; only the first may be null."""
    return "{ odd { maybe " + "{ sure " * levels + "{ " + last + " }" + " }" * levels + " } }"


DIRECTIVES: Final = """
query ($yes: Boolean!, $no: Boolean = false) {
  book(id: 1) {
    a: title @include(if: $yes)
    b: title @include(if: $no)
    c: title @skip(if: $yes)
    d: title @skip(if: $no)
    e: title @skip(if: $no) @include(if: $yes)
    f: title @skip(if: true) @include(if: true)
    ... on Book @include(if: $yes) { g: title author @skip(if: $no) { name } }
    ... @skip(if: $yes) { h: title author { id } }
    ...Named @include(if: $no)
    ...Named @skip(if: $no)
    ... @include(if: true) { author { i: name @include(if: $yes) } }
    none: author @skip(if: $no) { name @skip(if: $yes) }
  }
}
fragment Named on Book { title pages }"""
MERGED: Final = """
{
  book(id: 1) { author { name } title }
  ...More
  book(id: 1) { title page { nodes { word } } author { friend { name } ...Name } }
}
fragment More on Query {
  author { name }
  book(id: 1) { page { edges { node { stars } } nodes { stars author { name } } } author { id } }
}
fragment Name on Author { name friend { id } }"""
ORDERED: Final = """
{
  z: book(id: 1) { z: title slow a: author { z: name } slug m: number a: author { b: id } f: slow }
  odd { slow fine z: slow a: fine }
  a: book(id: 2) { reviewWords z: title __typename }
  __typename
}"""
SHAPES: Final[tuple[Case, ...]] = (
    Case(
        name="aliases",
        text="{ one: book(id: 1) { t: title title u: title } two: book(id: 2) { title: label } }",
        way="whole",
        data={
            "one": {"t": "Poezii", "title": "Poezii", "u": "Poezii"},
            "two": {"title": "Luceafărul (POETRY)"},
        },
        errors=[],
    ),
    Case(
        name="aliases of a relation with other arguments",
        text="""{ book(id: 1) {
            all: reviews { word } one: reviews(first: 1) { stars } fine: reviews(like: {word:
            "fine"}) { word }
            down: reviews(sort: DOWN, first: 2) { stars word }
        } }""",
        way="whole",
        data={
            "book": {
                "all": [{"word": "fine"}, {"word": "long"}, {"word": "odd"}],
                "one": [{"stars": 1}],
                "fine": [{"word": "fine"}],
                "down": [{"stars": 4, "word": "odd"}, {"stars": 2, "word": "long"}],
            }
        },
    ),
    Case(
        name="an alias that is another field's name",
        text="{ book(id: 1) { title: genre genre: title author { id: name name: id } } }",
        way="whole",
        data={
            "book": {"title": "POETRY", "genre": "Poezii", "author": {"id": "Mihai", "name": "1"}}
        },
    ),
    Case(name="everything in its order", text=ORDERED, way="mixed"),
    Case(
        name="merged from several places",
        text=MERGED,
        way="whole",
        data={
            "book": {
                "author": {"name": "Mihai", "id": "1", "friend": {"name": "Ion", "id": "2"}},
                "title": "Poezii",
                "page": {
                    "edges": [{"node": {"stars": 1}}, {"node": {"stars": 2}}],
                    "nodes": [
                        {"stars": 1, "author": {"name": "Mihai"}, "word": "fine"},
                        {"stars": 2, "author": {"name": "Ion"}, "word": "long"},
                    ],
                },
            },
            "author": {"name": "Mihai"},
        },
    ),
    *(
        Case(
            name=f"directives, {yes} and {no}",
            text=DIRECTIVES,
            variables={"yes": yes} if no is None else {"yes": yes, "no": no},
            way="whole",
        )
        for yes in (True, False)
        for no in (None, True, False)
    ),
    Case(
        name="nothing is included",
        text="{ book(id: 1) @skip(if: true) { title } author @include(if: false) { name } }",
        data={},
        errors=[],
    ),
    Case(
        name="only nothing below",
        text="{ book(id: 1) { title @skip(if: true) author { name @include(if: false) } } }",
        data={"book": {"author": {}}},
    ),
    Case(
        name="a relation is skipped in one place and asked in another",
        text="""query ($no: Boolean!) { books {
            author @include(if: $no) { name } ... { author { id } } page @skip(if: $no) { size }
            } }""",
        variables={"no": False},
        way="whole",
    ),
    Case(
        name="names of types everywhere",
        text="""{ __typename t: __typename books(first: 2) { __typename author { __typename n:
            __typename }
            page { __typename edges { __typename node { __typename } } nodes { __typename } } }
            }""",
        way="whole",
        data={
            "__typename": "Query",
            "t": "Query",
            "books": [
                {
                    "__typename": "Book",
                    "author": {"__typename": "Author", "n": "Author"},
                    "page": {
                        "__typename": "ReviewPage",
                        "edges": [{"__typename": "ReviewEdge", "node": {"__typename": "Review"}}]
                        * count,
                        "nodes": [{"__typename": "Review"}] * count,
                    },
                }
                for count in (2, 1)
            ],
        },
    ),
    Case(name="only a name", text="{ __typename }", data={"__typename": "Query"}, errors=[]),
    Case(
        name="fragments on what a row also is",
        text="""{ book(id: 1) { ... on Thing { id } ...F author { ... on Named { name } ... on
            Thing { i: id } } } }
            fragment F on Thing { ... on Book { title } ... on Author { name } }""",
        way="whole",
        data={"book": {"id": "book-1", "title": "Poezii", "author": {"name": "Mihai", "i": "1"}}},
    ),
    Case(
        name="fragments in fragments",
        text="""{ author { ...A } }
            fragment A on Author { ...B friend { ...B ...C } }
            fragment B on Author { name ...C }
            fragment C on Author { books { title } }""",
        way="whole",
    ),
    Case(
        name="variables in fragments",
        text="""query ($n: Int, $g: Genre, $on: Boolean!) { author { ...A } }
            fragment A on Author { books(genre: $g) { title @include(if: $on) reviews(first: $n)
            { word } } }""",
        variables={"n": 1, "g": "POETRY", "on": True},
        way="whole",
        data={
            "author": {
                "books": [
                    {"title": "Poezii", "reviews": [{"word": "fine"}]},
                    {"title": "Luceafărul", "reviews": [{"word": "fine"}]},
                ]
            }
        },
    ),
    Case(name="deep", text=deep(DEEP), way="whole"),
    Case(name="deeper than there is anything", text=deep(DEEP).replace("id: 1", "id: 3")),
    Case(name="deep in what is odd", text=deep_odd(20, "fine sure { slow }"), way="mixed"),
    *(
        Case(
            name=f"a {last} deep down empties what may be empty",
            text=deep_odd(5, f"fine {last}"),
            data={"odd": {"maybe": None}},
        )
        for last in ("nothing", "slowNothing", "sureRaises", "sureSlowRaises")
    ),
    Case(
        name="all levels of relations",
        text="""{ books { title author { name books { title author { name books { number
            reviews { word author { name friend { name } } book { title } } } } } } } }""",
        way="whole",
    ),
    *(
        Case(
            name=f"several operations, {name}",
            text="""query A { author { name } } query B { book(id: 1) { title } } mutation C {
            bump { by } }""",
            operation=name,
            data=data,
            errors=errors,
        )
        for name, data, errors in (
            ("A", {"author": {"name": "Mihai"}}, []),
            ("B", {"book": {"title": "Poezii"}}, []),
            ("C", {"bump": {"by": 1}}, []),
            ("D", None, [("", "Unknown operation named 'D'.")]),
            (
                None,
                None,
                [("", "Must provide operation name if query contains multiple operations.")],
            ),
        )
    ),
    Case(
        name="the schema itself",
        text='{ __schema { queryType { name } } __type(name: "Book") { kind fields { name } } }',
        way="core",
    ),
    Case(
        name="the schema beside other things",
        text='{ book(id: 1) { title } __type(name: "Genre") { enumValues { name } } }',
        way="core",
    ),
)
