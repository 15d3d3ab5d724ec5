"""What stands beside a kept word: never a reason to leave out somebody who answers."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.kept_words import KeptToken, kept, marks
from db.search import COMPANY, CONTACT, NAME, SearchToken

LETTERS: Final = st.text("abc", min_size=1, max_size=6)
WORDS: Final = st.dictionaries(LETTERS, st.sampled_from((NAME, COMPANY, CONTACT)), min_size=1)


@given(words=st.sets(LETTERS, min_size=1), letters=st.integers(1, 6))
def test_who_has_a_word_has_its_marks(words: set[str], letters: int) -> None:
    left = marks(words)

    for word in words:
        for sought in (marks([word]), marks([word[:letters]], whole=False)):
            assert left & sought == sought


@pytest.mark.parametrize(
    ("word", "whole", "left"),
    [("a", False, 0), ("a", True, 3), ("an", False, 2), ("an", True, 4), ("anam", False, 3)],
)
def test_a_longer_beginning_leaves_more_marks(word: str, whole: bool, left: int) -> None:
    assert marks([word], whole=whole).bit_count() == left


def test_a_short_word_is_not_taken_for_the_beginning_of_a_long_one() -> None:
    po = marks(["po"])

    assert marks(["popescu"]) & po != po
    assert marks(["popescu", "po"]) & po == po


def test_marks_fit_in_a_signed_number_of_eight_bytes() -> None:
    every = marks(f"{first}{second}" for first in "abcdefghijklmn" for second in "abcdefghijklmn")

    assert every.bit_count() == 61
    assert 0 <= every < 2**63


@given(words=WORDS, letters=st.integers(1, 6))
def test_just_one_word_of_all_that_begin_alike_is_the_best(
    words: dict[str, int], letters: int
) -> None:
    several = kept(SearchToken(token, weight) for token, weight in words.items())

    for beginning in {token[:letters] for token in words if len(token) >= letters}:
        alike = [each for each in several if each.token.startswith(beginning)]
        led = [each for each in alike if each.shared < letters]
        assert led == alike[:1]


@given(words=WORDS)
def test_a_contact_that_begins_like_a_better_word_is_an_echo(words: dict[str, int]) -> None:
    several = kept(SearchToken(token, weight) for token, weight in words.items())

    for place, each in enumerate(several):
        begun = each.token[:3]
        better = any(other.token.startswith(begun) for other in several[:place])
        echo = words[each.token] == CONTACT and len(begun) == 3 and better
        assert each.weight == (1 if echo else words[each.token])


def test_the_words_of_a_customer_are_told_apart() -> None:
    words = {"maria": NAME, "pop": NAME, "maria.pop@x.ro": CONTACT, "@x.ro": CONTACT, "40": CONTACT}

    assert kept(SearchToken(token, weight) for token, weight in words.items()) == [
        KeptToken("maria", 4, 0),
        KeptToken("pop", 4, 0),
        KeptToken("40", 2, 0),
        KeptToken("@x.ro", 2, 0),
        KeptToken("maria.pop@x.ro", 1, 5),
    ]
