"""The log: lines of JSON that say what went wrong, and nothing of whom it went wrong for."""

import logging
import sys

import orjson

from app.server import JsonLines

SECRET = "ana@example.com"


def unforeseen() -> logging.LogRecord:
    """A record of an error whose text holds personal data."""
    try:
        int(SECRET)
    except ValueError:
        return logging.LogRecord(
            "clientela", logging.ERROR, "x.py", 1, "unforeseen error", (), sys.exc_info()
        )
    raise AssertionError("This was no error.")


def test_an_error_is_logged_by_its_kind_and_without_its_text() -> None:
    line = JsonLines(debug=False).format(unforeseen())

    said = orjson.loads(line)
    assert said.pop("timestamp")
    assert said == {
        "level": "error",
        "service": "clientela",
        "message": "unforeseen error",
        "kind": "ValueError",
    }


def test_its_text_is_logged_only_where_debug_is_on() -> None:
    line = JsonLines(debug=True).format(unforeseen())

    assert orjson.loads(line)["exception"].endswith(f"'{SECRET}'")
