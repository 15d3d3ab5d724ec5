"""Addresses as clients see them."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from auth.scopes import Scope
from resolvers import customers
from resolvers.addresses import addresses_of_customers, default_addresses
from schema.fields import relation, shown
from schema.nodes import Node
from schema.person import Person, SomeCustomer
from schema.scalars import CountryCode, PhoneNumber


@strawberry.enum(description="What an address is for")
class AddressType(Enum):
    BILLING = strawberry.enum_value("BILLING", description="Invoices are written to it")
    SHIPPING = strawberry.enum_value("SHIPPING", description="Goods are sent to it")
    BOTH = strawberry.enum_value("BOTH", description="Invoices and goods go to it")
    OTHER = strawberry.enum_value("OTHER", description="Something else")


@strawberry.type(description="Postal address of a customer")
class Address(Node):
    kind_of_node = "address"

    type: AddressType = shown("Purpose of the address")
    is_default: bool = shown("Whether it is the one that is used for its purpose")
    label: str | None = shown("Name that the customer gave the address, as `Office`")
    first_name: str | None = shown("First name of the recipient")
    last_name: str | None = shown("Last name of the recipient")
    company_name: str | None = shown("Company of the recipient")
    phone: PhoneNumber | None = shown("Telephone number of the recipient")
    line1: str = shown("Street and number")
    line2: str | None = shown("Floor, flat, door")
    city: str = shown("Town")
    state: str | None = shown("State, county or province")
    postal_code: str = shown("Postal code")
    country_code: CountryCode = shown("Country")
    version: int = shown("Version of the address, counted up by every change")
    created_at: datetime = shown("Timestamp of when the address was added")
    updated_at: datetime = shown("Timestamp of when the address was last changed")

    customer: SomeCustomer | None = relation(
        customers.customers, "customer_id", says="Customer that the address belongs to"
    )


def _for_any_purpose(
    type: Annotated[  # the name is the API's
        AddressType | None,
        strawberry.argument(description="Only those for this purpose; BOTH serves two"),
    ] = strawberry.UNSET,
) -> dict[str, Any]:
    return {"kind": type.name if type else None}


def _for_a_purpose(
    type: Annotated[  # the name is the API's
        AddressType, strawberry.argument(description="Purpose")
    ],
) -> dict[str, Any]:
    return {"kind": type.name}


@strawberry.type
class WithAddresses(Person):
    addresses: list[Address] | None = relation(
        addresses_of_customers,
        "id",
        says="Addresses of the customer, at most 50, oldest first",
        needs=Scope.CUSTOMERS_PII,
        takes=_for_any_purpose,
    )
    default_address: Address | None = relation(
        default_addresses,
        "id",
        says="Address that is used for a purpose unless another one is said",
        needs=Scope.CUSTOMERS_PII,
        takes=_for_a_purpose,
    )
