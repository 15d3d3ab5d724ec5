"""A field keeps what it promises to keep, and refuses the rest without repeating it."""

from datetime import date
from typing import Any
from unicodedata import is_normalized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.fields import (
    Unacceptable,
    born_on,
    colour,
    identifier,
    label_norm,
    line,
    postal_code,
    preferences_custom,
    tax_id,
    text,
    url,
    whole,
)

TODAY = date(2026, 11, 20)
ANYTHING = st.text(max_size=40) | st.text("aé\u0301 \u202e\n\t\u200b\u3164\ufe0f", max_size=40)
COMBINED = "e\u0301"

TURNING = ["\u202a", "\u202e", "\u2066", "\u2069"]
BREAKING = ["\n", "\t", "\u2028", "\u2029"]


def nested(levels: int) -> dict[str, Any]:
    return {"in": nested(levels - 1)} if levels > 1 else {}


def test_a_line_is_composed_and_trimmed() -> None:
    assert line(f" \u00a0Ren{COMBINED} \n", most=4) == "Ren\u00e9"


def test_a_line_keeps_what_its_alphabet_needs() -> None:
    persian = "می\u200cخواهم \u200eAna"

    assert line(persian, most=50) == persian


@pytest.mark.parametrize("letter", TURNING + BREAKING)
def test_a_line_refuses_what_steers_a_screen(letter: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use one line of text without control characters\.$"):
        line(f"Ana{letter}Pop", most=50)


# A filler of Hangul has three forms; an empty pattern of Braille, a joiner and a selector of
# variants have one each.
FILLERS = ["\u3164", "\uffa0", "\u115f\u1160", "\u2800", "\u034f", "\u200d\ufe0f"]


@pytest.mark.parametrize(
    "blank",
    ["", " \n\t", "\u200b\u00ad", "\u3000 \ufeff", "\u200b\n\u2028\u200b", *FILLERS],
)
def test_what_cannot_be_seen_is_refused(blank: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Write something that can be seen\.$"):
        line(blank, most=50)
    with pytest.raises(Unacceptable, match=r"^Write something that can be seen\.$"):
        text(blank, most=50)


def test_a_line_is_measured_as_it_is_kept() -> None:
    assert line(f" {COMBINED * 5} ", most=5, least=5) == "\u00e9" * 5
    with pytest.raises(Unacceptable, match=r"^Use at most 4 characters\.$"):
        line(COMBINED * 5, most=4)
    with pytest.raises(Unacceptable, match=r"^Use at least 6 characters\.$"):
        line(COMBINED * 5, most=9, least=6)


@settings(deadline=None)
@given(ANYTHING)
def test_a_kept_line_is_kept_as_it_is(said: str) -> None:
    try:
        kept = line(said, most=40)
    except Unacceptable:
        return

    assert kept == line(kept, most=40)
    assert is_normalized("NFC", kept)
    assert kept.encode()


def test_a_text_is_kept_as_typed_between_its_ends() -> None:
    said = f"\n one\n\ttwo  three {COMBINED}\u202e \u2028four \n"

    assert text(said, most=50) == f"one\n\ttwo  three {COMBINED}\u202e \u2028four"


def test_a_text_is_measured_as_it_is_kept() -> None:
    assert text(" a\nb ", most=3) == "a\nb"
    with pytest.raises(Unacceptable, match=r"^Use at most 2 characters\.$"):
        text("a\nb", most=2)


@pytest.mark.parametrize("key", ["7", "auth0|5f7c", "Ana Pop", "x" * 255])
def test_an_identifier_is_kept_as_given(key: str) -> None:
    assert identifier(key) == key


def test_an_identifier_is_composed() -> None:
    assert identifier(COMBINED) == "\u00e9"


@pytest.mark.parametrize(
    "key", ["", " 7", "7 ", "a\nb", "a\x00b", "a\u200bb", "a\u202eb", "\ud800", "x" * 256]
)
def test_an_identifier_that_could_be_mistaken_is_refused(key: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use 1 to 255 printable characters"):
        identifier(key)


@pytest.mark.parametrize(
    "label",
    [
        *("Early Bird", "early bird", "EARLY\u00a0 BIRD", "Ｅarly bird", "early\u200b bi\u00adrd"),
        *("early\u2800 bird", "early bird\u3164", "early\ufe0f bird"),
    ],
)
def test_labels_that_look_alike_are_one(label: str) -> None:
    assert label_norm(label) == "early bird"


def test_labels_that_differ_by_an_accent_are_two() -> None:
    assert label_norm(f"caf{COMBINED}") == label_norm("CAF\u00c9") == "caf\u00e9"
    assert label_norm("cafe") != label_norm("caf\u00e9")
    assert label_norm("J\u030c") == "\u01f0"


@settings(deadline=None)
@given(ANYTHING)
def test_the_norm_of_a_label_is_its_own_norm(label: str) -> None:
    assert label_norm(label_norm(label)) == label_norm(label)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com",
        "HTTP://example.com:8080/a/b?c=d@e#f",
        "https://bücher.example/ü",
        "https://[2001:db8::1]/x",
        "https://example.com?q=1",
        f"https://example.com/{'x' * 235}",
    ],
)
def test_an_address_of_the_web_is_kept(address: str) -> None:
    assert url(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "example.com",
        "//example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "http\u017f://example.com",
        "https://",
        "https:///x",
        "https://ana:secret@example.com",
        "https://ana@example.com",
        "https://example.com\\@other.example",
        "https://example.com/a b",
        'https://example.com/"><b>',
        "https://example.com:port",
    ],
)
def test_an_address_that_could_mislead_is_refused(address: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use a full http or https address"):
        url(address)


def test_an_address_of_the_web_has_at_most_255_characters() -> None:
    with pytest.raises(Unacceptable, match=r"^Use at most 255 characters\.$"):
        url(f"https://example.com/{'x' * 236}")


def test_a_colour_is_kept_in_capitals() -> None:
    assert colour(" #1a2B3c ") == "#1A2B3C"


@pytest.mark.parametrize("said", ["1A2B3C", "#FFF", "#GGGGGG", "red", "#ﬀﬀﬀ", "#１２３４５６", ""])
def test_a_colour_of_another_form_is_refused(said: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Write the colour as # and six hexadecimal digits"):
        colour(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [(" sw1a 1aa ", "SW1A 1AA"), ("1000-001", "1000-001"), ("１０１", "101"), ("D" * 20, "D" * 20)],
)
def test_a_postal_code_is_kept_in_capitals(said: str, kept: str) -> None:
    assert postal_code(said) == kept


@pytest.mark.parametrize("said", ["-1", "1-", "12_34", "12/34", "ßß", "é1", "12\n34", "D" * 21])
def test_a_postal_code_of_another_form_is_refused(said: str) -> None:
    with pytest.raises(Unacceptable):
        postal_code(said)


@pytest.mark.parametrize("said", ["RO 123.456-7/8", "ÑAA010101AAA", "x" * 32])
def test_a_tax_id_is_kept_as_it_is_printed(said: str) -> None:
    assert tax_id(f" {said} ") == said


@pytest.mark.parametrize("said", ["./-", "-1", "RO_1", "RO<1>", "1\t2", "x" * 33])
def test_a_tax_id_of_another_form_is_refused(said: str) -> None:
    with pytest.raises(Unacceptable):
        tax_id(said)


@pytest.mark.parametrize("day", [date(1900, 1, 1), TODAY])
def test_a_birthday_may_be_the_first_or_the_last_day(day: date) -> None:
    assert born_on(day, today=TODAY) == day


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2026, 11, 21)])
def test_a_birthday_of_nobody_alive_is_refused(day: date) -> None:
    with pytest.raises(Unacceptable, match=r"^Give a day between the first of January 1900"):
        born_on(day, today=TODAY)


