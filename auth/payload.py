"""The payload of a token: claims read with care, since every provider writes its own way."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

LONGEST_TEXT = 255

T = TypeVar("T")

_UNWANTED = {"Cc", "Cs"}  # control characters and halves of characters: no database keeps them


class WrongClaim(Exception):
    """A claim is missing or is not what it must be. The message never quotes its value."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The claims of a token whose signature holds. An empty claim is no claim."""

    claims: Mapping[str, object]

    def text(self, name: str) -> str | None:
        return _text(name, self.claims.get(name))

    def needed_text(self, name: str) -> str:
        return _needed(name, self.text(name))

    def identifier(self, *names: str) -> str | None:
        """A text, or a number kept as text. Names that mean the same must not disagree."""
        found = {_text(name, _spelt(self.claims.get(name))) for name in names} - {None}
        if len(found) > 1:
            raise WrongClaim(f"{', '.join(names)} disagree")
        return next(iter(found), None)

    def words(self, name: str) -> tuple[str, ...]:
        values = self.claims.get(name)
        if values is None:
            return ()
        if not isinstance(values, list):
            raise WrongClaim(f"{name} is not a list")
        return tuple(word for value in values if (word := _text(name, value)))

    def flag(self, *names: str) -> bool:
        """True unless one of these claims says no."""
        values = [value for name in names if (value := self.claims.get(name)) is not None]
        if not all(isinstance(value, bool) for value in values):
            raise WrongClaim(f"{' or '.join(names)} is neither true nor false")
        return all(values)

    def moment(self, name: str) -> datetime | None:
        value = self.claims.get(name)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise WrongClaim(f"{name} is not a number")
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, ValueError, OSError):
            raise WrongClaim(f"{name} is no moment in time") from None

    def needed_moment(self, name: str) -> datetime:
        return _needed(name, self.moment(name))


def _needed(name: str, value: T | None) -> T:
    if value is None:
        raise WrongClaim(f"{name} is missing")
    return value


def _spelt(value: object) -> object:
    return str(value) if type(value) is int else value


def _text(name: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise WrongClaim(f"{name} is not text")
    if len(value) > LONGEST_TEXT:
        raise WrongClaim(f"{name} is too long")
    if any(unicodedata.category(character) in _UNWANTED for character in value):
        raise WrongClaim(f"{name} holds what is not text")
    return value or None
