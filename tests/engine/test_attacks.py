"""Documents that somebody made to be slow are refused quickly, and no others are slow."""

from time import process_time
from typing import Final

import pytest

from engine.documents import Document
from engine.limits import OVERLAPPING, SENTENCES
from tests.engine.shelves import LIMITS, codes, read

TOO_DEEP: Final = "The document is nested too deeply. Ask for less, or in several requests."
# What is promised, five times over: the machine may have other things to do.
REFUSED_SECONDS: Final = 5 * 0.020
READ_SECONDS: Final = 5 * 0.050


def some(many: int, written: str, *, first: int = 0) -> str:
    """The same, so many times, with its number and the next ones in it."""
    return " ".join(
        written.replace("##", str(number + 1)).replace("#", str(number))
        for number in range(first, first + many)
    )


def fragments(many: int, inside: str, on: str = "Author") -> str:
    """Fragments, each with the same inside."""
    return some(many, f"fragment F# on {on} {{ {inside} }}")


TOO_COMPLEX: Final[dict[str, str]] = {
    "101 aliases": f"{{ {some(101, 'a#: __typename')} }}",
    "600 aliases below": f"{{ me {{ {some(600, 'a#: id')} }} }}",
    "500 times a field": f"{{ {some(500, '__typename')} }}",
    "1,900 times a field": f"{{ me {{ {some(1900, 'id')} }} }}",
    "250 directives": f"{{ me {{ id {some(250, '@include(if: true)')} }} }}",
    "500 unknown directives": f"{{ me {{ id {some(500, '@aa')} }} }}",
    "400 operations": some(400, "query O# { __typename }"),
    "400 variables": f"query ({some(400, '$v#: Int')}) {{ __typename }}",
    "2,000 comments": "#\n" * 2_000 + "{ __typename }",
    "20,000 tokens": f"{{ {'a ' * 20_000} }}",
    "a megabyte": "#" + "a" * 1_000_000 + "\n{ __typename }",
    "60 deep": "{ me {" + "books { nodes { author {" * 20 + "id" + "}" * 62,
    "190 deep": "{" + "me {" * 190 + "id" + "}" * 191,
    "600 deep": "{" + "me {" * 600 + "id" + "}" * 601,
    "inline fragments 600 deep": "{" + "... {" * 600 + "__typename" + "}" * 601,
    "a list 900 deep": "{ nodes(ids: " + "[" * 900 + "]" * 900 + ") { id } }",
    "an object 500 deep": "{ search(like: " + "{ either: " * 500 + "1" + "}" * 500 + ") { a } }",
    "doubling fragments": "{ ...F0 }"
    + some(180, "fragment F# on Query { ...F## ...F## }")
    + "fragment F180 on Query { __typename }",
    "doubling fragments of fields": "{ me { ...F0 } }"
    + some(100, "fragment F# on Author { books { ...F## } books { ...F## } }")
    + "fragment F100 on Author { id }",
    "a chain of fragments": "{ ...F0 }"
    + some(240, "fragment F# on Query { ...F## }")
    + "fragment F240 on Query { __typename }",
    "a loop of 240 fragments": "{ ...F0 }"
    + some(239, "fragment F# on Query { ...F## }")
    + "fragment F239 on Query { ...F0 }",
    "empty fragments": f"{{ me {{ {some(180, '...F#')} }} }} {fragments(180, '')}",
    "one field in 150 places": f"{{ me {{ {some(150, '... { books { nodes { id } } }')} }} }}",
    "one field, 150 arguments": f"{{ me {{ {some(150, '... { books(first: #) { a } }')} }} }}",
    "one field in 75 fragments": f"{{ me {{ {some(75, '...F#')} }} }}"
    + fragments(75, "books(first: #) { count { value } }"),
    "one leaf in 490 places": f"{{ me {{ {some(490, '... { id }')} }} }}",
    "a fragment that nobody spreads": "{ me { id } } fragment F on Author {"
    + some(120, "... { books(first: #) { page { more } } }")
    + "}",
    "the schema in circles": "{ __schema { types { fields { type { fields { type { fields {"
    " type { name } } } } } } } } }",
}


