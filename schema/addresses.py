"""Addresses as clients see them."""

from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry
from strawberry.types import Info

from auth.scopes import Scope
from resolvers import addresses, customers
from resolvers.context import Context
from schema.permissions import may
from schema.person import Person, SomeCustomer
from schema.scalars import CountryCode, PhoneNumber
from schema.views import Node, shown, viewed


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

    @strawberry.field(description="Customer that the address belongs to")
    async def customer(self, info: Info[Context, None]) -> SomeCustomer | None:
        return viewed("customer", await customers.customer(info.context, self.row.customer_id))


@strawberry.type
class WithAddresses(Person):
    @strawberry.field(
        description="Addresses of the customer, at most 50, oldest first."
        f" Needs the scope `{Scope.CUSTOMERS_PII}`",
        permission_classes=[may(Scope.CUSTOMERS_PII)],
    )
    async def addresses(
        self,
        info: Info[Context, None],
        type: Annotated[  # the name is the API's
            AddressType | None,
            strawberry.argument(description="Only those for this purpose; BOTH serves two"),
        ] = strawberry.UNSET,
    ) -> list[Address] | None:
        purpose = type.name if type else None
        found = await addresses.addresses_of_customer(info.context, self.row.id, purpose)
        return [Address.of(row) for row in found]

    @strawberry.field(
        description="Address that is used for a purpose unless another one is said."
        f" Needs the scope `{Scope.CUSTOMERS_PII}`",
        permission_classes=[may(Scope.CUSTOMERS_PII)],
    )
    async def default_address(
        self,
        info: Info[Context, None],
        type: Annotated[  # the name is the API's
            AddressType, strawberry.argument(description="Purpose")
        ],
    ) -> Address | None:
        found = await addresses.default_address(info.context, self.row.id, type.name)
        return Address.maybe(found)
