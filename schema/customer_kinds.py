"""The closed sets that describe a customer."""

from enum import Enum

import strawberry

from auth.scopes import Scope
from schema.needs import enum_value


@strawberry.enum(description="Whether a customer is a person or a company")
class CustomerKind(Enum):
    INDIVIDUAL = strawberry.enum_value("INDIVIDUAL", description="Person")
    CORPORATE = strawberry.enum_value("CORPORATE", description="Company or another body")


@strawberry.enum(description="How a customer buys")
class CustomerType(Enum):
    RETAIL = strawberry.enum_value("RETAIL", description="For itself")
    WHOLESALE = strawberry.enum_value("WHOLESALE", description="To sell on")
    VIP = strawberry.enum_value("VIP", description="On terms of its own")


@strawberry.enum(description="Whether a customer may act")
class CustomerStatus(Enum):
    ACTIVE = strawberry.enum_value("ACTIVE", description="Known and active")
    INACTIVE = strawberry.enum_value("INACTIVE", description="Known, and not active any more")
    BLOCKED = strawberry.enum_value("BLOCKED", description="Locked out, for a reason that is kept")


@strawberry.enum(description="Gender, as the customer said it")
class Gender(Enum):
    FEMALE = strawberry.enum_value("FEMALE", description="Female")
    MALE = strawberry.enum_value("MALE", description="Male")
    OTHER = strawberry.enum_value("OTHER", description="Another")
    PREFER_NOT_TO_SAY = strawberry.enum_value(
        "PREFER_NOT_TO_SAY", description="The customer would rather not say"
    )


@strawberry.enum(description="Step of the loyalty programme")
class LoyaltyTier(Enum):
    NEW = strawberry.enum_value("NEW", description="Where everybody begins")
    BRONZE = strawberry.enum_value("BRONZE", description="First step")
    SILVER = strawberry.enum_value("SILVER", description="Second step")
    GOLD = strawberry.enum_value("GOLD", description="Third step")
    PLATINUM = strawberry.enum_value("PLATINUM", description="Fourth step")
    VIP = strawberry.enum_value("VIP", description="By invitation")


@strawberry.enum(description="Way in which a customer likes to be reached")
class ContactChannel(Enum):
    EMAIL = strawberry.enum_value("EMAIL", description="E-mail")
    PHONE = strawberry.enum_value("PHONE", description="Telephone call")
    SMS = strawberry.enum_value("SMS", description="Text message")
    WHATSAPP = strawberry.enum_value("WHATSAPP", description="WhatsApp")
    CHAT = strawberry.enum_value("CHAT", description="Chat on the tenant's own pages")
    IN_PERSON = strawberry.enum_value("IN_PERSON", description="Face to face")
    POST = strawberry.enum_value("POST", description="Letter")


@strawberry.enum(description="What becomes of customers that were deleted")
class DeletedCustomers(Enum):
    EXCLUDE = strawberry.enum_value("EXCLUDE", description="They are left out")
    INCLUDE = enum_value("INCLUDE", "They are among the others", Scope.CUSTOMERS_DELETE)
    ONLY = enum_value("ONLY", "Only they are wanted", Scope.CUSTOMERS_DELETE)
