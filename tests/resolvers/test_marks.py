"""A letter may be sent in several parts; marks without end are refused before work is spent."""

from collections.abc import Callable
from time import perf_counter

import pytest

from resolvers.fields import Unacceptable, identifier, line, postal_code


def test_as_many_letters_fit_however_they_are_composed() -> None:
    apart = "\u03b1\u0313\u0300\u0345"

    assert line(apart * 100, most=100) == "\u1f82" * 100
    assert identifier(apart * 255) == "\u1f82" * 255


@pytest.mark.parametrize("keep", [lambda said: line(said, most=100), identifier, postal_code])
def test_marks_without_end_are_not_put_in_order(keep: Callable[[str], str]) -> None:
    began = perf_counter()
    with pytest.raises(Unacceptable):
        keep("a" + "\u0301\u0323" * 100_000)

    assert perf_counter() - began < 1
