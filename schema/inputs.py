"""Inputs: what every mutation's input has, and how an input is read."""

import hashlib
from collections.abc import Hashable, Mapping, Set
from dataclasses import is_dataclass
from enum import Enum, auto
from functools import cache
from typing import Any, Final, TypeVar, cast

import orjson
import strawberry
from strawberry.schema.name_converter import NameConverter
from strawberry.types.arguments import InputContext
from strawberry.types.base import StrawberryMaybe, StrawberryOptional
from strawberry.types.field import StrawberryField

from auth.scopes import Scope
from resolvers.refusals import Refusal
from schema.needs import needing

K = TypeVar("K", bound="Keyed")

_LONGEST_KEY: Final = 255
_PLAIN: Final = (bool, int, str, strawberry.ID)


class Form(Enum):
    """How a field of an input holds what was said."""

    PLAIN = auto()
    """As it is: a text, a number or a truth."""
    MAYBE = auto()
    """The same where it may be left out and may be null."""
    OTHER = auto()
    """As Strawberry makes it."""


def given(description: str, needs: Scope | None = None) -> Any:
    """A field of an input that may be left out."""
    said = f"{description}; needs `{needs}`" if needs else description
    return strawberry.field(description=said, default=None, metadata=needing(needs))


def asked(description: str) -> Any:
    """A field of an input that has to be there."""
    return strawberry.field(description=description)


def unless_unset(value: Any) -> Any:
    """An argument that was given, or nothing."""
    return None if value is strawberry.UNSET else value


@strawberry.input
class Keyed:
    idempotency_key: strawberry.Maybe[str | None] = strawberry.field(
        default=None,
        description="Promise that a repeated request is the same; answered once in 24 hours",
    )


@strawberry.input
class Expecting(Keyed):
    expected_version: strawberry.Maybe[int | None] = strawberry.field(
        default=None,
        description="Version that the caller has seen; changes that do not overlap are merged",
    )


def made(kind: type[K], said: Mapping[str, Any], context: InputContext) -> K:
    """An input of what was said. What was not said of it is nothing, as the class has it."""
    known = _fields(cast("Hashable", kind), context.config.name_converter)
    found = kind.__new__(kind)
    given = vars(found)
    for name, value in said.items():
        field, form = known[name]
        if form is Form.PLAIN:
            given[field.python_name] = value
        elif form is Form.MAYBE:
            given[field.python_name] = strawberry.Some(value)
        else:
            given[field.python_name] = context.convert(value, field.type, name)
    return found


def said(value: Any, *without: str) -> dict[str, Any]:
    """What a client said in an input, by field; what it left out is not there."""
    return _told(value, {"expected_version", "idempotency_key", *without})


def expected_version(value: Expecting) -> int | None:
    """The version that the caller has seen, if it said so."""
    return value.expected_version.value if value.expected_version else None


def key_and_fingerprint(act: str, value: Keyed) -> tuple[str, str] | None:
    """The idempotency key of a request, and what tells this request from another one."""
    key = value.idempotency_key.value if value.idempotency_key else None
    if key is None:
        return None
    if not 1 <= len(key) <= _LONGEST_KEY or not key.isprintable():
        raise Refusal("Use between 1 and 255 printable characters.", "idempotency_key")
    return key, _fingerprint([act, key, _told(value, {"idempotency_key"})])


def _fingerprint(request: list[Any]) -> str:
    try:
        whole = orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)
    except orjson.JSONEncodeError:
        raise Refusal("Use numbers of at most 64 bits, and nest less deeply.") from None
    return hashlib.sha256(whole).hexdigest()


@cache
def _fields(kind: Any, names: NameConverter) -> Mapping[str, tuple[StrawberryField, Form]]:
    """The fields of an input as clients name them, and in which form each holds what was said."""
    fields: list[StrawberryField] = kind.__strawberry_definition__.fields
    return {names.from_field(field): (field, _form(field.type)) for field in fields}


def _form(kind: Any) -> Form:
    if kind in _PLAIN:
        return Form.PLAIN
    is_maybe = isinstance(kind, StrawberryMaybe) and isinstance(kind.of_type, StrawberryOptional)
    return Form.MAYBE if is_maybe and kind.of_type.of_type in _PLAIN else Form.OTHER


def _told(value: Any, skipped: Set[str]) -> dict[str, Any]:
    told = ((name, item) for name, item in vars(value).items() if name not in skipped)
    return {name.rstrip("_"): _plain(item) for name, item in told if item is not None}


def _plain(item: Any) -> Any:
    if isinstance(item, strawberry.Some):
        return _plain(item.value)
    if isinstance(item, Enum):
        return item.value
    if isinstance(item, list):
        return [_plain(each) for each in item]
    if is_dataclass(item):
        return said(item)
    return item
