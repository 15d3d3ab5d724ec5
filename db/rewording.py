"""Rewording: the words of customers, written anew where they are kept otherwise than now."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, select

from db.customer_tokens import CustomerTokenRow, tokens_forgotten, tokens_kept
from db.mending import Mend, Send
from db.sealed import one, statement

# The words that are to be kept of a customer, as they are told to the statement that keeps them.
Words = Callable[[Any], Mapping[str, Any]]


@statement
def words_between() -> Select[CustomerTokenRow]:
    """Every word of the customers from one id to another."""
    whose = CustomerTokenRow.customer_id
    return select(CustomerTokenRow).where(whose >= one("first"), whose <= one("last"))


def reworded(words: Words) -> Mend:
    """How the words of a customer are written anew."""

    async def mend(send: Send, customer: Any) -> bool:
        mine = {"customer_id": customer.id}
        await send(tokens_forgotten(), **mine)
        await send(tokens_kept(), **mine, **words(customer))
        return True

    return mend
