"""Cases of rights: what comes of fields that not everybody may see."""

from typing import Final

from tests.engine.difference.cases import Case

NOBODY: Final[frozenset[str]] = frozenset()
REFUSED: Final = "You may not: read secrets."

ASKED: Final = "{ maybeBooks(ids: [1, 2]) { number secret secretPage { size } } secrets { id } }"

RIGHTS: Final[tuple[Case, ...]] = (
    *(
        Case(name=f"the same, for those with {rights}", text=ASKED, rights=frozenset(rights))
        for rights in ((), ("see pages",), ("read secrets",), ("read secrets", "see pages"))
    ),
    Case(
        name="secrets, for those who may read them",
        text="""{ book(id: 1) { secret sureSecret secretReviews { word } sureSecretReviews { word }
            secretPage { secret secretNodes { word } } } secrets { title } sureSecrets { title }
            }""",
        way="whole",
        data={
            "book": {
                "secret": "Somnoroase păsărele",
                "sureSecret": "Poezii",
                "secretReviews": [{"word": "fine"}, {"word": "long"}, {"word": "odd"}],
                "sureSecretReviews": [{"word": "fine"}, {"word": "long"}, {"word": "odd"}],
                "secretPage": {
                    "secret": 3,
                    "secretNodes": [{"word": "fine"}, {"word": "long"}, {"word": "odd"}],
                },
            },
            "secrets": [],
            "sureSecrets": [],
        },
        errors=[],
    ),
    Case(
        name="secrets, for those who may not",
        text="""{ maybeBooks(ids: [1, 2]) { title secret secretReviews { word } secretPage { size
            } } secrets { id } }""",
        rights=NOBODY,
        way="whole",
        data={
            "maybeBooks": [
                {"title": name, "secret": None, "secretReviews": None, "secretPage": None}
                for name in ("Poezii", "Luceafărul")
            ],
            "secrets": None,
        },
        errors=[
            ("maybeBooks.0.secret", REFUSED),
            ("maybeBooks.0.secretReviews", REFUSED),
            ("maybeBooks.0.secretPage", "You may not: see pages."),
            ("maybeBooks.1.secret", REFUSED),
            ("maybeBooks.1.secretReviews", REFUSED),
            ("maybeBooks.1.secretPage", "You may not: see pages."),
            ("secrets", REFUSED),
        ],
    ),
    *(
        Case(
            name=f"a secret that must be there, for those who may not, {what}",
            text=f"{{ maybeBooks(ids: [1, 99]) {{ title {what} }} }}",
            rights=NOBODY,
            data={"maybeBooks": [None, None]},
            errors=[(f"maybeBooks.0.{what.split()[0]}", said)],
        )
        for what, said in (
            ("sureSecret", REFUSED),
            ("sureSecretReviews { word }", "You may not: see pages."),
        )
    ),
    Case(
        name="only one of two rights",
        text="{ maybeBooks(ids: [1]) { secretPage { size } sureSecretReviews { word } } }",
        rights=frozenset({"see pages"}),
        data={"maybeBooks": [None]},
        errors=[("maybeBooks.0.sureSecretReviews", REFUSED)],
    ),
    Case(
        name="a root for those who may not",
        text="{ author { name } sureSecrets { id } }",
        rights=NOBODY,
        data=None,
        errors=[("sureSecrets", REFUSED)],
    ),
    Case(
        name="a refusal is told for every place of the field",
        text="{ maybeBooks(ids: [1]) { secret ...F } } fragment F on Book { secret x: secret }",
        rights=NOBODY,
        data={"maybeBooks": [{"secret": None, "x": None}]},
    ),
    Case(
        name="nobody is refused where there is nothing",
        text="""{ books(startsWith: "nothing") { secret sureSecret } gone: book(id: 99) {
            sureSecret } }""",
        rights=NOBODY,
        data={"books": [], "gone": None},
        errors=[],
    ),
    Case(
        name="a page whose fields are secret",
        text="{ book(id: 1) { page { secret size } maybePage { secretNodes { word } } } }",
        rights=frozenset({"read secrets"}),
        data={"book": {"page": {"secret": None, "size": 3}, "maybePage": None}},
        errors=[
            ("book.page.secret", "You may not: see pages."),
            ("book.maybePage.secretNodes", "You may not: see pages."),
        ],
    ),
)
