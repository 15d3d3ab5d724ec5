"""Mending: what is kept of customers a second time, written anew where it is otherwise than now.

Nothing that anybody knows of a customer is different afterwards. So no fact tells of it, and its
version stays.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, literal_column, select

from db.conversation import Conversation
from db.customers import CustomerRow
from db.sealed import Statement, one, seal, statement
from db.writes import locked

MOST: Final = 200
"""How many customers are looked at, and at most held, at once."""

# How a statement is sent, and how what is kept of a held customer is written; whether it was.
Send = Callable[..., Awaitable[list[Any]]]
Mend = Callable[[Send, Any], Awaitable[bool]]


@statement
def customers_after() -> Select[CustomerRow]:
    """The next customers in the order of their ids, deleted ones too."""
    after = select(CustomerRow).where(CustomerRow.id > one("after"))
    return after.order_by(CustomerRow.id).limit(literal_column(str(MOST)))


async def mended(conversation: Conversation, ids: Iterable[UUID], mend: Mend) -> int:
    """Mend what is kept of these customers, and say of how many: some may be gone by now.

    Each is held like by everybody who changes it, and seen as it is then. All are held in the order
    of their ids, so that nobody waits for one another in a ring.
    """
    done = 0

    async def send(stmt: Statement, **said: Any) -> list[Any]:
        found: list[Any] = await conversation.fetch(seal(stmt, limited=False), said)
        return found

    async with conversation.transaction():
        for each in sorted(ids):
            for current in await send(locked(CustomerRow), row_id=each):
                done += await mend(send, current)
    return done