@pytest.mark.parametrize("number", [1, 5])
def test_a_whole_number_may_be_either_bound(number: int) -> None:
    assert whole(number, 1, 5) == number


@pytest.mark.parametrize("said", [0, 6, True, 3.0, "3", None])
def test_what_is_no_whole_number_between_the_bounds_is_refused(said: object) -> None:
    with pytest.raises(Unacceptable, match=r"^Give a whole number from 1 to 5\.$"):
        whole(said, 1, 5)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"a": [None, True, "é\n", 1.5, -(2**63 - 1), {"b": []}]},
        {"k" * 64: 1},
        nested(8),
        {"a": "x" * (8192 - 8)},
    ],
)
def test_preferences_of_the_tenants_own_are_kept(said: dict[str, object]) -> None:
    assert preferences_custom(said) == said


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ([1], "Give a JSON object."),
        (None, "Give a JSON object."),
        (nested(9), "Nest at most 8 levels deep."),
        ({"a": [[[[[[[[1]]]]]]]]}, "Nest at most 8 levels deep."),
        ({"a": "x" * (8192 - 7)}, "Keep the object within 8 KiB."),
        ({"a": [2**63]}, "Use whole numbers of at most 64 bits."),
        ({"a": -(2**63)}, "Use whole numbers of at most 64 bits."),
        ({"": 1}, "Use keys of 1 to 64 characters."),
        ({"k" * 65: 1}, "Use keys of 1 to 64 characters."),
        ({"a": [{"": 1}]}, "Use keys of 1 to 64 characters."),
    ],
)
def test_preferences_of_a_wrong_shape_are_refused(said: object, advice: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        preferences_custom(said)

    assert str(refused.value) == advice


@pytest.mark.parametrize("keep", [identifier, url, colour, postal_code, tax_id])
def test_a_refusal_never_repeats_what_was_said(keep: Any) -> None:
    with pytest.raises(Unacceptable) as refused:
        keep("Secret\x00Person")

    assert "Secret" not in str(refused.value)
    assert refused.value.__cause__ is None
