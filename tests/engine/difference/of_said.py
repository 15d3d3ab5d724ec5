"""Cases of what is said: arguments, variables, what is left out, and what does not fit."""

from typing import Any, Final

from tests.engine.difference.cases import Case

ECHO: Final = "query ($text: String, $number: Int, $like: ReviewLike, $ids: [ID], $day: Day) "
ECHOED: Final = "{ echo(text: $text, number: $number, like: $like, ids: $ids, day: $day) }"
NEEDED: Final = "query ($n: Int = 3) { books(first: $n) { number } echo(sure: $n) }"
BELOW: Final = """query ($n: Int = 3) { books(first: 2) { number a: maybeReviews(needed: $n) {
            word }
    odd { a: picky(of: $n) } } }"""
SWITCH: Final = "query ($b: Boolean = true) { "
SURE: Final = """query ($n: Int = 3) { maybeBooks(ids: [1, 2, 99]) { number maybeReviews(needed:
            $n) { word }
    odd { sure { fine } } } author(id: $n) { name } }"""
WRONG: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("query ($n: Int!) { author(id: $n) { name } }", {}),
    ("query ($n: Int!) { author(id: $n) { name } }", {"n": None}),
    ("query ($n: Int!) { author(id: $n) { name } }", {"n": "1"}),
    ("query ($n: Int!) { author(id: $n) { name } }", {"n": 2**31}),
    ("query ($n: Int!) { author(id: $n) { name } }", {"n": True}),
    ("query ($i: [ID!]!) { maybeBooks(ids: $i) { title } }", {"i": [1, None, {}]}),
    ("query ($i: [ID!]!) { maybeBooks(ids: $i) { title } }", {"i": None}),
    ("query ($l: ReviewLike) { echo(like: $l) }", {"l": {"word": 5, "stars": "x", "more": 1}}),
    ("query ($l: ReviewLike) { echo(like: $l) }", {"l": {"either": [{"sort": None}, "x"]}}),
    ("query ($l: ReviewLike) { echo(like: $l) }", {"l": []}),
    ("query ($g: Genre) { books(genre: $g) { title } }", {"g": "PURPLE"}),
    ("query ($g: Genre) { books(genre: $g) { title } }", {"g": 1}),
    ("query ($d: Day) { echo(day: $d) }", {"d": "yesterday"}),
    ("query ($b: Boolean!) { author { name @include(if: $b) } }", {"b": "true"}),
    ("mutation ($b: Int!) { bump(by: $b) { by } }", {"b": 1.5}),
)

