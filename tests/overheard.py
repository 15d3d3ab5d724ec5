"""Overheard: every answer that any test of the run was given holds nothing of our insides."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx2
import orjson
import pytest

LEAKS: Final = re.compile(
    r"""
      Traceback | File\ " | \bline\ \d+,\ in | site-packages | \.py\b      # a stack
    | (^|[\s"'(])/(home|root|usr|tmp|var|srv|opt|app)/                       # a path
    | \b(asyncpg|sqlalchemy|psycopg|strawberry|starlette|uvicorn)\b        # a library
    | \b(SELECT|INSERT\ INTO|UPDATE|DELETE\ FROM)\s.*\b(FROM|VALUES|SET|WHERE)\b
    | \b(relation|constraint|column|schema)\ "                             # PostgreSQL
    | \b(pg_[a-z]+|clientela_app|app\.tenant_id|row-level|shard)\b
    | <class\ ' | \bobject\ at\ 0x | \bNoneType\b                          # Python
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Tests with this mark break something on purpose, and are answered with what that leads to.
BREAKING: Final = "breaks"


class Overheard:
    """What was wrong with answers, by the test that was given them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.breaking: set[str] = set()

    def hear(self, test: str, status: int, text: str) -> None:
        """Look at an answer."""
        if status >= 500 and test not in self.breaking:
            self.wrong.append(f"{test} was answered {status}: {text[:200]}")
        if found := LEAKS.search(_told(text)):
            self.wrong.append(f"{test} was told {found[0]!r}: {_told(text)[:300]}")


HEARD: Final = Overheard()


@contextmanager
def listening() -> Iterator[None]:
    """Hear every answer that comes over the transport of the tests."""
    through = httpx2.ASGITransport.handle_async_request

    async def heard(self: httpx2.ASGITransport, request: httpx2.Request) -> httpx2.Response:
        response = await through(self, request)
        await response.aread()
        hear(response.status_code, response.text)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx2.ASGITransport, "handle_async_request", heard)
        yield


def hear(status: int, text: str) -> None:
    """Look at an answer that the running test was given, over whatever wire."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    HEARD.hear(test, status, text)


def _told(text: str) -> str:
    """What an answer says of its own; data is what somebody else has said."""
    try:
        body: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        return "" if text.lstrip().startswith("<") else text
    return orjson.dumps(body.get("errors", "")).decode() if isinstance(body, dict) else ""
