"""The statements of writing a row: insert, lock and revise, the same for every noun."""

from typing import Any

from sqlalchemy import Insert, Select, Update, bindparam, delete, func, insert, select, update
from sqlalchemy.sql.dml import ReturningDelete

from db.base import Row
from db.sealed import one, statement


@statement
def inserted(row: type[Row], names: tuple[str, ...]) -> Insert:
    """Keep a new row with these columns."""
    return added(row, names).returning(row)


@statement
def added(row: type[Row], names: tuple[str, ...]) -> Insert:
    """Keep a new row with these columns, and say nothing of it."""
    columns = row.__table__.c
    return insert(row).values({name: bindparam(name, type_=columns[name].type) for name in names})


@statement
def locked(row: Any) -> Select[Any]:
    """A row by its id, held until the transaction ends."""
    return select(row).where(row.id == one("row_id")).with_for_update()


@statement
def revised(row: Any, names: tuple[str, ...]) -> Update:
    """Give a row new values in these columns, and say which version it has now."""
    columns = row.__table__.c
    values = {name: bindparam(f"new_{name}", type_=columns[name].type) for name in names}
    return (
        update(row)
        .where(row.id == one("row_id"))
        .values({**values, "version": row.version + 1, "updated_at": func.now()})
        .returning(row.version)
    )


@statement
def removed(row: Any) -> ReturningDelete[Any]:
    """Remove a row for good."""
    return delete(row).where(row.id == one("row_id")).returning(row)
