"""Mutations: the one piece of machinery that runs an act and tells the client what came of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar
from uuid import UUID

import strawberry
from graphql import GraphQLObjectType, GraphQLResolveInfo
from strawberry.types.arguments import InputContext

from auth.scopes import Scope
from resolvers.acting import Act, acting
from resolvers.context import Context
from resolvers.refusals import Refusal, Refusals
from schema.ids import shown_id
from schema.inputs import Keyed, key_and_fingerprint, made
from schema.permissions import Right, may_do, may_do_to_all
from schema.problems import UserError, camel, problem

P = TypeVar("P", bound="Payload")
Do = Callable[[Context, Any], Awaitable[Any]]

DOES: Final = "does"
INPUT: Final = "input"


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


@dataclass(frozen=True, slots=True)
class Does(Generic[P]):
    """How a mutation is done: with what it takes, it gives a payload."""

    do: Do
    takes: type[Keyed]
    gives: type[P]
    needs: Scope
    to_all: bool = False

    async def done(self, ctx: Context, name: str, input: Any) -> P:  # the name is the API's
        """Do it, and tell what came of it."""
        try:
            key = key_and_fingerprint(name, input)
            done = await acting(ctx, Act(name, self.needs, lambda: self.do(ctx, input)), key)
        except Refusal as refusal:
            return self.gives(done=None, user_errors=[problem(refusal)])
        except Refusals as several:
            return self.gives(done=None, user_errors=[problem(each) for each in several.all])
        return self.gives(done=done, user_errors=[])

    @property
    def right(self) -> type[Right]:
        """The right that it takes."""
        return may_do_to_all(self.needs) if self.to_all else may_do(self.needs)

    def resolver(self, context: InputContext) -> Callable[..., Awaitable[P]]:
        """What graphql-core calls, which does in one step what Strawberry does in many."""
        right = self.right()

        async def resolve(
            _: object, info: GraphQLResolveInfo[Context], *, input: Mapping[str, Any]
        ) -> P:
            said = made(self.takes, input, context)
            if not right.holds(info.context):
                raise right.refusal()
            return await self.done(info.context, info.field_name, said)

        return resolve


def act(
    do: Do,
    takes: type[Keyed],
    gives: type[P],
    *,
    needs: Scope,
    says: str,
    to_all: bool = False,
) -> Any:
    """A mutation that does `do` with its input and answers with a payload.

    `to_all` is one that nobody does to oneself: it takes the right to do it to every customer.
    """
    does = Does(do, takes, gives, needs, to_all)

    def resolve(input: Any) -> Any:  # noqa: ARG001  # the name is the API's
        raise LookupError("This says what is taken and given; an act is called straight.")

    described = strawberry.argument(description="What is to be done, and with what")
    resolve.__annotations__ |= {"input": Annotated[takes, described], "return": gives}
    return strawberry.mutation(
        resolver=resolve,
        description=f"{says}. Needs the scope `{needs}`",
        permission_classes=[does.right],
        metadata={DOES: does},
    )


def call_straight(schema: strawberry.Schema, mutations: GraphQLObjectType) -> None:
    """Let graphql-core call every act itself."""
    context = InputContext(
        info=None,
        config=schema.config,
        scalar_registry=schema.schema_converter.scalar_registry,
        path=(INPUT,),
    )
    for field in mutations.fields.values():
        does: Does[Any] = field.extensions["strawberry-definition"].metadata[DOES]
        field.resolve = does.resolver(context)
