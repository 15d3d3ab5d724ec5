"""Customer tokens: the words by which a customer is found."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Delete,
    Insert,
    PrimaryKeyConstraint,
    SmallInteger,
    column,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from db.base import ERASE, KEEP, PlainText, Row, TenantOwned, indexed, points_at
from db.sealed import TENANT, many, one, statement, words


class CustomerTokenRow(TenantOwned, Row):
    """A folded word of a customer's names, company, e-mail address or number."""

    __tablename__ = "customer_tokens"
    __table_args__ = (
        PrimaryKeyConstraint("tenant_id", "customer_id", "token", postgresql_include=["weight"]),
        points_at("customers", "customer_id", cascade=True),
        indexed(
            "ix_customer_tokens_word",
            "weight",
            "token",
            text("customer_id desc"),
            postgresql_include=["marks"],
        ),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    token: Mapped[str] = mapped_column(primary_key=True, info=ERASE)
    weight: Mapped[int] = mapped_column(SmallInteger(), info=KEEP)
    marks: Mapped[int] = mapped_column(BigInteger(), server_default="-1", info=ERASE)
    """What all words of the customer leave behind; all bits, if it was never told."""


@statement
def tokens_forgotten() -> Delete:
    """Forget every word of a customer."""
    return delete(CustomerTokenRow).where(CustomerTokenRow.customer_id == one("customer_id"))


@statement
def tokens_kept() -> Insert:
    """Keep the words of a customer, all in one statement."""
    unnested = func.unnest(words("tokens"), many("weights", SmallInteger()))
    given = unnested.table_valued(
        column("token", PlainText), column("weight", SmallInteger()), name="given"
    ).render_derived()
    marks = one("marks", BigInteger())
    chosen = select(TENANT, given.c.token, one("customer_id"), given.c.weight, marks)
    names = ["tenant_id", "token", "customer_id", "weight", "marks"]
    return insert(CustomerTokenRow).from_select(names, chosen).on_conflict_do_nothing()
