"""Cases of values: columns that hold what they should not, and what is computed of them."""

from typing import Final

from tests.engine.difference.cases import Case, Way
from tests.engine.difference.records import LETTERS

PLAIN: Final = "id must text genre sureGenre count sureCount price flag loose code"
LISTS: Final = "words sureWords numbers grid"
ALL: Final = f"{LISTS} {PLAIN} __typename"
WAYS: Final[dict[str, Way]] = {"plain": "whole", "lists": "mixed", "everything": "mixed"}
EVERY_ID: Final = ", ".join(str(number) for number in range(len(LETTERS)))
NO_PICKY: Final = (
    "Expected `Picky.coerce_output_value(0)` to return non-nullable value, returned: None"
)
NOT_NULL: Final = "Cannot return null for non-nullable field {}."


def of_a_letter(number: int) -> str:
    """What a letter has that others have not."""
    return ", ".join(f"{name} {value!r}" for name, value in LETTERS[number].items()) or "nothing"


VALUES: Final[tuple[Case, ...]] = (
    *(
        Case(
            name=f"{field.split('(')[0]}, {what}, with {of_a_letter(number)}",
            text=f"{{ it: {field.format(number)} {{ {fields} }} author {{ id }} }}",
            way=WAYS[what],
        )
        for number in range(len(LETTERS))
        for what, fields in (("plain", PLAIN), ("everything", ALL))
        for field in ("letter(id: {})", "sureLetters(ids: [0, {}])", "letters(ids: [{}])")
    ),
    *(
        Case(
            name=f"all letters, below each other, {what}",
            text=f"{{ letters(ids: [{EVERY_ID}]) {{ id next {{ {fields} }} id }} }}",
            way=WAYS[what],
        )
        for what, fields in (("plain", PLAIN), ("lists", LISTS), ("everything", ALL))
    ),
    Case(
        name="all letters that must be there, below each other",
        text=f"{{ letters(ids: [{EVERY_ID}]) {{ id sureNext {{ {PLAIN} }} }} }}",
        way="whole",
    ),
    Case(
        name="no letter after the last one",
        text=f"{{ letters(ids: [{len(LETTERS) - 1}]) {{ sureNext {{ id }} }} }}",
        data={"letters": [None]},
        errors=[("letters.0.sureNext", NOT_NULL.format("Letter.sureNext"))],
    ),
    Case(
        name="a hole in a row",
        text="{ letters(ids: [0, 1]) { id must } }",
        data={"letters": [{"id": 0, "must": "yes"}, None]},
        errors=[("letters.1.must", NOT_NULL.format("Letter.must"))],
    ),
    Case(
        name="a hole among those that must be there",
        text="{ sureLetters(ids: [0, 1]) { id must } author { name } }",
        data={"sureLetters": None, "author": {"name": "Mihai"}},
        errors=[("sureLetters.1.must", NOT_NULL.format("Letter.must"))],
    ),
    Case(
        name="a genre that nobody knows",
        text="{ letters(ids: [2, 0]) { a: genre } }",
        data={"letters": [{"a": None}, {"a": "PROSE"}]},
        errors=[("letters.0.a", "Enum 'Genre' cannot represent value: 'PURPLE'")],
    ),
    Case(
        name="numbers that are too large, and just not",
        text="{ letters(ids: [5, 6]) { count } }",
        data={"letters": [{"count": None}, {"count": -(2**31)}]},
        errors=[
            ("letters.0.count", "Int cannot represent non 32-bit signed integer value: 2147483648")
        ],
    ),
    Case(
        name="lists in a row, with holes",
        text="{ letters(ids: [11, 12, 17, 18, 19]) { id words sureWords numbers grid } }",
        data={
            "letters": [
                {
                    "id": 11,
                    "words": None,
                    "sureWords": ["c"],
                    "numbers": [1, None, 3],
                    "grid": [[1, 2], [3]],
                },
                None,
                {
                    "id": 17,
                    "words": ["a", "b"],
                    "sureWords": ["c"],
                    "numbers": [1, None, None, None],
                    "grid": [[1, 2], [3]],
                },
                {
                    "id": 18,
                    "words": ["a", "b"],
                    "sureWords": ["c"],
                    "numbers": [1, None, 3],
                    "grid": None,
                },
                {
                    "id": 19,
                    "words": ["a", "b"],
                    "sureWords": ["c"],
                    "numbers": [1, None, 3],
                    "grid": None,
                },
            ]
        },
    ),
    Case(
        name="instants and other scalars, shown and as they are",
        text="{ books { printed day: printed label greeting price genre } }",
        way="whole",
    ),
    Case(
        name="halves",
        text="""{ books { number halfPages } a: book(id: 3) { sureHalf } b: book(id: 4) {
            sureHalf } }""",
        data={
            "books": [
                {"number": 1, "halfPages": 100},
                {"number": 2, "halfPages": 20},
                {"number": 3, "halfPages": 60},
                {"number": 4, "halfPages": 0},
                {"number": 5, "halfPages": None},
            ],
            "a": {"sureHalf": 60},
            "b": None,
        },
        errors=[
            ("books.4.halfPages", "Int cannot represent non-integer value: 0.5"),
            ("b.sureHalf", NOT_NULL.format("Book.sureHalf")),
        ],
    ),
    Case(
        name="what is computed raises",
        text="{ maybeBooks(ids: [2, 3]) { number torn sureTorn } }",
        data={"maybeBooks": [{"number": 2, "torn": None, "sureTorn": "2"}, None]},
        errors=[
            ("maybeBooks.0.torn", "It is torn."),
            ("maybeBooks.1.torn", "It is torn."),
            ("maybeBooks.1.sureTorn", "It is torn."),
        ],
    ),
    Case(
        name="a scalar that likes few numbers",
        text="""{ a: book(id: 1) { shelf { height } } b: book(id: 3) { shelf { height } } c:
            book(id: 5) { shelf { height } } }""",
        data={
            "a": {"shelf": {"height": 2}},
            "b": {"shelf": {"height": None}},
            "c": {"shelf": {"height": None}},
        },
        errors=[
            ("b.shelf.height", "-1 is not liked."),
            ("c.shelf.height", NO_PICKY),
        ],
    ),
    Case(
        name="a scalar that likes few numbers, and must be there",
        text="{ maybeBooks(ids: [1, 3, 5]) { title shelf { sureHeight } } }",
    ),
)
