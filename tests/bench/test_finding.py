"""The bench of finding: its customers are like those that the application keeps."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from bench.finding.people import People, found_by
from db.search import tokens_of

pytestmark = pytest.mark.once

PEOPLE = People(UUID(int=1), 1_000_000, datetime(2026, 11, 1, tzinfo=UTC))


def test_the_words_that_find_them_are_those_of_the_application() -> None:
    for row in PEOPLE.some(40_000, 41_000):
        names = [row["first_name"], row["last_name"], None]
        numbers = row["phone_e164"], row["external_id"]
        found = tokens_of(names, row["company_name"], row["email"], *numbers)
        assert found_by(row) == {each.token: each.weight for each in found}, row


def test_they_are_the_same_every_time() -> None:
    assert list(PEOPLE.some(0, 50)) == list(PEOPLE.some(0, 50))
