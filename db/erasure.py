"""Erasure: what has to be forgotten of a customer where its row is not, for it goes by itself."""

from sqlalchemy import Update, literal_column, update

from db.journal import OutboxRow
from db.sealed import one, statement


@statement
def account_forgotten() -> Update:
    """Take the account of a customer out of the facts that tell of it; they hold ids of ours."""
    facts = update(OutboxRow).where(OutboxRow.customer_id == one("customer_id"))
    left = OutboxRow.payload.op("-")(literal_column("'user_id'"))
    return facts.values(payload=left)
