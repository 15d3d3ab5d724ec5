"""What holds for every comparison: the functions of rows fail only where something is wrong."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _nothing_fails_without_a_reason(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    said = [each for each in caplog.records if each.name.startswith("engine")]
    assert [each.getMessage() for each in said if each.levelno >= logging.ERROR] == []
