"""Recopying: the copies of what customers have, written anew where they are something else."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.sql.dml import ReturningUpdate

from db.copies import copied, copies_in, repeating, told_anew
from db.customers import CustomerRow
from db.mending import Send
from db.sealed import one, statement


@statement
def copies_between(row: Any) -> Select[Any]:
    """The rows with copies that belong to the customers from one id to another."""
    return select(row).where(row.customer_id >= one("first"), row.customer_id <= one("last"))


@statement
def copies_mended(row: Any) -> ReturningUpdate[Any]:
    """Write the copies of a customer that are not what they are told to be."""
    names = tuple(copies_in(row))
    otherwise = (copy.is_distinct_from(new) for copy, new in told_anew(row, names).items())
    return copied(row, names).where(or_(*otherwise)).returning(row.customer_id)


async def recopied(send: Send, customer: Any) -> bool:
    """Write again whatever is not what a held customer has; whether there was anything."""
    wrong = 0
    for kind in repeating(CustomerRow):
        said = {f"new_{name}": getattr(customer, name) for name in copies_in(kind)}
        wrong += len(await send(copies_mended(kind), row_id=customer.id, **said))
    return wrong > 0
