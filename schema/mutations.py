"""Mutations: the one piece of machinery that runs an act and tells the client what came of it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

import strawberry
from strawberry.types import Info

from auth.scopes import Scope
from resolvers.acting import Act, acting
from resolvers.context import Context
from resolvers.refusals import Refusal, Refusals
from schema.ids import shown_id
from schema.inputs import Keyed, key_and_fingerprint, read_as_said
from schema.permissions import may_do
from schema.problems import UserError, camel, problem

P = TypeVar("P", bound="Payload")
Do = Callable[[Context, Any], Awaitable[Any]]


@strawberry.type
class Payload:
    """What a mutation answers with: what was done, or why it was not."""

    done: strawberry.Private[Any]
    user_errors: list[UserError] = strawberry.field(
        description="What stood in the way; empty when it was done"
    )


@strawberry.type
class ChangedPayload(Payload):
    """The answer of a mutation that changes fields."""

    @strawberry.field(description="Fields that have another value now")
    def changed_fields(self) -> list[str]:
        return [camel(name) for name in self.done.changed] if self.done else []


@strawberry.type
class DeletedPayload(Payload):
    """The answer of a mutation that removes something for good."""

    kind_of_node: ClassVar[str]

    @strawberry.field(description="ID of what is gone")
    def deleted_id(self) -> strawberry.ID | None:
        return shown_id(self.kind_of_node, self.done.id) if self.done else None


def of_what_was_done(payload: Payload) -> UUID | None:
    """The id of what something was done with, if it was done."""
    return payload.done.id if payload.done else None


def act(do: Do, takes: type[Keyed], gives: type[P], *, needs: Scope, says: str) -> Any:
    """A mutation that does `do` with its input and answers with a payload."""

    async def resolve(info: Info[Context, None], input: Any) -> P:  # the name is the API's
        ctx = info.context
        try:
            key = key_and_fingerprint(info.field_name, input)
            done = await acting(ctx, Act(info.field_name, needs, lambda: do(ctx, input)), key)
        except Refusal as refusal:
            return gives(done=None, user_errors=[problem(refusal)])
        except Refusals as several:
            return gives(done=None, user_errors=[problem(each) for each in several.all])
        return gives(done=done, user_errors=[])

    read_as_said(takes)
    described = strawberry.argument(description="What is to be done, and with what")
    resolve.__annotations__ |= {"input": Annotated[takes, described], "return": gives}
    return strawberry.mutation(
        resolver=resolve,
        description=f"{says}. Needs the scope `{needs}`",
        permission_classes=[may_do(needs)],
    )
