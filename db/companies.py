"""Companies: who belongs to them, as far as both are there."""

from typing import Any

from sqlalchemy import Select, Text, select, true

from db.company_members import CompanyMemberRow
from db.customers import CustomerRow
from db.each import ID, NTH, beside, counted, given
from db.pages import Keys, Place, each_page
from db.sealed import among, statement


@statement
def members_pages(keys: Keys, place: Place | None, chosen: bool) -> Select[Any]:
    """The next living people of each of the given companies, of some roles if they are chosen."""
    members = _living(select(CompanyMemberRow), chosen=chosen)
    return each_page(
        members, CompanyMemberRow, parent=CompanyMemberRow.company_id, keys=keys, place=place
    )


@statement
def member_counts(chosen: bool) -> Select[int, int]:
    """How many living people each of the given companies has, of some roles if they are chosen."""
    return counted(_living(select(CompanyMemberRow), chosen=chosen), CompanyMemberRow.company_id)


@statement
def companies_of() -> Select[int, CompanyMemberRow]:
    """To which companies the given people belong, the oldest first; to none that was deleted.

    A customer who sees only itself sees no company, and so not that one was deleted either.
    """
    people = given("customer_ids")
    oldest = (CompanyMemberRow.created_at, CompanyMemberRow.id)
    own = beside(select(CompanyMemberRow), CompanyMemberRow.customer_id, people.c[ID], *oldest)
    company = beside(select(CustomerRow), CustomerRow.id, own.c.company_id)
    return (
        select(people.c[NTH], *own.c)
        .select_from(people.join(own, true()).outerjoin(company, true()))
        .where(company.c.deleted_at.is_(None))
        .order_by(people.c[NTH], own.c.created_at, own.c.id)
    )


def _living(stmt: Select[Any], *, chosen: bool) -> Select[Any]:
    person = CustomerRow.id == CompanyMemberRow.customer_id
    living = stmt.join(CustomerRow, person).where(CustomerRow.deleted_at.is_(None))
    return living.where(among(CompanyMemberRow.role, "roles", Text())) if chosen else living
