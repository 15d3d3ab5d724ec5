"""Each limit lets its number in and nothing more, and says what it is."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import pytest
from graphql import parse

from engine.limits import SENTENCES, Limits, excess, too_much
from tests.engine.shelves import LIMITS, codes, read

Made = Callable[[int], str]

WORD: Final = '"w"'


def some(many: int, written: str) -> str:
    """The same, so many times, with numbers in it."""
    return " ".join(written.replace("#", str(number)) for number in range(many))


def tokens(many: int) -> str:
    """Nine fields with 210 words each have 2,000 tokens."""
    extra = many - 2_000
    words = [210 + extra, *[210] * 8]
    asked = (
        f"a{number}: search(words: [{some(each, WORD)}]) {{ __typename }}"
        for number, each in enumerate(words)
    )
    return "{" + " ".join(asked) + "}"


def variables(many: int) -> str:
    """A list of variables."""
    given, used = some(many, "$v#: String!"), some(many, "$v#")
    return f"query ({given}) {{ search(words: [{used}]) {{ __typename }} }}"


def depth(many: int) -> str:
    """An author of a book of an author."""
    names = ["me", *["books", "nodes", "author"] * many][: many - 1]
    return "{" + "{".join([*names, "__typename"]) + "}" * many


def introspection_depth(many: int) -> str:
    """A type of a type of a type."""
    return "{ __schema { types {" + "ofType {" * (many - 3) + "name" + "}" * many


def selections(many: int) -> str:
    """Fragments that together are 50,000 selections with thirteen fields beside them."""
    beside = 13 + many - 50_000
    return (
        f"{{ me {{ {some(beside, 'id')} {some(26, '...B')} {some(48, '...A')} }} }}"
        f"fragment A on Author {{ {some(49, '...B')} }} fragment B on Author {{ {some(20, 'id')} }}"
    )


# A document with so many of something; the name of the limit is the key.
MADE: Final[dict[str, Made]] = {
    "characters": "{ me { id } }".ljust,
    "tokens": tokens,
    "comments": lambda many: "#\n" * many + "{ me { id } }",
    "operations": lambda many: some(many, "query O# { me { id } }"),
    "variables": variables,
    "directives": lambda many: (
        f"{{ me {{ {some(many // 2, 'id @mark')} {some(many - many // 2, 'name @mark')} }} }}"
    ),
    "directives_at_once": lambda many: f"{{ me {{ id {some(many, '@mark')} }} }}",
    "repeats": lambda many: f"{{ me {{ {some(many, 'id')} }} }}",
    "items": lambda many: f"{{ search(words: [{some(many, WORD)}]) {{ __typename }} }}",
    "depth": depth,
    "introspection_depth": introspection_depth,
    "aliases": lambda many: f"{{ me {{ {some(many, 'a#: id')} }} }}",
    "root_fields": lambda many: f"{{ {some(many, 'a#: __typename')} }}",
    "selections": selections,
}


@pytest.mark.parametrize("name", MADE)
def test_as_much_as_the_limit_says_is_read(name: str) -> None:
    document = read(MADE[name](getattr(LIMITS, name)))

    assert (document.code, document.errors) == (None, ())


@pytest.mark.parametrize("name", MADE)
def test_one_more_is_refused_with_the_number_and_what_to_do(name: str) -> None:
    most = getattr(LIMITS, name)

    document = read(MADE[name](most + 1))

    assert document.tree is None
    assert document.operations == ()
    assert [error.message for error in document.errors] == [SENTENCES[name].format(most)]
    assert codes(document) == ["DOCUMENT_TOO_COMPLEX"]
    assert document.code == "DOCUMENT_TOO_COMPLEX"


def test_every_limit_of_a_document_has_its_sentence() -> None:
    assert asdict(LIMITS).keys() - SENTENCES.keys() == {"faults", "cost"}
    assert SENTENCES.keys() - MADE.keys() == {"values"}


HIDDEN: Final[dict[str, tuple[str, str]]] = {
    "aliases in fragments": (
        "{ me { ...F ...F } } fragment F on Author { " + some(16, "a#: id") + " }",
        "aliases",
    ),
    "aliases of __typename": (f"{{ me {{ {some(31, 'a#: __typename')} }} }}", "aliases"),
    "aliases in fragments in fragments": (
        (
            "{ me { ...F ...F } } fragment F on Author { ...G ...G ...G ...G }"
            " fragment G on Author { a: id b: id c: id d: id }"
        ),
        "aliases",
    ),
    "root fields in fragments": (
        "{ ...F ... { ...F } } fragment F on Query { " + some(11, "a#: __typename") + " }",
        "root_fields",
    ),
    "depth in fragments": (
        (
            "{ me { books { nodes { ...A } } } } fragment A on Book { author { books { ...B } } }"
            " fragment B on BookConnection { nodes { author { books { nodes { author { books {"
            " nodes { id } } } } } } } }"
        ),
        "depth",
    ),
    "the schema in fragments": (
        "{ __schema { types { ofType { ofType { ...T } } } } } fragment T on __Type { "
        + "ofType { " * 16
        + "name"
        + " }" * 17,
        "introspection_depth",
    ),
    "repeats under an alias": (f"{{ me {{ {some(20, 'id: name')} id }} }}", "repeats"),
    "items in an object": (
        f"{{ search(like: {{ either: [{some(251, '{}')}] }}) {{ __typename }} }}",
        "items",
    ),
    "fields of an object": (
        f"{{ search(like: {{ {some(251, 'f#: 1')} }}) {{ __typename }} }}",
        "items",
    ),
    "items of a default": (
        f"query ($w: [String!] = [{some(251, WORD)}]) {{ search(words: $w) {{ __typename }} }}",
        "items",
    ),
    "items in a directive": (f"{{ me {{ id @mark(n: [{some(251, '1')}]) }} }}", "items"),
    "directives of everything": (
        "query ($v: Int @mark @mark) @mark @mark { ...F @mark @mark } "
        "fragment F on Query @mark @mark { ... @mark @mark { "
        + some(10, "a#: __typename @mark @mark @mark")
        + " b: __typename @mark } }",
        "directives",
    ),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_nothing_is_hidden_from_the_pass(case: str) -> None:
    text, name = HIDDEN[case]

    assert excess(parse(text), LIMITS) == SENTENCES[name].format(getattr(LIMITS, name))


def test_what_lies_in_the_schema_is_not_deep_elsewhere() -> None:
    text = "{ __schema { types { " + "ofType { " * 9 + "name" + " }" * 9 + " fields { name } } } }"

    assert excess(parse(text), Limits(depth=1)) is None
    assert excess(parse(text), Limits(introspection_depth=11)) is not None


def test_a_loop_is_left_to_validation_and_what_is_written_is_counted() -> None:
    loop = "{ me { ...F } } fragment F on Author { id ...F }"

    assert excess(parse(loop), LIMITS) is None
    assert excess(parse(loop), Limits(repeats=0)) == SENTENCES["repeats"].format(0)


TOO_MANY: Final[dict[str, dict[str, Any]]] = {
    "a list": {"ids": ["a"] * 251},
    "a list in a list": {"ids": [["a"] * 251]},
    "a list in an input": {"input": {"labels": ["a"] * 251}},
}


@pytest.mark.parametrize("case", TOO_MANY)
def test_variables_hold_no_longer_lists_than_documents(case: str) -> None:
    assert too_much(TOO_MANY[case], LIMITS) == SENTENCES["items"].format(250)


# Each holds 2,000 values; a variable is one, too.
HELD: Final[dict[str, dict[str, Any]]] = {
    "variables": dict.fromkeys(map(str, range(2_000))),
    "fields of an object": {"where": dict.fromkeys(map(str, range(1_999)))},
    "items of lists": {str(number): ["a"] * 249 for number in range(8)},
    "lists in lists": {"where": {"or": [{"or": [{}] * 220}] * 9}},
}


@pytest.mark.parametrize("case", HELD)
def test_all_variables_together_hold_so_many_values_and_no_more(case: str) -> None:
    most = HELD[case]

    assert too_much(most, LIMITS) is None
    assert too_much(most | {"one more": 1}, LIMITS) == SENTENCES["values"].format(2_000)


def test_lists_of_the_right_length_may_be_sent() -> None:
    assert too_much({"ids": ["a"] * 250, "input": {"labels": [["a"] * 250]}}, LIMITS) is None
