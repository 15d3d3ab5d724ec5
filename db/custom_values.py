"""Custom values: what customers have in the tenant's own fields, where it can be found quickly.

The customer's row has all of its values in one document, which is what is shown. Under row
security no index finds anything in a document, so what may be filtered by stands here too.
"""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Date, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.base import DERIVED, ERASE, KEEP, NOT_PERSONAL, Row, TenantOwned, indexed, points_at

ALONE: Final = "unique_value is not null"


class CustomValueRow(TenantOwned, Row):
    """One value of a customer in one field; a list has a row for each of its items."""

    __tablename__ = "custom_values"
    __table_args__ = (
        points_at("customers", "customer_id", cascade=True),
        points_at("custom_fields", "field_id", cascade=True),
        indexed("ix_custom_values_text", "field_id", "text_value", "customer_id"),
        indexed("ix_custom_values_number", "field_id", "number_value", "customer_id"),
        indexed("ix_custom_values_date", "field_id", "date_value", "customer_id"),
        indexed(
            "uq_custom_values_unique",
            "field_id",
            "unique_value",
            unique=True,
            postgresql_where=ALONE,
        ),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    field_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    nth: Mapped[int] = mapped_column(SmallInteger(), primary_key=True, info=KEEP)
    text_value: Mapped[str | None] = mapped_column(info=ERASE | DERIVED)
    number_value: Mapped[int | None] = mapped_column(info=ERASE | DERIVED)
    date_value: Mapped[date | None] = mapped_column(Date(), info=ERASE | DERIVED)
    currency: Mapped[str | None] = mapped_column(info=ERASE | DERIVED)
    unique_value: Mapped[str | None] = mapped_column(info=ERASE | DERIVED)
