"""The oracle: what can be said of every answer, whatever was asked."""

from collections.abc import Iterator
from typing import Any, Final

from schema.problems import ErrorCode
from tests.attacks.target import Reply
from tests.overheard import LEAKS

MOST_BYTES: Final = 8_388_608
MOST_REFUSED: Final = 65_536
MOST_ERRORS: Final = 21
CODES: Final = {code.value for code in ErrorCode}
PARTS: Final = {"data", "errors", "extensions"}
KEYS: Final = {"message", "locations", "path", "extensions"}


def oddities(reply: Reply) -> list[str]:
    """Everything in an answer that must never be in one."""
    found = []
    if reply.status >= 500:
        found.append(f"{reply.status}")
    if len(reply.body) > (MOST_BYTES if reply.status == 200 else MOST_REFUSED):
        found.append(f"{len(reply.body)} bytes")
    if "json" in reply.headers.get("content-type", "") and reply.body:
        found += _in_answer(reply.status, reply.told)
    return found


def _in_answer(status: int, told: Any) -> Iterator[str]:
    if not isinstance(told, dict) or not told.keys() <= PARTS:
        yield "it is no answer of GraphQL"
        return
    errors = told.get("errors", [])
    if "errors" in told and not (isinstance(errors, list) and errors):
        yield "errors that are none"
    if "data" not in told and "errors" not in told:
        yield "neither data nor errors"
    if status >= 400 and "data" in told:
        yield "data in a refusal"
    if len(errors) > MOST_ERRORS:
        yield f"{len(errors)} errors"
    for error in errors:
        yield from _in_error(error)


def _in_error(error: Any) -> Iterator[str]:
    if not isinstance(error.get("message"), str) or not error.keys() <= KEYS:
        yield f"no well-formed error: {error}"
    extensions = error.get("extensions", {})
    if extensions.get("code") not in CODES:
        yield f"an unknown code: {extensions.get('code')}"
    if "errorId" in extensions:
        yield "an error of ours"
    if leak := LEAKS.search(str(error["message"])):
        yield f"told of our insides: {leak[0]!r}"
