"""What is asked of the record is shown: every number has its test, and the page lists them."""

from tests.record.asked import ASKED, PAGE, shown_by, table


def test_everything_that_is_asked_has_a_test_named_for_it() -> None:
    assert [number for number in ASKED if number not in shown_by()] == []


def test_no_test_is_named_for_what_nobody_asked() -> None:
    assert set(shown_by()) - set(ASKED) == set()


def test_the_page_has_the_table() -> None:
    assert table() in PAGE.read_text("utf-8")
