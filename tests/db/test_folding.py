"""Letters are folded one by one, and what is left of them is remembered, within bounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import search


@settings(deadline=None)
@given(st.text(), st.text())
def test_every_letter_folds_by_itself(one: str, other: str) -> None:
    assert search.fold(one + other) == search.fold(one) + search.fold(other)


def test_letters_that_are_too_many_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known = search._Folded()
    monkeypatch.setattr(search, "_FOLDED", known)
    monkeypatch.setattr(search, "_LETTERS", 3)

    assert search.fold("ŞŢĂÂÎ") == "staai"
    assert known == {ord("Â"): "a", ord("Î"): "i"}
