"""Identity: the customer with an identifier, its id in another system, its e-mail address."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.types import Info

from auth.scopes import Scope
from resolvers import customer_identity as identity
from resolvers import customer_upsert
from resolvers.context import Context
from schema.customer_inputs import CustomerUpsertInput, identified, known
from schema.ids import need_id
from schema.inputs import Keyed, asked
from schema.mutations import ChangedPayload, act
from schema.person import CustomerPayload


@strawberry.input(description="An id in another system that was wrong, and what it really is")
class CustomerExternalIdCorrectInput(Keyed):
    id: strawberry.ID = asked("ID of the customer")
    external_id: str = asked("ID in another system; at most 255 characters")
    reason: str = asked("Why it was wrong, at most 500 characters; the customer does not see it")


@strawberry.input(description="A customer whose e-mail address is to be verified")
class CustomerEmailVerificationBeginInput(Keyed):
    id: strawberry.ID = asked("ID of the customer")


@strawberry.input(description="What was sent to an e-mail address, and came back")
class CustomerEmailVerifyInput(Keyed):
    token: str = asked("Token that `customerEmailVerificationBegin` gave")


@strawberry.type(description="What became of a customer that was to be there")
class CustomerUpsertPayload(CustomerPayload, ChangedPayload):
    @strawberry.field(description="Whether the customer was created; null if it was refused")
    def created(self) -> bool | None:
        return self.done.created if self.done else None


@strawberry.type(description="What became of an external id that was to be corrected")
class CustomerExternalIdCorrectPayload(CustomerPayload):
    pass


@strawberry.type(description="What became of a verification that was to begin")
class CustomerEmailVerificationBeginPayload(CustomerPayload):
    @strawberry.field(description="Token to be sent to the e-mail address, and to nobody else")
    async def token(self, info: Info[Context, None]) -> str | None:
        return await identity.verification_token(info.context, self.done) if self.done else None

    @strawberry.field(description="Timestamp from which the token is good no more: after 24 hours")
    def expires_at(self) -> datetime | None:
        return identity.verifiable_until(self.done) if self.done else None


@strawberry.type(description="What became of an e-mail address that was to be verified")
class CustomerEmailVerifyPayload(CustomerPayload):
    pass


def _upserted(ctx: Context, value: Any) -> Any:
    identifier = identified(value.identifier)["said"]
    return customer_upsert.upsert_customer(ctx, identifier, known(value))


def _corrected(ctx: Context, value: Any) -> Any:
    customer_id = need_id("customer", value.id)
    return identity.correct_external_id(ctx, customer_id, value.external_id, value.reason)


@strawberry.type
class CustomerIdentityMutations:
    customer_upsert: CustomerUpsertPayload = act(
        _upserted,
        CustomerUpsertInput,
        CustomerUpsertPayload,
        needs=Scope.CUSTOMERS_CREATE,
        says="Change the customer with an identifier, or create it if there is none. Needs"
        f" `{Scope.CUSTOMERS_UPDATE}` too",
    )
    customer_external_id_correct: CustomerExternalIdCorrectPayload = act(
        _corrected,
        CustomerExternalIdCorrectInput,
        CustomerExternalIdCorrectPayload,
        needs=Scope.CUSTOMERS_UPDATE,
        to_all=True,
        says="Correct the ID that a customer has in another system; this can be done once",
    )
    customer_email_verification_begin: CustomerEmailVerificationBeginPayload = act(
        lambda ctx, i: identity.begin_verification(ctx, need_id("customer", i.id)),
        CustomerEmailVerificationBeginInput,
        CustomerEmailVerificationBeginPayload,
        needs=Scope.CUSTOMERS_UPDATE,
        to_all=True,
        says="Make a token that shows, when it comes back, that a customer reads its mail. The"
        " caller sends it",
    )
    customer_email_verify: CustomerEmailVerifyPayload = act(
        lambda ctx, i: identity.verify_email(ctx, i.token),
        CustomerEmailVerifyInput,
        CustomerEmailVerifyPayload,
        needs=Scope.CUSTOMERS_UPDATE,
        says="Verify the e-mail address of a customer by the token that was sent to it",
    )
