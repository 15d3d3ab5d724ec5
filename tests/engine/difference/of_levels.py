"""Cases of levels: what is fetched for many at once, and what happens where there is nothing."""

from typing import Final

from tests.engine.difference.cases import Case
from tests.engine.difference.of_values import NOT_NULL

LEVELS: Final[tuple[Case, ...]] = (
    Case(
        name="nobody there",
        text="""{ book(id: 4) { title author { name } } gone: book(id: 99) { title author { name
            } } }""",
        way="whole",
        data={"book": {"title": "Anonymous", "author": None}, "gone": None},
        errors=[],
    ),
    Case(
        name="nobody there who must be there",
        text="{ maybeBooks(ids: [1, 4, 99]) { title sureAuthor { name } } }",
        way="whole",
        data={"maybeBooks": [{"title": "Poezii", "sureAuthor": {"name": "Mihai"}}, None, None]},
        errors=[("maybeBooks.1.sureAuthor", NOT_NULL.format("Book.sureAuthor"))],
    ),
    Case(
        name="a root that must be there is not",
        text="{ author { name } sureBook(id: 99) { title } }",
        data=None,
        errors=[("sureBook", NOT_NULL.format("Query.sureBook"))],
    ),
    Case(
        name="no list where there must be one",
        text="{ noLetters { id } }",
        data=None,
        errors=[("noLetters", NOT_NULL.format("Query.noLetters"))],
    ),
    Case(
        name="an empty list",
        text='{ books(startsWith: "nothing") { title author { name } page { nodes { word } } } }',
        way="whole",
        data={"books": []},
        errors=[],
    ),
    Case(
        name="empty lists below",
        text="""{ books { number reviews { word author { name } } reviewWords page { nodes { word
            } } } }""",
        way="whole",
    ),
    Case(
        name="a key that points to nothing",
        text="{ a: author(id: 3) { house { room } } b: author(id: 1) { house { room } } }",
        data={"a": {"house": None}, "b": {"house": {"room": ""}}},
        errors=[],
    ),
    Case(
        name="the same keys again and again",
        text="""{ books { author { name books { author { name } } } shelf { room books { shelf {
            room } } } } }""",
        way="whole",
    ),
    Case(
        name="friends who must be there",
        text="{ books { number author { name sureFriend { name sureFriend { name } } } } }",
        way="whole",
    ),
    Case(
        name="reviews by nobody, among those that must be there",
        text="{ books { number reviews { word sureAuthor { name } } } }",
        data=None,
        errors=[("books.1.reviews.0.sureAuthor", NOT_NULL.format("Review.sureAuthor"))],
    ),
    Case(
        name="reviews by nobody, in lists with holes",
        text="{ books { number maybeReviews { word sureAuthor { name } } } }",
        errors=[("books.1.maybeReviews.0.sureAuthor", NOT_NULL.format("Review.sureAuthor"))],
    ),
    Case(
        name="two levels empty the same place",
        text="""{ maybeBooks(ids: [2, 3]) { sureAuthor { sureFriend { name } } reviews {
            sureAuthor { id } } sureTorn } }""",
        timing=True,
    ),
    Case(
        name="words that are shown",
        text="{ books { reviewWords one: reviewWords(first: 1) reviews { words word } } }",
        way="whole",
    ),
    Case(
        name="a loader raises",
        text="{ books(first: 2) { title broken { name } } broken { title } }",
        data={
            "books": [
                {"title": "Poezii", "broken": None},
                {"title": "Luceafărul", "broken": None},
            ],
            "broken": None,
        },
        errors=[
            ("books.0.broken", "It is torn."),
            ("books.1.broken", "It is torn."),
            ("broken", "It is torn."),
        ],
    ),
    Case(
        name="a loader raises for what must be there",
        text="{ maybeBooks(ids: [1, 2]) { title sureBroken { name } } }",
        data={"maybeBooks": [None, None]},
        errors=[
            ("maybeBooks.0.sureBroken", "It is torn."),
            ("maybeBooks.1.sureBroken", "It is torn."),
        ],
    ),
    Case(
        name="a loader at the root raises for what must be there",
        text="{ author { name } sureBroken { title } }",
        data=None,
        errors=[("sureBroken", "It is torn.")],
    ),
    Case(
        name="a loader raises, and with it all that must be there",
        text="{ books { sureBroken { name } } }",
        timing=True,
        data=None,
        errors=[()],
    ),
    Case(
        name="a loader answers errors",
        text="{ maybeBooks(ids: [1, 3, 4]) { partly { name } } torn { title } }",
        data={
            "maybeBooks": [{"partly": None}, {"partly": {"name": "Ion"}}, {"partly": None}],
            "torn": [None, None],
        },
        errors=[("maybeBooks.0.partly", "This one is torn."), ("torn.1", "A row is torn.")],
    ),
    Case(
        name="a loader answers errors for what must be there",
        text="{ maybeBooks(ids: [1, 3, 4]) { partlySure { name } } }",
        data={"maybeBooks": [None, {"partlySure": {"name": "Ion"}}, None]},
        errors=[
            ("maybeBooks.0.partlySure", "This one is torn."),
            ("maybeBooks.2.partlySure", NOT_NULL.format("Book.partlySure")),
        ],
    ),
    Case(
        name="a loader answers nothing for a list that must be there",
        text="{ maybeBooks(ids: [1]) { title noReviews { word } } }",
        data={"maybeBooks": [None]},
        errors=[("maybeBooks.0.noReviews", NOT_NULL.format("Book.noReviews"))],
    ),
    Case(
        name="a loader answers what is no list",
        text="{ maybeBooks(ids: [1]) { title wrongReviews { word } } }",
        data={"maybeBooks": [{"title": "Poezii", "wrongReviews": None}]},
    ),
    Case(
        name="an ordinary field among those of a page",
        text="{ books { number maybePage { described nodes { stars } size } } }",
        way="mixed",
    ),
    Case(
        name="an ordinary field among those of rows",
        text="""{ books { slug title author { nameLater name } slow reviews { word book { slug }
            } } }""",
        way="mixed",
    ),
    Case(
        name="rows below ordinary fields",
        text="""{ bestBook { title author { name books { title } } similar { id reviews { word }
            slug } }
            late: bestBook(slow: true) { label reviewWords page { nodes { word } described } }
            bestBooks { title printed shelf { room } similar(slow: true) { title } }
            streamOfBooks { number author { name } } }""",
        way="mixed",
    ),
    Case(
        name="pages below ordinary fields",
        text="""{ bestPage { size nodes { word author { name } } edges { cursor node { stars book
            { title } } } count book { id } }
            late: bestPage(slow: true) { first { word } described } book(id: 2) { oddPage { nodes
            { words word } } } }""",
        way="mixed",
    ),
    Case(
        name="an ordinary field fails in some rows",
        text="{ maybeBooks(ids: [1, 2, 3]) { title sureFails author { name } } }",
        way="mixed",
        data={
            "maybeBooks": [
                {"title": "Poezii", "sureFails": 1, "author": {"name": "Mihai"}},
                None,
                {"title": "O scrisoare pierdută", "sureFails": 3, "author": {"name": "Ion"}},
            ]
        },
        errors=[("maybeBooks.1.sureFails", "Int cannot represent non-integer value: 'many'")],
    ),
    Case(
        name="odd things below rows",
        text="""{ books(first: 3) { title odd { fine slow mixed(fails: true) maybe { nothing }
            book { title author { name } } } thing { id } } }""",
        way="mixed",
    ),
)
