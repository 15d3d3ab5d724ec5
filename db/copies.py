"""Copies: values of a customer that are kept again beside what belongs to it, to be read alone.

Which they are is said once, by the columns that hold them (`copy_of`). `Writer.revise` writes them
together with the value, so that nobody has to remember them.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Update, bindparam, update

from db.base import Row, columns_of, owned_rows
from db.sealed import one, statement


@cache
def copies_in(row: type[Row]) -> Mapping[str, Any]:
    """The columns of a row that repeat values of its customer, by what these are called there."""
    copies = (column for column in columns_of(row) if "copy_of" in column.info)
    return {column.info["copy_of"]: getattr(row, column.name) for column in copies}


def copies_revised(row: type[Row], names: Collection[str]) -> Mapping[str, Update]:
    """What writes new values of a row wherever they are repeated; told what `revised` is told."""
    return {
        f"{kind.__tablename__}_copies": copied(kind, repeated)
        for kind in repeating(row)
        if (repeated := tuple(name for name in copies_in(kind) if name in names))
    }


@cache
def repeating(row: type[Row]) -> tuple[type[Row], ...]:
    """The kinds of rows that repeat values of these: so far, only customers are repeated."""
    kinds = owned_rows() if row.__tablename__ == "customers" else ()
    return tuple(kind for kind in kinds if copies_in(kind))


@statement
def copied(row: Any, names: tuple[str, ...]) -> Update:
    """Write these values of a customer wherever a kind of rows repeats them."""
    return update(row).where(row.customer_id == one("row_id")).values(told_anew(row, names))


def told_anew(row: type[Row], names: Collection[str]) -> dict[Any, BindParameter[Any]]:
    """The copies of these values, and how what they are to be is told."""
    copies = copies_in(row)
    return {copies[name]: bindparam(f"new_{name}", type_=copies[name].type) for name in names}
