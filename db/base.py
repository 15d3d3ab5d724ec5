"""Tables: what every row has, and the few column types that may be filtered under row security."""

from datetime import datetime
from typing import Any, ClassVar, Final, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

# What becomes of a column when the person it speaks of is erased.
ERASE: Final = {"personal": "erase"}
KEEP: Final = {"personal": "keep"}
NOT_PERSONAL: Final = {"personal": "not"}

# A column that another one is shown by; a client never names it.
DERIVED: Final = {"derived": True}


def derived_from(column: str) -> dict[str, Any]:
    """Of a column, that it says the same as another one in a form to be compared."""
    return {**DERIVED, "follows": column}


def by_name(name: str) -> dict[str, str]:
    """Of a column, by which name clients know it, if not by its own."""
    return {"told": name}


def copy_of(name: str) -> dict[str, str]:
    """Of a column of what belongs to a customer: which value of the customer it repeats."""
    return {"copy_of": name}


# Bytewise order: the only collation whose comparisons an index may use under row security,
# and the only one that is the same on every server.
PlainText = Text(collation="C")

NAMES: Final = {
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class Row(DeclarativeBase):
    """A kept thing. It is a table and its facts: no relationships, no methods that ask."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        UUID: Uuid(),
        str: PlainText,
        int: BigInteger(),
        bool: Boolean(),
        datetime: DateTime(timezone=True),
        list[str]: ARRAY(Text()),
        dict[str, Any]: JSONB(),
    }


class TenantOwned:
    """A row that belongs to one tenant. Statements about it are told the tenant when sealed."""

    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, sort_order=-2, info=NOT_PERSONAL
    )


class Identified(TenantOwned):
    """A tenant's row with an id of its own and the instant it was first kept."""

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1, info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), sort_order=90, info=KEEP
    )


class VersionedRow(Identified, Row):
    """A tenant's row that is changed in place and counts its changes."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(server_default="1", sort_order=91, info=KEEP)
    updated_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), sort_order=92, info=KEEP
    )


def one_of(table: str, column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A closed set: the column holds one of these texts, or nothing."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"ck_{table}_{column}")


def points_at(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    """A reference inside the tenant: a row can never point at another tenant's row."""
    return ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{table}.tenant_id", f"{table}.id"],
        ondelete="CASCADE" if cascade else None,
    )


def indexed(name: str, *columns: str | Any, **options: Any) -> Index:
    """An index of a tenant's rows: it begins with the tenant, as every lookup does."""
    return Index(name, "tenant_id", *columns, **options)


def columns_of(row: type[Row]) -> list[Column[Any]]:
    """The columns of a row, in the order of the table."""
    return cast("list[Column[Any]]", list(row.__table__.columns))


def told_as(row: type[Row], name: str) -> str:
    """By which name clients know a column."""
    return str(row.__table__.c[name].info.get("told", name))


def owned_rows() -> list[type[Row]]:
    """Every kind of row that belongs to a tenant."""
    every = (mapper.class_ for mapper in Row.registry.mappers)
    return [row for row in every if issubclass(row, TenantOwned) and issubclass(row, Row)]


def owner_column(row: type[Row]) -> str | None:
    """The column that says whose a row is; a customer's own row is its own."""
    if row.__tablename__ == "customers":
        return "id"
    return "customer_id" if "customer_id" in row.__table__.c else None
