"""Custom values: what customers have in the tenant's own fields, where it can be found quickly.

The customer's row has all of its values in one document, which is what is shown. Under row
security no index finds anything in a document, so what may be filtered by stands here too.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    Delete,
    Insert,
    PrimaryKeyConstraint,
    Select,
    SmallInteger,
    Text,
    Update,
    Uuid,
    cast,
    column,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from db.base import (
    DERIVED,
    ERASE,
    KEEP,
    NOT_PERSONAL,
    PlainText,
    Row,
    TenantOwned,
    indexed,
    points_at,
)
from db.custom_fields import CustomFieldRow
from db.sealed import TENANT, among, many, one, statement, word, words

ALONE: Final = "unique_value is not null"


class CustomValueRow(TenantOwned, Row):
    """One value of a customer in one field; a list has a row for each of its items."""

    __tablename__ = "custom_values"
    __table_args__ = (
        points_at("customers", "customer_id", cascade=True),
        points_at("custom_fields", "field_id", cascade=True),
        # Whoever is asked for a value on the way is not looked up.
        PrimaryKeyConstraint(
            *("tenant_id", "customer_id", "field_id", "nth"),
            postgresql_include=("text_value", "number_value", "date_value", "currency"),
        ),
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


COLUMNS: Final = (
    "field_id",
    "nth",
    "text_value",
    "number_value",
    "date_value",
    "currency",
    "unique_value",
)
"""What is said of each value that is to be kept, beside whose it is."""
_NAMES: Final = ["tenant_id", "customer_id", *COLUMNS]


@statement
def values_kept() -> Insert:
    """Keep values of a customer, all in one statement, but for those that somebody else has and
    that only one may have."""
    return insert(CustomValueRow).from_select(_NAMES, _said()).on_conflict_do_nothing()


@statement
def values_kept_alone() -> Insert:
    """The same, telling of the fields in which a value was kept."""
    kept = insert(CustomValueRow).from_select(_NAMES, _said()).on_conflict_do_nothing()
    return kept.returning(CustomValueRow.field_id)


@statement
def values_forgotten() -> Delete:
    """Forget what a customer has in these fields."""
    return delete(CustomValueRow).where(
        CustomValueRow.customer_id == one("customer_id"),
        among(CustomValueRow.field_id, "field_ids"),
    )


@statement
def values_freed() -> Update:
    """Let others have what only one may have and this customer has."""
    return (
        update(CustomValueRow)
        .where(
            CustomValueRow.customer_id == one("customer_id"),
            CustomValueRow.unique_value.is_not(None),
        )
        .values(unique_value=None)
    )


@statement
def values_claimed() -> Update:
    """Let a customer have again what only one may have."""
    alone = select(CustomFieldRow.id).where(CustomFieldRow.is_unique)
    own = func.coalesce(CustomValueRow.text_value, cast(CustomValueRow.number_value, Text()))
    return (
        update(CustomValueRow)
        .where(CustomValueRow.customer_id == one("customer_id"), CustomValueRow.field_id.in_(alone))
        .values(unique_value=own)
    )


@statement
def holder_of() -> Select[CustomValueRow]:
    """Who has a value that only one may have."""
    return select(CustomValueRow).where(
        CustomValueRow.field_id == one("field_id"), CustomValueRow.unique_value == word("value")
    )


def _said() -> Any:
    given = func.unnest(
        many("field_id"),
        many("nth", SmallInteger()),
        words("text_value"),
        many("number_value", BigInteger()),
        many("date_value", Date()),
        words("currency"),
        words("unique_value"),
    ).table_valued(
        column("field_id", Uuid()),
        column("nth", SmallInteger()),
        column("text_value", PlainText),
        column("number_value", BigInteger()),
        column("date_value", Date()),
        column("currency", PlainText),
        column("unique_value", PlainText),
        name="given",
    )
    said = given.render_derived()
    return select(TENANT, one("customer_id"), *(said.c[name] for name in COLUMNS))
