"""Customer tags: which customer wears which tag, and what is counted of the wearers of one."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Insert, Select, delete, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningDelete

from db.base import KEEP, NOT_PERSONAL, Row, TenantOwned, copy_of, indexed, points_at
from db.copies import copies_in
from db.customers import CustomerRow
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
        # All that is counted and summed up of the wearers of a tag is read out of one index.
        indexed(
            "ix_customer_tags_groups",
            "tag_id",
            postgresql_include=(
                "customer_created_at",
                "customer_last_interaction_at",
                "customer_loyalty_points",
            ),
            postgresql_where="customer_deleted_at is null",
        ),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), info=KEEP)

    # Servers of before know none of these: what they put on has what a new customer has.
    customer_created_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), info=KEEP | copy_of("created_at")
    )
    customer_deleted_at: Mapped[datetime | None] = mapped_column(info=KEEP | copy_of("deleted_at"))
    customer_last_interaction_at: Mapped[datetime | None] = mapped_column(
        info=KEEP | copy_of("last_interaction_at")
    )
    customer_loyalty_points: Mapped[int] = mapped_column(
        server_default="0", info=KEEP | copy_of("loyalty_points")
    )


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
def put_on(*, dated: bool = False) -> Insert:
    """Put tags on a customer, now or since a date; those it wears stay as they are."""
    given = func.unnest(many("tag_ids")).column_valued("tag_id")
    copies = {copy.key: getattr(CustomerRow, of) for of, copy in copies_in(CustomerTagRow).items()}
    chosen = {"customer_id": CustomerRow.id, "tag_id": given, "created_by": one("created_by")}
    if dated:
        chosen["created_at"] = one("created_at", CustomerTagRow.__table__.c.created_at.type)
    told: Select[Any] = select(TENANT, *chosen.values(), *copies.values())
    worn = told.where(CustomerRow.id == one("customer_id"))
    kept = insert(CustomerTagRow).from_select(["tenant_id", *chosen, *copies], worn)
    return kept.on_conflict_do_nothing().returning(CustomerTagRow)


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
