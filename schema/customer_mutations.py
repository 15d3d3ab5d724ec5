"""What clients can do with customers."""

from typing import Any

import strawberry

from auth.scopes import Scope
from resolvers import customer_changes as changes
from schema.customer_inputs import (
    CustomerActivateInput,
    CustomerBlockInput,
    CustomerCreateInput,
    CustomerDeactivateInput,
    CustomerDeleteInput,
    CustomerRestoreInput,
    CustomerUnblockInput,
    CustomerUpdateInput,
    known,
)
from schema.ids import need_id
from schema.inputs import expected_version
from schema.mutations import ChangedPayload, DeletedPayload, act
from schema.person import CustomerPayload


@strawberry.type(description="What became of a customer that was to be created")
class CustomerCreatePayload(CustomerPayload):
    pass


@strawberry.type(description="What became of a customer that was to be changed")
class CustomerUpdatePayload(CustomerPayload, ChangedPayload):
    pass


@strawberry.type(description="What became of a customer that was to be deactivated")
class CustomerDeactivatePayload(CustomerPayload):
    pass


@strawberry.type(description="What became of a customer that was to be active again")
class CustomerActivatePayload(CustomerPayload):
    pass


@strawberry.type(description="What became of a customer that was to be blocked")
class CustomerBlockPayload(CustomerPayload):
    pass


@strawberry.type(description="What became of a customer that was to be let in again")
class CustomerUnblockPayload(CustomerPayload):
    pass


@strawberry.type(description="What became of a customer that was to be deleted")
class CustomerDeletePayload(DeletedPayload):
    kind_of_node = "customer"


@strawberry.type(description="What became of a customer that was to be restored")
class CustomerRestorePayload(CustomerPayload):
    pass


def _id(value: Any) -> Any:
    return need_id("customer", value.id)


@strawberry.type
class CustomerMutations:
    customer_create: CustomerCreatePayload = act(
        lambda ctx, i: changes.create_customer(ctx, known(i)),
        CustomerCreateInput,
        CustomerCreatePayload,
        needs=Scope.CUSTOMERS_CREATE,
        says="Create a customer",
    )
    customer_update: CustomerUpdatePayload = act(
        lambda ctx, i: changes.update_customer(ctx, _id(i), known(i), expected_version(i)),
        CustomerUpdateInput,
        CustomerUpdatePayload,
        needs=Scope.CUSTOMERS_UPDATE,
        says="Change what is known of a customer; what is left out stays, null clears",
    )
    customer_deactivate: CustomerDeactivatePayload = act(
        lambda ctx, i: changes.deactivate_customer(ctx, _id(i)),
        CustomerDeactivateInput,
        CustomerDeactivatePayload,
        needs=Scope.CUSTOMERS_DELETE,
        says="Let a customer be known, but not active",
    )
    customer_activate: CustomerActivatePayload = act(
        lambda ctx, i: changes.activate_customer(ctx, _id(i)),
        CustomerActivateInput,
        CustomerActivatePayload,
        needs=Scope.CUSTOMERS_DELETE,
        says="Let a customer be active again",
    )
    customer_block: CustomerBlockPayload = act(
        lambda ctx, i: changes.block_customer(ctx, _id(i), i.reason),
        CustomerBlockInput,
        CustomerBlockPayload,
        needs=Scope.CUSTOMERS_DELETE,
        says="Lock a customer out, for a reason",
    )
    customer_unblock: CustomerUnblockPayload = act(
        lambda ctx, i: changes.unblock_customer(ctx, _id(i)),
        CustomerUnblockInput,
        CustomerUnblockPayload,
        needs=Scope.CUSTOMERS_DELETE,
        says="Let a customer in again",
    )
    customer_delete: CustomerDeletePayload = act(
        lambda ctx, i: changes.delete_customer(ctx, _id(i)),
        CustomerDeleteInput,
        CustomerDeletePayload,
        needs=Scope.CUSTOMERS_DELETE,
        says="Put a customer away; its history stays and it can be restored",
    )
    customer_restore: CustomerRestorePayload = act(
        lambda ctx, i: changes.restore_customer(ctx, _id(i)),
        CustomerRestoreInput,
        CustomerRestorePayload,
        needs=Scope.CUSTOMERS_DELETE,
        says="Bring a deleted customer back",
    )
