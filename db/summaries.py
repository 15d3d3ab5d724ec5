"""Summaries: how much there is about a customer, counted in one statement for many."""

from typing import Any

from sqlalchemy import Label, Select, func, select, true

from db.addresses import AddressRow
from db.company_members import CompanyMemberRow
from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from db.each import ID, NTH, beside, given
from db.notes import NoteRow
from db.sealed import statement


@statement
def summaries_of() -> Select[Any]:
    """How much there is about each of the given customers."""
    customers = given("customer_ids")
    own = customers.c[ID]
    customer = beside(select(CustomerRow), CustomerRow.id, own)
    company, person = CompanyMemberRow.company_id, CompanyMemberRow.customer_id
    counts = (
        _count("tag_count", select(CustomerTagRow).where(CustomerTagRow.customer_id == own)),
        _count("note_count", select(NoteRow).where(NoteRow.customer_id == own)),
        _count("address_count", select(AddressRow).where(AddressRow.customer_id == own)),
        _count("member_count", _living(company, own, person)),
        _count("company_count", _living(person, own, company)),
    )
    every = select(customers.c[NTH], customer.c.last_interaction_at, *counts)
    summary = every.select_from(customers.join(customer, true())).subquery("summary")
    return select(*summary.c)


def _living(side: Any, own: Any, other: Any) -> Select[Any]:
    """Memberships of which the other side was not deleted, as far as it can be seen."""
    members = select(CompanyMemberRow).where(side == own)
    seen = members.outerjoin(CustomerRow, CustomerRow.id == other)
    return seen.where(CustomerRow.deleted_at.is_(None))


def _count(name: str, stmt: Select[Any]) -> Label[int]:
    return stmt.with_only_columns(func.count()).scalar_subquery().label(name)
