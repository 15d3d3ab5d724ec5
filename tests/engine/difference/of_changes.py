"""Cases of changes, one after the other; and of the events of subscriptions."""

from typing import Final

from tests.engine.difference.cases import Case
from tests.engine.difference.of_values import NOT_NULL

CHANGES: Final[tuple[Case, ...]] = (
    Case(
        name="one after the other",
        text="""mutation { bump { by before counter { count twice } } slowBump(by: 10) { before
            counter { count } }
            third: bump(by: null) { before counter { count book { title } } } fourth: bump(by:
            100) { counter { count } } }""",
        data={
            "bump": {"by": 1, "before": 0, "counter": {"count": 1, "twice": 2}},
            "slowBump": {"before": 1, "counter": {"count": 11}},
            "third": {"before": 11, "counter": {"count": 11, "book": None}},
            "fourth": {"counter": {"count": 111}},
        },
    ),
    Case(
        name="what was changed is read as it is by then",
        text="""mutation ($id: ID!) { a: rename(id: $id, title: "One") { title book { title
            author { books { title } } } }
            b: rename(id: $id, title: "Two") { sureBook { title slug label similar { title } } }
            }""",
        variables={"id": 1},
        data={
            "a": {
                "title": "One",
                "book": {
                    "title": "One",
                    "author": {"books": [{"title": "One"}, {"title": "Luceafărul"}]},
                },
            },
            "b": {
                "sureBook": {
                    "title": "Two",
                    "slug": "two",
                    "label": "Two (POETRY)",
                    "similar": [{"title": "Two"}, {"title": "Two"}],
                }
            },
        },
        errors=[],
    ),
    Case(
        name="a change fails, and the others are made",
        text="""mutation { a: bump { before } fail { by } b: bump { before counter { count }
            later { count } } }""",
        data={
            "a": {"before": 0},
            "fail": None,
            "b": {"before": 1, "counter": {"count": 2}, "later": None},
        },
        errors=[("fail", "It is torn.")],
    ),
    Case(
        name="a change fails that must not, and no other is made",
        text="mutation { a: bump { before } sureFail { by } b: bump { before } }",
        data=None,
        errors=[("sureFail", "It was torn later.")],
    ),
    Case(
        name="what is changed cannot be shown, and the rest is done",
        text='mutation { rename(id: 99, title: "x") { sureBook { title } } bump { before } }',
        data={"rename": None, "bump": {"before": 0}},
        errors=[("rename.sureBook", NOT_NULL.format("Renamed.sureBook"))],
    ),
    Case(
        name="what is changed may be missing",
        text='mutation { rename(id: 99, title: "x") { title book { title } } slowBump { before } }',
        data={"rename": {"title": "x", "book": None}, "slowBump": {"before": 0}},
        errors=[],
    ),
    Case(
        name="changes in fragments, merged",
        text="""mutation ($yes: Boolean!) { ...A bump { counter { twice } } b: bump @skip(if:
            $yes) { by } __typename }
            fragment A on Mutation { bump { counter { count } __typename } }""",
        variables={"yes": True},
        data={
            "bump": {"counter": {"count": 1, "twice": 2}, "__typename": "Bump"},
            "__typename": "Mutation",
        },
    ),
    Case(
        name="no change at all",
        text="mutation { bump @skip(if: true) { by } }",
        data={},
        errors=[],
    ),
    Case(
        name="a change that is not let through",
        text="mutation ($by: Int!) { a: bump { before } b: bump(by: $by) { before } }",
        variables={"by": "x"},
        data=None,
    ),
    Case(
        name="questions are asked side by side",
        text="{ a: counted b: counted author { name } c: counted }",
        data={"a": 1, "b": 2, "author": {"name": "Mihai"}, "c": 3},
    ),
    Case(
        name="an event",
        text="subscription { bumped { by before counter { count } later { count } } }",
        root={"bumped": {"by": 2, "counter_id": 1}},
        data={"bumped": {"by": 2, "before": None, "counter": {"count": 0}, "later": None}},
        errors=[],
    ),
    Case(
        name="an event that holds nothing",
        text="subscription { bumped { by } }",
        root={},
        data={"bumped": None},
    ),
    Case(
        name="an event without what must be there",
        text="subscription { renamed { book { title } sureBook { title } } }",
        root={"renamed": {"book_id": 99}},
        data=None,
        errors=[("renamed.sureBook", NOT_NULL.format("Renamed.sureBook"))],
    ),
    Case(
        name="an event with fragments",
        text="""subscription { ...E } fragment E on Subscription { r: renamed { book { title page
            { size } } } }""",
        root={"renamed": {"book_id": 1, "title": "t"}},
        data={"r": {"book": {"title": "Poezii", "page": {"size": 3}}}},
    ),
)
