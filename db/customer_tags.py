"""Customer tags: which customer wears which tag."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Insert, Select, delete, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningDelete

from db.base import KEEP, NOT_PERSONAL, Row, TenantOwned, indexed, points_at
from db.each import ID, NTH, beside, given
from db.sealed import TENANT, among, many, one, statement
from db.tags import TagRow

MOST: Final = 250


class CustomerTagRow(TenantOwned, Row):
    """That a customer wears a tag, since when, and who put it there."""

    __tablename__ = "customer_tags"
    __table_args__ = (
        points_at("customers", "customer_id", cascade=True),
        points_at("tags", "tag_id", cascade=True),
        indexed("ix_customer_tags_tag", "tag_id", "created_at", "customer_id"),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), info=KEEP)


@statement
def tags_of() -> Select[int, TagRow]:
    """Every tag of the given customers, the most important first."""
    customers = given("customer_ids")
    worn = beside(select(CustomerTagRow), CustomerTagRow.customer_id, customers.c[ID])
    tag = beside(select(TagRow), TagRow.id, worn.c.tag_id)
    return (
        select(customers.c[NTH], *tag.c)
        .select_from(customers.join(worn, true()).join(tag, true()))
        .order_by(customers.c[NTH], tag.c.priority.desc(), tag.c.label_norm)
    )


@statement
def worn_by() -> Select[CustomerTagRow]:
    """Which tags one customer wears."""
    return select(CustomerTagRow).where(CustomerTagRow.customer_id == one("customer_id"))


@statement
def put_on() -> Insert:
    """Put tags on a customer; those it wears stay as they are."""
    given = func.unnest(many("tag_ids")).column_valued("tag_id")
    chosen: Select[Any] = select(TENANT, one("customer_id"), given, one("created_by"))
    names = ["tenant_id", "customer_id", "tag_id", "created_by"]
    kept = insert(CustomerTagRow).from_select(names, chosen).on_conflict_do_nothing()
    return kept.returning(CustomerTagRow)


@statement
def taken_off() -> ReturningDelete[Any]:
    """Take tags off a customer."""
    return (
        delete(CustomerTagRow)
        .where(
            CustomerTagRow.customer_id == one("customer_id"),
            among(CustomerTagRow.tag_id, "tag_ids"),
        )
        .returning(CustomerTagRow)
    )
