"""Erasure: what clients say to remove a customer for good."""

from enum import Enum

import strawberry

from auth.scopes import Scope
from resolvers.customer_erasure import erase_customer
from schema.ids import need_id
from schema.inputs import Keyed, asked, said
from schema.mutations import DeletedPayload, act


@strawberry.enum(description="Why a customer is removed for good")
class ErasureReason(Enum):
    REQUESTED = strawberry.enum_value("REQUESTED", description="The person asked for it")
    RETENTION = strawberry.enum_value("RETENTION", description="It was kept as long as it may be")
    TEST_DATA = strawberry.enum_value("TEST_DATA", description="It never was a customer")
    OTHER = strawberry.enum_value("OTHER", description="Something else")


@strawberry.input(description="A customer to be removed for good, deleted before or not")
class CustomerEraseInput(Keyed):
    id: strawberry.ID = asked("ID of the customer")
    reason: ErasureReason = asked("Why; it is kept in the audit")


@strawberry.type(description="What became of a customer that was to be removed for good")
class CustomerErasePayload(DeletedPayload):
    kind_of_node = "customer"


@strawberry.type
class CustomerErasureMutations:
    customer_erase: CustomerErasePayload = act(
        lambda ctx, i: erase_customer(ctx, need_id("customer", i.id), said(i)["reason"]),
        CustomerEraseInput,
        CustomerErasePayload,
        needs=Scope.PRIVACY_ERASE,
        says="Remove a customer for good, with its addresses, notes, tags and memberships; nothing"
        " brings it back",
    )
