"""Cases of pages: things that are no rows and hold some."""

from typing import Final

from tests.engine.difference.cases import Case
from tests.engine.difference.of_values import NOT_NULL

WORDS: Final = ("fine", "long", "odd")
BOTH: Final = "{ a: maybeBooks(ids: [1, 2, 3, 4]) { number maybePage { size "

PAGES: Final[tuple[Case, ...]] = (
    Case(
        name="pages",
        text="""{ books { page { size sureSize nodes { word author { name } } edges { cursor node
            { stars book { title } } }
            count book { title } } } }""",
        timing=True,
    ),
    Case(
        name="pages that may be missing",
        text="""{ books { number maybePage(first: 1) { size nodes { word } first { stars }
            genre torn
            edges { cursor place maybe { word author { name } } } book { number } } } }""",
        way="whole",
    ),
    Case(
        name="what a page holds must be there and is not",
        text="""{ books { number a: maybePage { sureSize } b: maybePage { sureFirst { word } } c:
            maybePage { count } } }""",
        errors=[
            ("books.3.a.sureSize", NOT_NULL.format("ReviewPage.sureSize")),
            ("books.4.a.sureSize", NOT_NULL.format("ReviewPage.sureSize")),
            ("books.3.b.sureFirst", NOT_NULL.format("ReviewPage.sureFirst")),
            ("books.4.b.sureFirst", NOT_NULL.format("ReviewPage.sureFirst")),
            ("books.1.c.count", NOT_NULL.format("ReviewPage.count")),
        ],
    ),
    Case(
        name="a number behind a loader",
        text="{ books { number maybePage { size late } } }",
        way="mixed",
    ),
    *(
        Case(name=f"what a page holds, {what}", text=BOTH + what + " size } } }", way="whole")
        for what in (
            *("tornNodes { word }", "sureTornNodes { word }", "tornFirst { word }"),
            *("noNodes { word }", "someNodes { word }", "holes { word author { name } }"),
            *("sureHoles { word }", "sureHoles { author { name } }", "torn", "genre"),
            *("holes { sureAuthor { name } }", "sureHoles { sureAuthor { name } word }"),
            *("edges { place node { sureAuthor { name } } }", "first { book { title } }"),
        )
    ),
    Case(
        name="nodes that cannot be had",
        text="{ maybeBooks(ids: [3, 1]) { maybePage { tornNodes { word } } } }",
        data={
            "maybeBooks": [
                {"maybePage": {"tornNodes": None}},
                {"maybePage": {"tornNodes": [{"word": each} for each in WORDS]}},
            ]
        },
        errors=[("maybeBooks.0.maybePage.tornNodes", "It is torn.")],
    ),
    Case(
        name="nodes with holes",
        text="{ maybeBooks(ids: [1, 3]) { maybePage { holes { word } sureHoles { stars } } } }",
        data={
            "maybeBooks": [
                {
                    "maybePage": {
                        "holes": [None, *({"word": each} for each in WORDS), None],
                        "sureHoles": None,
                    }
                },
                {
                    "maybePage": {
                        "holes": [None, {"word": "cut"}, None],
                        "sureHoles": [{"stars": 5}],
                    }
                },
            ]
        },
        errors=[("maybeBooks.0.maybePage.sureHoles.3", NOT_NULL.format("ReviewPage.sureHoles"))],
    ),
    *(
        Case(
            name=f"columns that are shown, {what}",
            text=f"{{ maybeBooks(ids: [1, 2, 3, 4]) {{ number {what} }} }}",
            way=None if what == "sizes" else "whole",
        )
        for what in (
            *("marks", "sureMarks", "allMarks", "genres", "sureGenres", "sizes", "sureSizes"),
            *("marks more: marks", "sureMarks genres allMarks"),
        )
    ),
)
