"""Permissions: the rights a field needs, as classes that stand beside the field."""

from collections.abc import Callable
from functools import cache
from typing import Any

from strawberry.permission import BasePermission
from strawberry.types import Info

from auth.caller import Caller
from auth.scopes import Scope
from resolvers.context import Context


@cache
def may(scope: Scope) -> type[BasePermission]:
    """The permission to see what a scope shows, of everybody whom the caller can read."""
    return _permission(scope, "May", lambda caller: caller.sees(scope))


@cache
def may_do(scope: Scope) -> type[BasePermission]:
    """The permission to do what a scope allows, be it only to oneself: the act is held to it."""
    return _permission(scope, "MayDo", lambda caller: caller.may(scope))


def _permission(scope: Scope, name: str, holds: Callable[[Caller], bool]) -> type[BasePermission]:
    class May(BasePermission):
        message = f"This needs the scope {scope}."
        error_extensions = {"code": "FORBIDDEN", "scope": str(scope)}  # noqa: RUF012  # the base class says so

        def has_permission(self, source: object, info: Info[Context, None], **_: Any) -> bool:
            return holds(info.context.caller)

    May.__name__ = name + "".join(part.title() for part in str(scope).split(":"))
    return May
