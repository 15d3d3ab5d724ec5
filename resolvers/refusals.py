"""Refusals: the ways in which the house says no. Each has a code that a program can read."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

# Looks for the thing that has the value already, once somebody asks which it is.
Find = Callable[[], Awaitable[UUID | None]]


class AsItIs(str):
    """A name that the tenant gave, in the path of a field: it is told as it is."""

    __slots__ = ()


class Refusal(Exception):
    """Something asked for will not be done, for a reason that the one who asks can act on."""

    code: ClassVar[str] = "BAD_USER_INPUT"

    def __init__(self, message: str, *field: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Refusals(Exception):
    """Everything that is wrong with one request, so that it can be mended in one go."""

    def __init__(self, all_of_them: Sequence[Refusal]) -> None:
        super().__init__(f"{len(all_of_them)} refusals")
        self.all = tuple(all_of_them)


class NotFound(Refusal):
    """No such thing, as far as this caller may know."""

    code = "NOT_FOUND"


class Forbidden(Refusal):
    """The caller lacks the right."""

    code = "FORBIDDEN"


class Taken(Refusal):
    """Another thing of the tenant already has this value."""

    code = "TAKEN"

    def __init__(self, message: str, *field: str, kind: str, find: Find) -> None:
        super().__init__(message, *field)
        self.kind, self.find = kind, find


class LimitReached(Refusal):
    """There are as many as there may be."""

    code = "LIMIT_REACHED"


class WrongState(Refusal):
    """The thing is not in a state in which this can be done."""

    code = "WRONG_STATE"


class Conflict(Refusal):
    """Somebody else was at it in the same moment; the same request may succeed later."""

    code = "CONFLICT"


class IdempotencyKeyReused(Refusal):
    """The key belongs to another request."""

    code = "IDEMPOTENCY_KEY_REUSED"


class BadCursor(Refusal):
    """The cursor was not made for this list."""

    code = "BAD_CURSOR"


class Stale(Refusal):
    """A field was changed by somebody else since the caller read it."""

    code = "STALE_VERSION"

    def __init__(self, *field: str, base: Any, theirs: Any, yours: Any) -> None:
        super().__init__(
            "This field was changed since you read it. Read it again, or send the version"
            " that you have seen.",
            *field,
        )
        self.base, self.theirs, self.yours = base, theirs, yours
