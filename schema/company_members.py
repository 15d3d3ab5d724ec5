"""The people of a company, as clients see and change them."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from auth.scopes import Scope
from resolvers import actors, company_members, customers
from resolvers.context import Context
from schema.actors import Actor
from schema.customer_kinds import DeletedCustomers
from schema.customer_questions import SearchAmong, question_of
from schema.customer_where import CustomerWhere
from schema.fields import relation, shown
from schema.ids import need_id
from schema.inputs import (
    Expecting,
    Keyed,
    asked,
    expected_version,
    given,
    said,
    unless_unset,
)
from schema.mutations import ChangedPayload, DeletedPayload, Payload, act, of_what_was_done
from schema.nodes import Node
from schema.pages import After, Before, Connection, Edge, First, Last, edges, node, nodes, paged
from schema.person import Person, SomeCustomer


@strawberry.enum(description="What a person is at a company")
class CompanyRole(Enum):
    OWNER = strawberry.enum_value("OWNER", description="The company is theirs")
    ADMIN = strawberry.enum_value("ADMIN", description="Looks after the company's people")
    BUYER = strawberry.enum_value("BUYER", description="Orders for the company")
    BILLING = strawberry.enum_value("BILLING", description="Receives and pays invoices")
    CONTACT = strawberry.enum_value("CONTACT", description="The one to speak to")
    MEMBER = strawberry.enum_value("MEMBER", description="Belongs to it")


@strawberry.type(description="Person at a company, and what it is there")
class CompanyMember(Node):
    kind_of_node = "company_member"

    role: CompanyRole = shown("Role of the person at the company")
    title: str | None = shown("Title of the person there", needs=Scope.CUSTOMERS_PII)
    version: int = shown("Version of the membership, counted up by every change")
    created_at: datetime = shown("Timestamp of when the person was added")
    updated_at: datetime = shown("Timestamp of when the membership was last changed")

    company: SomeCustomer | None = relation(
        customers.customers,
        "company_id",
        says="Company that the person belongs to; null for a customer who sees only itself",
    )
    person: SomeCustomer | None = relation(
        customers.customers, "customer_id", says="Person who belongs to the company"
    )
    created_by: Actor | None = relation(
        actors.actors, "created_by", says="Who added the person", needs=Scope.CUSTOMERS_LIST
    )


@strawberry.type(description="Member at its place in a list")
class CompanyMemberEdge(Edge):
    node: CompanyMember = node("The member")


@strawberry.type(description="Page of members of a company")
class CompanyMemberConnection(Connection):
    edges: list[CompanyMemberEdge] = edges("Members with their cursors")
    nodes: list[CompanyMember] = nodes("Members of the page")


def _wanted(
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
    last: Last = strawberry.UNSET,
    before: Before = strawberry.UNSET,
    roles: Annotated[
        list[CompanyRole] | None,
        strawberry.argument(description="Only members with one of these roles"),
    ] = strawberry.UNSET,
    where: Annotated[
        CustomerWhere | None, strawberry.argument(description="Which people are wanted")
    ] = strawberry.UNSET,
    search: SearchAmong = strawberry.UNSET,
) -> dict[str, Any]:
    chosen = unless_unset(roles)
    names = None if chosen is None else tuple(sorted({role.value for role in chosen}))
    people = question_of(where or None, None, unless_unset(search), DeletedCustomers.EXCLUDE)
    question = company_members.Members(people, names)
    return {"question": question, **paged(first, after, last, before)}


@strawberry.type
class WithCompanies(Person):
    members: CompanyMemberConnection | None = relation(
        company_members.members_of_companies,
        "id",
        says="Living people who belong to the company and answer, the newest member first",
        needs=Scope.CUSTOMERS_LIST,
        takes=_wanted,
    )
    companies: list[CompanyMember] = relation(
        company_members.companies_of_customers,
        "id",
        says="Memberships of the person in living companies, at most 250, the oldest first",
    )


@strawberry.input
class _Place:
    """What a person is at a company."""

    role: strawberry.Maybe[CompanyRole | None] = given("Role of the person; MEMBER unless said")
    title: strawberry.Maybe[str | None] = given("Title of the person, at most 100 characters")


@strawberry.input(description="A person to be added to a company; at most 250 companies each")
class CompanyMemberAddInput(Keyed, _Place):
    company_id: strawberry.ID = asked("ID of the corporate customer")
    person_id: strawberry.ID = asked("ID of the individual customer")


@strawberry.input(description="What is to be different about a member of a company")
class CompanyMemberUpdateInput(Expecting, _Place):
    id: strawberry.ID = asked("ID of the member")


@strawberry.input(description="A person to belong to a company no more")
class CompanyMemberRemoveInput(Keyed):
    id: strawberry.ID = asked("ID of the member")


@strawberry.type
class _MemberPayload(Payload):
    company_member: CompanyMember | None = relation(
        company_members.company_members, of_what_was_done, says="Member as it is now"
    )


@strawberry.type(description="What became of a person that was to be added to a company")
class CompanyMemberAddPayload(_MemberPayload):
    pass


@strawberry.type(description="What became of a member that was to be changed")
class CompanyMemberUpdatePayload(_MemberPayload, ChangedPayload):
    pass


@strawberry.type(description="What became of a member that was to be removed")
class CompanyMemberRemovePayload(DeletedPayload):
    kind_of_node = "company_member"


def _added(ctx: Context, value: Any) -> Any:
    company = need_id("customer", value.company_id, "company_id")
    person = need_id("customer", value.person_id, "person_id")
    known = said(value, "company_id", "person_id")
    return company_members.add_member(ctx, company, person, known)


@strawberry.type
class CompanyMemberMutations:
    company_member_add: CompanyMemberAddPayload = act(
        _added,
        CompanyMemberAddInput,
        CompanyMemberAddPayload,
        needs=Scope.CUSTOMERS_UPDATE,
        to_all=True,
        says="Let a person belong to a company",
    )
    company_member_update: CompanyMemberUpdatePayload = act(
        lambda ctx, i: company_members.update_member(
            ctx, need_id("company_member", i.id), said(i, "id"), expected_version(i)
        ),
        CompanyMemberUpdateInput,
        CompanyMemberUpdatePayload,
        needs=Scope.CUSTOMERS_UPDATE,
        to_all=True,
        says="Let a person be something else at its company",
    )
    company_member_remove: CompanyMemberRemovePayload = act(
        lambda ctx, i: company_members.remove_member(ctx, need_id("company_member", i.id)),
        CompanyMemberRemoveInput,
        CompanyMemberRemovePayload,
        needs=Scope.CUSTOMERS_UPDATE,
        to_all=True,
        says="Let a person belong to a company no more; both customers stay",
    )
