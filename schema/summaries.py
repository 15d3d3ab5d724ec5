"""Summaries of customers: how much there is, without reading it."""

from datetime import datetime

import strawberry

from auth.scopes import Scope
from resolvers.summaries import summaries_of_customers
from schema.fields import relation, shown
from schema.person import Person
from schema.views import View


@strawberry.type(description="How much there is about a customer")
class CustomerSummary(View):
    tag_count: int | None = shown("Number of tags that it wears", needs=Scope.TAGS_READ)
    note_count: int | None = shown("Number of notes about it", needs=Scope.NOTES_READ)
    address_count: int = shown("Number of its addresses")
    member_count: int | None = shown(
        "Number of living people who belong to it", needs=Scope.CUSTOMERS_LIST
    )
    company_count: int = shown("Number of living companies that it belongs to")
    last_interaction_at: datetime | None = shown("Timestamp of the last contact")


@strawberry.type
class WithSummary(Person):
    summary: CustomerSummary = relation(
        summaries_of_customers, "id", says="How much there is about the customer"
    )
