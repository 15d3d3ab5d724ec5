"""Permissions: the rights a field needs, as classes that stand beside the field."""

from functools import cache
from typing import Any

from strawberry.permission import BasePermission
from strawberry.types import Info

from auth.scopes import Scope
from resolvers.context import Context


@cache
def may(scope: Scope) -> type[BasePermission]:
    """The permission of callers who hold a scope, be it only for themselves."""

    class May(BasePermission):
        message = f"This needs the scope {scope}."
        error_extensions = {"code": "FORBIDDEN", "scope": str(scope)}  # noqa: RUF012  # the base class says so

        def has_permission(self, source: object, info: Info[Context, None], **_: Any) -> bool:
            return info.context.caller.may(scope)

    May.__name__ = "May" + "".join(part.title() for part in str(scope).split(":"))
    return May
