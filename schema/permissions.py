"""Permissions: the rights a field needs, as classes that stand beside the field."""

from collections.abc import Callable
from functools import cache
from typing import Any

from graphql import GraphQLError
from strawberry.permission import BasePermission
from strawberry.types import Info

from auth.caller import Caller
from auth.scopes import Scope
from resolvers.context import Context


class Withheld(GraphQLError):
    """A field is not shown to the caller, for want of a scope."""

    @property
    def scope(self) -> str:
        """The scope that it needs."""
        return str((self.extensions or {})["scope"])


class Right(BasePermission):
    """A permission that depends on who asks, and never on what is shown."""

    suffices: Callable[[Caller], bool]
    to_all: bool = False
    refuses: type[GraphQLError] = GraphQLError

    def holds(self, context: Context) -> bool:
        """Whether the caller has it."""
        return self.suffices(context.caller)

    def refusal(self) -> GraphQLError:
        """What is said if not."""
        return self.refuses(self.message or "", extensions=dict(self.error_extensions or {}))

    def has_permission(self, source: object, info: Info[Context, None], **_: Any) -> bool:
        return self.holds(info.context)

    def on_unauthorized(self) -> None:
        raise self.refusal()


@cache
def may(scope: Scope) -> type[Right]:
    """The permission to see what a scope shows, of everybody whom the caller can read."""
    return _right(scope, "May", lambda caller: caller.sees(scope), Withheld)


@cache
def may_do(scope: Scope) -> type[Right]:
    """The permission to do what a scope allows, be it only to oneself: the act is held to it."""
    return _right(scope, "MayDo", lambda caller: caller.may(scope), GraphQLError)


@cache
def may_do_to_all(scope: Scope) -> type[Right]:
    """The permission to do it to everybody: nobody does this to oneself."""
    right = _right(scope, "MayDoToAll", lambda caller: caller.may_all(scope), GraphQLError)
    right.message = f"This needs the scope {scope} for all customers."
    right.to_all = True
    return right


def rights(context: Context) -> str:
    """All on which rights depend: what the caller is granted, and how far each grant reaches."""
    grants = context.caller.grants
    return " ".join([*grants, *grants.values()])


def _right(
    scope: Scope, name: str, holds: Callable[[Caller], bool], refusal: type[GraphQLError]
) -> type[Right]:
    class May(Right):
        message = f"This needs the scope {scope}."
        error_extensions = {"code": "FORBIDDEN", "scope": str(scope)}  # noqa: RUF012  # the base class says so
        suffices = staticmethod(holds)
        refuses = refusal

    May.__name__ = name + "".join(part.title() for part in str(scope).split(":"))
    return May
