"""The fields that a tenant has made for its customers, as clients see them."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from resolvers import actors
from schema.actors import Actor
from schema.fields import relation, shown
from schema.nodes import Node


@strawberry.enum(description="What a custom field holds")
class CustomFieldKind(Enum):
    TEXT = strawberry.enum_value("TEXT", description="One line of text")
    NUMBER = strawberry.enum_value("NUMBER", description="Exact number")
    BOOLEAN = strawberry.enum_value("BOOLEAN", description="Yes or no")
    DATE = strawberry.enum_value("DATE", description="Day of the calendar")
    MONEY = strawberry.enum_value("MONEY", description="Amount in a currency")
    OPTION = strawberry.enum_value("OPTION", description="One of the options of the field")
    TEXTS = strawberry.enum_value("TEXTS", description="Several texts")


@strawberry.enum(description="What customers may do with a custom field of their own record")
class CustomFieldAccess(Enum):
    STAFF = strawberry.enum_value("STAFF", description="Nothing: it is for the tenant's staff")
    CUSTOMER_READS = strawberry.enum_value("CUSTOMER_READS", description="Read what it holds")
    CUSTOMER_CHANGES = strawberry.enum_value(
        "CUSTOMER_CHANGES", description="Read what it holds, and change it"
    )


@strawberry.type(description="Field that the tenant has made for its customers")
class CustomField(Node):
    kind_of_node = "custom_field"

    key: str = shown("Name of the field for programs, which never changes")
    label: str = shown("Name of the field for people")
    help: str | None = shown("What people are told who fill in the field")
    kind: CustomFieldKind = shown("What the field holds")
    options: list[str] = shown("What can be chosen in an OPTION field, at most 100")
    access: CustomFieldAccess = shown("What customers may do with the field")
    is_required: bool = shown("Whether nobody can be created without it")
    is_unique: bool = shown("Whether no two customers have the same value")
    is_filterable: bool = shown("Whether customers can be filtered and sorted by the field")
    position: int = shown("Place of the field among the others, from 0")
    version: int = shown("Version of the field, counted up by every change")
    created_at: datetime = shown("Timestamp of when the field was made")
    updated_at: datetime = shown("Timestamp of when the field was last changed")
    retired_at: datetime | None = shown("Timestamp of when the field was retired")
    created_by: Actor | None = relation(actors.actors, "created_by", says="Who made the field")


def used_or_retired(
    is_retired: Annotated[
        bool,
        strawberry.argument(description="Those that were retired, instead of those in use"),
    ] = False,
) -> dict[str, Any]:
    """What the list of custom fields takes."""
    return {"retired": is_retired}
