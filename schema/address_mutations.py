"""What clients can do with addresses."""

import strawberry

from auth.scopes import Scope
from resolvers import addresses
from schema.addresses import Address, AddressType
from schema.fields import relation
from schema.ids import need_id
from schema.inputs import Expecting, Keyed, asked, expected_version, given, said
from schema.mutations import ChangedPayload, DeletedPayload, Payload, act, of_what_was_done
from schema.scalars import CountryCode, PhoneNumber


@strawberry.input
class _Recipient:
    """What may be said of any address and may be left out."""

    label: strawberry.Maybe[str | None] = given("Name of the address, at most 50 characters")
    first_name: strawberry.Maybe[str | None] = given("First name of the recipient")
    last_name: strawberry.Maybe[str | None] = given("Last name of the recipient")
    company_name: strawberry.Maybe[str | None] = given("Company of the recipient")
    phone: strawberry.Maybe[PhoneNumber | None] = given("Telephone number of the recipient")
    line2: strawberry.Maybe[str | None] = given("Floor, flat, door; at most 200 characters")
    state: strawberry.Maybe[str | None] = given("State, county or province")
    is_default: strawberry.Maybe[bool | None] = given(
        "Whether it is the one that is used for its purpose; it replaces the one before"
    )


@strawberry.input(description="An address to be added to a customer; at most 50 each")
class AddressCreateInput(Keyed, _Recipient):
    customer_id: strawberry.ID = asked("ID of the customer")
    type: AddressType = asked("Purpose of the address")
    line1: str = asked("Street and number, at most 200 characters")
    city: str = asked("Town, at most 100 characters")
    postal_code: str = asked("Postal code, at most 20 characters")
    country_code: CountryCode = asked("Country")


@strawberry.input(description="What is to be different about an address")
class AddressUpdateInput(Expecting, _Recipient):
    id: strawberry.ID = asked("ID of the address")
    type: strawberry.Maybe[AddressType | None] = given("Purpose of the address")
    line1: strawberry.Maybe[str | None] = given("Street and number, at most 200 characters")
    city: strawberry.Maybe[str | None] = given("Town, at most 100 characters")
    postal_code: strawberry.Maybe[str | None] = given("Postal code, at most 20 characters")
    country_code: strawberry.Maybe[CountryCode | None] = given("Country")


@strawberry.input(description="An address that is to be the one used for its purpose")
class AddressSetDefaultInput(Keyed):
    id: strawberry.ID = asked("ID of the address")


@strawberry.input(description="An address to be removed for good")
class AddressDeleteInput(Keyed):
    id: strawberry.ID = asked("ID of the address")


@strawberry.type
class _AddressPayload(Payload):
    address: Address | None = relation(
        addresses.addresses, of_what_was_done, says="Address as it is now"
    )


@strawberry.type(description="What became of an address that was to be added")
class AddressCreatePayload(_AddressPayload):
    pass


@strawberry.type(description="What became of an address that was to be changed")
class AddressUpdatePayload(_AddressPayload, ChangedPayload):
    pass


@strawberry.type(description="What became of an address that was to be the default")
class AddressSetDefaultPayload(_AddressPayload, ChangedPayload):
    pass


@strawberry.type(description="What became of an address that was to be removed")
class AddressDeletePayload(DeletedPayload):
    kind_of_node = "address"


@strawberry.type
class AddressMutations:
    address_create: AddressCreatePayload = act(
        lambda ctx, i: addresses.create_address(
            ctx, need_id("customer", i.customer_id, "customer_id"), said(i, "customer_id")
        ),
        AddressCreateInput,
        AddressCreatePayload,
        needs=Scope.CUSTOMERS_UPDATE,
        says="Add an address to a customer",
    )
    address_update: AddressUpdatePayload = act(
        lambda ctx, i: addresses.update_address(
            ctx, need_id("address", i.id), said(i, "id"), expected_version(i)
        ),
        AddressUpdateInput,
        AddressUpdatePayload,
        needs=Scope.CUSTOMERS_UPDATE,
        says="Change an address",
    )
    address_set_default: AddressSetDefaultPayload = act(
        lambda ctx, i: addresses.set_default_address(ctx, need_id("address", i.id)),
        AddressSetDefaultInput,
        AddressSetDefaultPayload,
        needs=Scope.CUSTOMERS_UPDATE,
        says="Let an address be the one that is used for its purpose",
    )
    address_delete: AddressDeletePayload = act(
        lambda ctx, i: addresses.delete_address(ctx, need_id("address", i.id)),
        AddressDeleteInput,
        AddressDeletePayload,
        needs=Scope.CUSTOMERS_UPDATE,
        says="Remove an address for good",
    )
