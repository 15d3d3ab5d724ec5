"""Answers: what is said to a request whose key was taken before."""

import pytest

from db.answers import Busy, DoneBefore, KeyReused, recalled
from db.ids import new_id
from db.journal import IdempotencyRow, Key

KEY = Key("order-7", "print")


def known(**more: object) -> IdempotencyRow:
    said = {
        "fingerprint": "print",
        "act": "tagCreate",
        "answer": {"id": str(new_id()), "changed": []},
    }
    return IdempotencyRow(**said | more)


@pytest.mark.parametrize(
    ("row", "meaning"),
    [
        (known(), DoneBefore),
        (known(fingerprint="another"), KeyReused),
        (known(act="tagDelete"), KeyReused),
        (known(answer=None), Busy),
        (None, Busy),
    ],
)
def test_a_key_that_was_taken_means_one_of_three_things(
    row: IdempotencyRow | None, meaning: type[Exception]
) -> None:
    assert isinstance(recalled(row, KEY, "tagCreate"), meaning)
