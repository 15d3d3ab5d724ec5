"""Companies: who belongs to them, as far as both are there."""

from typing import Any, Final

from sqlalchemy import Select, Text, select, true

from db.company_members import CompanyMemberRow
from db.customers import CustomerRow
from db.each import ID, NTH, beside, counted, given
from db.finding import Wanted, meeting
from db.pages import Keys, Place, each_page
from db.sealed import among, statement

ROLES: Final = "roles"


@statement
def members_pages(keys: Keys, place: Place | None, wanted: Wanted, chosen: bool) -> Select[Any]:
    """The next wanted people of each of the given companies, of some roles if they are chosen."""
    members = _wanted(wanted, chosen=chosen)
    return each_page(
        members, CompanyMemberRow, parent=CompanyMemberRow.company_id, keys=keys, place=place
    )


@statement
def member_counts(wanted: Wanted, chosen: bool) -> Select[int, int]:
    """How many wanted people each of the given companies has, of some roles if they are chosen."""
    return counted(_wanted(wanted, chosen=chosen), CompanyMemberRow.company_id)


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


def _wanted(wanted: Wanted, *, chosen: bool) -> Select[Any]:
    stmt = select(CompanyMemberRow).join(
        CustomerRow, CustomerRow.id == CompanyMemberRow.customer_id
    )
    people = stmt.where(*meeting(wanted))
    return people.where(among(CompanyMemberRow.role, ROLES, Text())) if chosen else people
