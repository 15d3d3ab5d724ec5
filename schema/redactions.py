"""Redactions: what a caller may not see is null, and an operation says how it wants to be told."""

from enum import Enum
from typing import Annotated, Final

import strawberry
from graphql import DirectiveLocation


@strawberry.enum(description="What becomes of a field that the caller may not see")
class ForbiddenAction(Enum):
    ERROR = strawberry.enum_value("ERROR", description="It is null, with an error")
    NULL = strawberry.enum_value(
        "NULL",
        description="It is null, and `extensions.redactions` says where, and which scope it needs",
    )


@strawberry.directive(
    name="onForbidden",
    locations=[
        DirectiveLocation.QUERY,
        DirectiveLocation.MUTATION,
        DirectiveLocation.SUBSCRIPTION,
    ],
    description="How to be told of fields that the caller may not see. What cannot be null,"
    " arguments and whole mutations are refused with an error all the same",
)
def on_forbidden(
    do: Annotated[
        ForbiddenAction, strawberry.argument(description="What becomes of such a field")
    ] = ForbiddenAction.ERROR,
) -> None:
    """Nothing is done here: the answer is parted when it is there."""


DIRECTIVES: Final = (on_forbidden,)
