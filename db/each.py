"""Each: what belongs to each of many ids, looked up one id after another.

PostgreSQL keeps one plan for all tenants, made for a tenant of average size. Where most are small,
that plan reads all rows of the tenant and throws away those of other ids. Here it cannot: what
stands beside an id is a question of its own, and is answered for that id alone.
"""

from typing import Any, Final

from sqlalchemy import Select, TableValuedAlias, Uuid, column, func, select, true
from sqlalchemy.sql.selectable import LateralFromClause

from db.base import Identified
from db.sealed import many, one, statement

ID: Final = "parent_id"
NTH: Final = "nth"
"""The how manieth of the ids this is: quicker to read and to compare than the id itself."""


def given(name: str) -> TableValuedAlias:
    """The ids of a parameter, as rows, numbered from one."""
    unnested = func.unnest(many(name))
    return unnested.table_valued(column(ID, Uuid()), with_ordinality=NTH, name="p").render_derived()


def beside(stmt: Select[Any], column: Any, value: Any, *order: Any) -> LateralFromClause:
    """The rows with a value in a column, in an order. The order keeps it a question of its own."""
    own = stmt.where(column == value).order_by(*(order or (column,)))
    return own.lateral(column.class_.__tablename__)


def by_id(stmt: Select[Any], column: Any) -> Select[Any]:
    """The rows of the given ids, each once."""
    ids = select(given("ids").c[ID]).distinct().subquery("ids")
    found = beside(stmt, column, ids.c[ID])
    return select(*found.c).select_from(ids.join(found, true()))


@statement
def with_id(row: type[Identified]) -> Select[Any]:
    """The row of one id: told apart from many, for which PostgreSQL cannot foresee how many."""
    return select(row).where(row.id == one("id"))


@statement
def with_ids(row: type[Identified]) -> Select[Any]:
    """The rows of many ids, each with the number of its id."""
    ids = given("ids")
    found = beside(select(row), row.id, ids.c[ID])
    return select(ids.c[NTH], *found.c).select_from(ids.join(found, true()))


def counted(stmt: Select[Any], column: Any) -> Select[Any]:
    """How many rows have each of the given ids in a column; of each id, its number is told."""
    parents = given("parent_ids")
    count = stmt.with_only_columns(func.count().label("count"))
    own = count.where(column == parents.c[ID]).lateral("own")
    return select(parents.c[NTH], own.c.count).select_from(parents.join(own, true()))
