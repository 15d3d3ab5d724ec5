"""Copies: what is kept of a customer beside what belongs to it, and what is wrong with that."""

from typing import Any, Final
from uuid import UUID

from db.base import owned_rows
from db.copies import copies_in
from tests.tenant import Tenant

# By the table that keeps copies: each of its columns that is one, and what it repeats.
COPIES: Final = {
    row.__tablename__: {copy.key: of for of, copy in copies_in(row).items()}
    for row in owned_rows()
    if copies_in(row)
}
_DIFFERING: Final = """
select {counts} from {table} t
join customers c on c.tenant_id = t.tenant_id and c.id = t.customer_id
where $1::uuid is null or t.tenant_id = $1"""
_COUNT: Final = 'count(*) filter (where t.{copy} is distinct from c.{of}) as "{table}.{copy}"'
_REPEATED: Final = """
update {table} t set {values} from customers c
where t.tenant_id = $1 and c.tenant_id = t.tenant_id and c.id = t.customer_id"""


async def differing(connection: Any, tenant_id: UUID | None = None) -> list[str]:
    """The copies, of one tenant or of all, that are not what their customers have; how many."""
    found: dict[str, int] = {}
    for table, copies in COPIES.items():
        counts = [_COUNT.format(table=table, copy=copy, of=of) for copy, of in copies.items()]
        told = _DIFFERING.format(table=table, counts=", ".join(counts))
        found |= await connection.fetchrow(told, tenant_id)
    return [f"{place}: {rows}" for place, rows in found.items() if rows]


async def repeated(tenant: Tenant) -> None:
    """Let the copies say what a test wrote into customers past the application."""
    for table, copies in COPIES.items():
        values = ", ".join(f"{copy} = c.{of}" for copy, of in copies.items())
        await tenant.rows(_REPEATED.format(table=table, values=values))
