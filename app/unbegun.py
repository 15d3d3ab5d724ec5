"""Unbegun: coroutines that an operation made and never began, when it was broken off."""

from collections.abc import Awaitable
from inspect import CORO_CREATED, getcoroutinestate
from types import CoroutineType
from typing import Any, TypeGuard

from graphql.pyutils import is_awaitable


class Unbegun:
    """Closes what was made for an operation and never begun; Python would complain of each."""

    def __init__(self) -> None:
        self._made: list[CoroutineType[Any, Any, Any]] = []

    def is_awaitable(self, value: Any) -> TypeGuard[Awaitable[Any]]:
        """Whether a value is to be awaited. The executor asks it of every value."""
        if type(value) is CoroutineType:
            self._made.append(value)
            return True
        return is_awaitable(value)

    def close(self) -> None:
        """Close them, once nobody will begin them any more."""
        for coroutine in self._made:
            if getcoroutinestate(coroutine) == CORO_CREATED:
                coroutine.close()
        self._made.clear()
