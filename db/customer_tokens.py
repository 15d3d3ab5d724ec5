"""Customer tokens: the words by which a customer is found."""

from typing import Any
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
            postgresql_include=["shared", "marks"],
        ),
    )

    customer_id: Mapped[UUID] = mapped_column(primary_key=True, info=KEEP)
    token: Mapped[str] = mapped_column(primary_key=True, info=ERASE)
    weight: Mapped[int] = mapped_column(SmallInteger(), info=KEEP)
    shared: Mapped[int] = mapped_column(SmallInteger(), server_default="0", info=ERASE)
    """How many first letters it shares with a better word of the customer; none, if not told."""
    marks: Mapped[int] = mapped_column(BigInteger(), server_default="-1", info=ERASE)
    """What all words of the customer leave behind; all bits, if it was never told."""


@statement
def tokens_forgotten() -> Delete:
    """Forget every word of a customer."""
    return delete(CustomerTokenRow).where(CustomerTokenRow.customer_id == one("customer_id"))


@statement
def tokens_kept() -> Insert:
    """Keep the words of a customer, all in one statement."""
    whole = SmallInteger()
    kinds: dict[str, Any] = {"token": PlainText, "weight": whole, "shared": whole}
    told = words("tokens"), many("weights", whole), many("shared", whole)
    unnested = func.unnest(*told).table_valued(
        *(column(name, kind) for name, kind in kinds.items()), name="given"
    )
    given = unnested.render_derived()
    chosen = select(TENANT, one("customer_id"), *given.c, one("marks", BigInteger()))
    names = ["tenant_id", "customer_id", *kinds, "marks"]
    return insert(CustomerTokenRow).from_select(names, chosen).on_conflict_do_nothing()
