"""What enters is sound: it can be kept, shown, and is not too much."""

from typing import Any
from unicodedata import category

import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from schema.texts import DEEPEST, LONGEST, sound

PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=10,
)  # fmt: skip
EVERY_CHARACTER = [chr(place) for place in range(0x3000)] + ["\ud800", "\udfff", "\U0010ffff"]


def nested(levels: int) -> Any:
    return [nested(levels - 1)] if levels > 1 else []


def accepted(value: Any) -> bool:
    try:
        sound(value)
    except GraphQLError:
        return False
    return True


def test_control_characters_and_half_characters_are_refused_and_no_others() -> None:
    refused = {letter for letter in EVERY_CHARACTER if not accepted(f"a{letter}b")}

    unwanted = {letter for letter in EVERY_CHARACTER if category(letter) in {"Cc", "Cs"}}
    assert refused == unwanted - {"\n", "\t"}


@given(VALUES)
def test_what_is_sound_stays_as_it_is(value: Any) -> None:
    assert sound(value) == value


def test_line_ends_become_one_also_in_keys() -> None:
    assert sound("a\r\nb\n\r\n") == "a\nb\n\n"
    assert sound({"a\r\nb": ["\r\n"]}) == {"a\nb": ["\n"]}


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\n\rb", "\r\r\n"])
def test_a_carriage_return_alone_ends_no_line(text: str) -> None:
    assert not accepted(text)


def test_a_text_has_at_most_ten_thousand_characters_wherever_it_stands() -> None:
    most, more = "é" * LONGEST, "é" * (LONGEST + 1)

    assert sound({most: [most]}) == {most: [most]}
    for long in (more, [more], {"a": {more: 1}}):
        with pytest.raises(GraphQLError, match=r"^Use at most 10000 characters\.$"):
            sound(long)


def test_values_are_nested_only_so_deep() -> None:
    assert sound(nested(DEEPEST)) == nested(DEEPEST)
    with pytest.raises(GraphQLError, match=r"^Nest at most 32 levels deep\.$"):
        sound(nested(DEEPEST + 1))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_of_json_is_refused(number: float) -> None:
    with pytest.raises(GraphQLError, match=r"^Use finite numbers\.$"):
        sound({"a": [number]})


def test_what_is_no_value_of_json_is_refused() -> None:
    with pytest.raises(GraphQLError, match=r"^Write a value of JSON\.$"):
        sound([b"Ana"])