SAID: Final[tuple[Case, ...]] = (
    Case(
        name="nothing is said",
        text="{ echo slowEcho }",
        data={"echo": "text='said'; sure=5", "slowEcho": ""},
        errors=[],
    ),
    Case(
        name="everything is said in the document",
        text="""{ echo(day: "2027-01-31", ids: [1, "b"], sure: 7, number: -3, text:
            \"\"\"block\"\"\",
            like: {either: [{word: "a"}, {stars: null, sort: DOWN}], word: null}) }""",
        data={
            "echo": "text='block'; number=-3; like={'word': None, 'stars': 3, 'either':"
            " [{'word': 'a', 'stars': 3, 'sort': 'UP'}, {'stars': None, 'sort': 'DOWN'}],"
            " 'sort': 'UP'}; ids=['1', 'b']; sure=7; day=2027-01-31"
        },
    ),
    Case(
        name="null is said in the document",
        text="{ echo(text: null, number: null, like: null, ids: null, day: null) }",
        data={"echo": "text=None; number=None; like=None; ids=None; sure=5; day=None"},
    ),
    Case(
        name="variables that are not sent",
        text=ECHO + ECHOED,
        data={"echo": "text='said'; sure=5"},
    ),
    Case(
        name="variables that are null",
        text=ECHO + ECHOED,
        variables=dict.fromkeys(("text", "number", "like", "ids", "day")),
        data={"echo": "text=None; number=None; like=None; ids=None; sure=5; day=None"},
    ),
    Case(
        name="variables that are sent",
        text=ECHO + ECHOED,
        variables={
            "text": "t",
            "number": 4.0,
            "like": {"either": {"word": "w"}},
            "ids": "one",
            "day": "0001-01-01",
            "besides": 1,
        },
        data={
            "echo": "text='t'; number=4; like={'stars': 3, 'either':"
            " [{'word': 'w', 'stars': 3, 'sort': 'UP'}], 'sort': 'UP'}; ids=['one'];"
            " sure=5; day=0001-01-01"
        },
    ),
    Case(
        name="variables inside of values",
        text="""query ($w: String, $s: Int, $i: ID = "i") {
            echo(like: {word: $w, stars: $s, either: [{word: $w}]}, ids: [$i, "j", $i]) }""",
        variables={"w": "w"},
        data={
            "echo": "text='said'; like={'word': 'w', 'stars': 3, 'either':"
            " [{'word': 'w', 'stars': 3, 'sort': 'UP'}], 'sort': 'UP'}; ids=['i', 'j', 'i']; sure=5"
        },
    ),
    Case(
        name="a number that must be there, not sent",
        text=NEEDED,
        data={"books": [{"number": n} for n in (1, 2, 3)], "echo": "text='said'; sure=3"},
        errors=[],
    ),
    Case(
        name="a number that must be there, sent",
        text=NEEDED,
        variables={"n": 1},
        data={"books": [{"number": 1}], "echo": "text='said'; sure=1"},
        errors=[],
    ),
    Case(
        name="a number that must be there, null, at the root",
        text=NEEDED,
        variables={"n": None},
        data=None,
        timing=True,
        errors=[()],
    ),
    Case(
        name="a number that must be there, null, below",
        text=BELOW,
        variables={"n": None},
        way="mixed",
    ),
    Case(
        name="a number that must be there, null, in a relation",
        text=SURE,
        variables={"n": None},
    ),
    Case(
        name="a number that must be there, null, before a right is asked for",
        text="query ($n: Int = 1) { secrets { id } author(id: $n) { name } }",
        variables={"n": None},
        rights=frozenset(),
    ),
    *(
        Case(
            name=f"a number that is not taken, {text}",
            text=text,
            variables=variables,
            way="whole",
            data={"maybeBooks": [{"maybePage": None}] * 2},
            errors=[
                (f"maybeBooks.{place}.maybePage", "This number is not taken.") for place in (0, 1)
            ],
        )
        for text, variables in (
            ("{ maybeBooks(ids: [1, 2]) { maybePage(first: 13) { size } } }", {}),
            (
                "query ($n: Int) { maybeBooks(ids: [1, 2]) { maybePage(first: $n) { size } } }",
                {"n": 13},
            ),
        )
    ),
    *(
        Case(
            name=f"variables for loaders, {sent}",
            text="""query ($n: Int, $w: String, $s: Sort, $g: Genre, $t: String) {
                books(genre: $g, startsWith: $t) { title
                    reviews(first: $n, like: {word: $w}, sort: $s) { word stars }
                    reviewWords(first: $n) page(first: $n) { nodes { word } } } }""",
            variables=sent,
            way="whole",
        )
        for sent in (
            {},
            {"n": 1, "w": "fine", "s": "DOWN", "g": "POETRY", "t": "P"},
            {"n": None, "w": None, "s": None, "g": None, "t": None},
            {"n": 0, "t": "L"},
        )
    ),
    *(
        Case(name=f"a switch that is null, {where}", text=SWITCH + text, variables={"b": None})
        for where, text in (
            ("at the root", "author @include(if: $b) { name } odd { fine } }"),
            ("below a row", "odd { fine } author { name @skip(if: $b) } }"),
            ("below rows", "maybeBooks(ids: [4, 1, 99]) { number author { id @skip(if: $b) } } }"),
            ("below a page", "book(id: 1) { title maybePage { size @skip(if: $b) } } }"),
            ("below no row", "book(id: 99) { title @skip(if: $b) } author { name } }"),
            ("in a fragment", "author { ... @include(if: $b) { name } id } odd { fine } }"),
            ("below something odd", "odd { fine maybe { fine @skip(if: $b) } } }"),
            ("around rows", "odd { maybe @skip(if: $b) { fine } books { title } } }"),
            ("where nothing may be null", "sureBook(id: 1) { title @skip(if: $b) } }"),
        )
    ),
    *(
        Case(
            name=f"the same with a switch that is {switch}",
            text=SWITCH + "author @include(if: $b) { name id @skip(if: $b) } odd { fine } }",
            variables={"b": switch},
        )
        for switch in (True, False, None)
    ),
    *(
        Case(name=f"what does not fit, {sent}: {text}", text=text, variables=sent, data=None)
        for text, sent in WRONG
    ),
)