# By which limit each of them is caught.
CAUGHT: Final[dict[str, tuple[str, ...]]] = {
    "aliases": ("101 aliases", "600 aliases below"),
    "repeats": ("500 times a field", "1,900 times a field"),
    "directives": ("250 directives", "500 unknown directives"),
    "operations": ("400 operations",),
    "variables": ("400 variables",),
    "comments": ("2,000 comments",),
    "tokens": ("20,000 tokens",),
    "characters": ("a megabyte",),
    "depth": ("60 deep", "190 deep", "doubling fragments of fields"),
    "root_fields": ("doubling fragments",),
    OVERLAPPING: (
        "a chain of fragments",
        "empty fragments",
        "one field in 150 places",
        "one field, 150 arguments",
        "one field in 75 fragments",
        "one leaf in 490 places",
        "a fragment that nobody spreads",
    ),
    TOO_DEEP: (
        "600 deep",
        "inline fragments 600 deep",
        "a list 900 deep",
        "an object 500 deep",
    ),
    "The document takes too long to check. Use fewer fragments, and each field once.": (
        "a loop of 240 fragments",
    ),
    "The schema refers to itself too often here. Ask for less of it.": ("the schema in circles",),
}


@pytest.mark.parametrize("case", TOO_COMPLEX)
def test_what_is_too_complex_is_refused_quickly(case: str) -> None:
    document, seconds = timed(TOO_COMPLEX[case])

    [limit] = [limit for limit, cases in CAUGHT.items() if case in cases]
    said = SENTENCES[limit].format(getattr(LIMITS, limit)) if limit in SENTENCES else limit
    assert [error.message for error in document.errors] == [said]
    assert codes(document) == ["DOCUMENT_TOO_COMPLEX"]
    assert seconds < REFUSED_SECONDS


WRONG: Final[dict[str, str]] = {
    "a fragment in itself": "{ me { ...F } } fragment F on Author { id ...F }",
    "a fragment in itself, deeper": "{ me { ...F } } fragment F on Author { books { nodes {"
    " author { ...F } } } }",
    "a loop of 20 fragments": "{ me { ...F0 } }"
    + some(19, "fragment F# on Author { ...F## }")
    + "fragment F19 on Author { ...F0 }",
    "28 fragments in one another": "{ me { ...F0 } }" + fragments(28, some(28, "...F#")),
    "a loop and a crowd": "{ me { ...F } } fragment F on Author { ...F "
    + some(150, "... { books(first: #) { a } }")
    + "}",
    "1,900 unknown fields": f"{{ me {{ {some(1900, 'a#')} }} }}",
    "unknown fields close to known ones": f"{{ me {{ {some(1900, 'nam#')} }} }}",
    "100 variables that are not used": f"query ({some(100, '$v#: Int')}) {{ __typename }}",
    "300 fragments that are not used": "{ __typename }" + fragments(240, "id"),
    "a number of 49,000 digits": f"{{ books(first: {'9' * 49_000}) {{ __typename }} }}",
    "names of 5,000 letters": f"{{ {some(9, 'a' * 5_000 + '#')} }}",
    "types in a document": some(240, "type T# { a: Int }"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_refused_quickly_and_not_at_length(case: str) -> None:
    document, seconds = timed(WRONG[case])

    assert document.code == "GRAPHQL_VALIDATION_FAILED"
    assert len(document.errors) <= 6
    assert sum(len(str(error.formatted)) for error in document.errors) < 16_000
    assert seconds < READ_SECONDS


READ: Final[dict[str, str]] = {
    "sixty fragments that ask for the same": f"{{ me {{ {some(60, '...F#')} }} }}"
    + fragments(60, "id name __typename"),
    "twenty fields with large arguments": "{"
    + some(19, f"search(words: [{some(80, 'WORD')}]) {{ __typename }}").replace("WORD", '"w"')
    + "}",
    "one field with four values in 55 places": "{ me {"
    + some(55, "... { books(first: 1, last: 2) { nodes { id title } } }")
    + "} }",
    "49,000 commas": "{ me { id" + "," * 49_000 + "} }",
    "99 variables": f"query ({some(99, '$v#: String!')}) {{ search(words: ["
    + some(99, "$v#")
    + "]) { __typename } }",
    "ten operations": some(10, "query O# { me { ...F } }") + "fragment F on Author { id name }",
}


@pytest.mark.parametrize("case", READ)
def test_what_is_large_and_allowed_is_read_in_time(case: str) -> None:
    document, seconds = timed(READ[case])

    assert document.errors == ()
    assert seconds < READ_SECONDS


def timed(text: str) -> tuple[Document, float]:
    """A document, and how long it took to read, at best."""
    taken: list[float] = []
    document = read(text)
    for _ in range(3):
        began = process_time()
        read(text)
        taken.append(process_time() - began)
    return document, min(taken)
