"""The oracle sees every kind of answer that must not be."""

from typing import Any, Final

import orjson
import pytest

from tests.attacks.oracle import oddities
from tests.attacks.target import Reply, read

JSON: Final = {"content-type": "application/json; charset=utf-8"}


def _error(message: str = "No.", code: str = "FORBIDDEN", **more: Any) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code, **more}}


def _reply(body: Any, status: int = 200) -> Reply:
    return Reply(status, JSON, orjson.dumps(body), 0)


SOUND: Final = {
    "data": _reply({"data": {"a": "Traceback in a note of somebody"}}),
    "a refusal": _reply({"errors": [_error()]}, 403),
    "some of both": _reply({"data": None, "errors": [_error()]}),
    "nothing": Reply(204, {}, b"", 0),
    "a page": Reply(404, {"content-type": "text/plain"}, b"a", 0),
}
ENDLESS: Final = _reply({"errors": [_error("a" * 70_000)]}, 400)
ODD: Final = {
    "a fault of the server": (_reply({"errors": [_error()]}, 500), "500"),
    "an endless refusal": (ENDLESS, f"{len(ENDLESS.body)} bytes"),
    "a list": (_reply([]), "it is no answer of GraphQL"),
    "half of JSON": (Reply(200, JSON, b"{", 0), "it is no answer of GraphQL"),
    "more than an answer": (_reply({"data": {}, "a": 1}), "it is no answer of GraphQL"),
    "nothing in it": (_reply({}), "neither data nor errors"),
    "no errors": (_reply({"errors": []}), "errors that are none"),
    "data in a refusal": (
        _reply({"data": None, "errors": [_error()]}, 400),
        "data in a refusal",
    ),
    "too many errors": (_reply({"errors": [_error()] * 22}), "22 errors"),
    "a made up code": (_reply({"errors": [_error(code="A")]}), "an unknown code: A"),
    "an error of ours": (_reply({"errors": [_error(errorId="a")]}), "an error of ours"),
    "a library": (
        _reply({"errors": [_error("asyncpg says no")]}),
        "told of our insides: 'asyncpg'",
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_what_is_sound_is_passed(case: str) -> None:
    assert oddities(SOUND[case]) == []


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_found(case: str) -> None:
    reply, oddity = ODD[case]

    assert oddities(reply) == [oddity]


def test_an_answer_is_read_whatever_came_before_it() -> None:
    received = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: a\r\n\r\n{}"

    assert read(received, 1.5) == Reply(200, {"content-type": "a"}, b"{}", 1.5)
