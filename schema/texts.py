"""Texts: what every value that enters must be like, whatever it is for."""

import re
from math import isfinite
from typing import Any, Final

from graphql import GraphQLError

LONGEST: Final = 10_000
DEEPEST: Final = 32

_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def refused(message: str) -> GraphQLError:
    """What is raised over a value that does not fit. graphql-core adds the value to any other."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def sound(value: Any) -> Any:
    """The value with its line ends as `\\n`, if everything in it can be kept and shown."""
    return _sound(value, 0)


def _sound(value: Any, depth: int) -> Any:
    match value:
        case str():
            return _sound_text(value)
        case float() if not isfinite(value):
            raise refused("Use finite numbers.")
        case None | bool() | int() | float():
            return value
        case dict() | list() if depth == DEEPEST:
            raise refused(f"Nest at most {DEEPEST} levels deep.")
        case dict():
            return {_sound_text(key): _sound(each, depth + 1) for key, each in value.items()}
        case list():
            return [_sound(each, depth + 1) for each in value]
    raise refused("Write a value of JSON.")


def _sound_text(value: str) -> str:
    if len(value) > LONGEST:
        raise refused(f"Use at most {LONGEST} characters.")
    if "\r" in value:
        value = value.replace("\r\n", "\n")
    if _UNFIT.search(value):
        raise refused("Use no control characters but new lines and tabs, and no half characters.")
    return value
