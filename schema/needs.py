"""Needs: the scope that an input, an argument or a value takes beside that of the field."""

from collections.abc import Callable
from copy import copy
from typing import Any, Final

import strawberry

from auth.caller import Caller
from auth.scopes import Scope

NEEDS: Final = "needs"
"""Under which it is kept what a part of the schema needs."""

Suffices = Callable[[Caller], bool]


class Value(str):
    """The value of an enum, with what it takes to say it."""

    __slots__ = ("needs",)
    needs: Suffices | None


def sight(scope: Scope | None) -> Suffices | None:
    """What is enough where something is to be seen of everybody whom the caller can read."""
    return None if scope is None else lambda caller: caller.sees(scope)


def reach(scope: Scope) -> Suffices:
    """What is enough where something may be done to everybody, and not to oneself."""
    return lambda caller: caller.may_all(scope)


def needing(scope: Scope | None) -> dict[str, Any]:
    """What is kept of a part of the schema that needs a scope."""
    return {NEEDS: sight(scope)} if scope else {}


def enum_value(said: str, description: str, needs: Scope | None = None) -> Any:
    """A value of an enum that not everybody may say."""
    made = Value(said)
    made.needs = sight(needs)
    return strawberry.enum_value(made, description=description)


def argument(description: str, needs: Scope) -> Any:
    """An argument that not everybody may say."""
    return strawberry.argument(
        description=f"{description}; needs `{needs}`", metadata=needing(needs)
    )


def declare(kind: type, needs: Callable[[str], Suffices | None]) -> None:
    """Tell the fields of an input what they need; other inputs may share those fields."""
    definition: Any = kind.__strawberry_definition__  # type: ignore[attr-defined]  # put there by the decorator
    definition.fields = [_needing(field, needs(field.python_name)) for field in definition.fields]


def _needing(field: Any, suffices: Suffices | None) -> Any:
    if suffices is None:
        return field
    alike = copy(field)
    alike.metadata = {**field.metadata, NEEDS: suffices}
    return alike
