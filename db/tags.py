"""Tags: the labels a tenant has, and which customer wears which."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Delete, Insert, Select, Text, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from db.base import KEEP, NOT_PERSONAL, Row, TenantOwned, Versioned, indexed, points_at
from db.pages import Key, Keys, Place, paged
from db.sealed import TENANT, among, many, one, statement

MOST: Final = 250
BY_PRIORITY: Final[Keys] = (Key("priority", descending=True), Key("id", descending=True))


class TagRow(Versioned, Row):
    """A label of the tenant."""

    __tablename__ = "tags"
    __table_args__ = (
        CheckConstraint("priority between 0 and 1000", name="ck_tags_priority"),
        indexed("uq_tags_label", "label_norm", unique=True),
        indexed("ix_tags_priority", "priority", "id"),
    )

    label: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    label_norm: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"derived": True})
    color: Mapped[str | None] = mapped_column(info=NOT_PERSONAL)
    priority: Mapped[int] = mapped_column(server_default="0", info=NOT_PERSONAL)
    created_by: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)


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
def tags_by_id() -> Select[TagRow]:
    """The tags of the given ids."""
    return select(TagRow).where(among(TagRow.id, "ids"))


@statement
def tags_page(keys: Keys, place: Place | None) -> Select[TagRow]:
    """Tags of the tenant after a place."""
    return paged(select(TagRow), TagRow, keys=keys, place=place)


@statement
def tag_count() -> Select[int]:
    """How many tags the tenant has."""
    return select(func.count()).select_from(TagRow)


@statement
def tags_by_label() -> Select[TagRow]:
    """The tags with any of the given folded labels."""
    return select(TagRow).where(among(TagRow.label_norm, "labels", Text()))


@statement
def tags_of() -> Select[TagRow, UUID]:
    """Every tag of the given customers, the most important first."""
    return (
        select(TagRow, CustomerTagRow.customer_id)
        .join(CustomerTagRow, CustomerTagRow.tag_id == TagRow.id)
        .where(among(CustomerTagRow.customer_id, "customer_ids"))
        .order_by(TagRow.priority.desc(), TagRow.label_norm)
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
def taken_off() -> Delete:
    """Take tags off a customer."""
    return (
        delete(CustomerTagRow)
        .where(
            CustomerTagRow.customer_id == one("customer_id"),
            among(CustomerTagRow.tag_id, "tag_ids"),
        )
        .returning(CustomerTagRow)
    )


@statement
def tag_removed() -> Delete:
    """Remove a tag, and with it from everybody who wears it."""
    return delete(TagRow).where(TagRow.id == one("row_id")).returning(TagRow)
