"""Desks: somebody of a tenant who changes things, without a door before them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from app.house import House
from db.change import Change
from db.conversation import Conversation
from db.ids import new_id
from db.journal import Signature
from db.sealed import Reader
from db.tags import TagRow
from events.catalogue.tags import TagCreated
from tests.tenant import Tenant


class Desk:
    """Somebody of a tenant who changes things on a connection of their own."""

    def __init__(self, house: House, tenant: Tenant) -> None:
        self.talk = Conversation(house.database, Reader(tenant.id))
        self._actor_id = uuid4()

    def change(self, **refusals: Callable[[], Exception]) -> Change:
        """A change in their name."""
        who = Signature(
            actor_id=self._actor_id,
            subject=self._actor_id.hex,
            name=None,
            roles=("admin",),
            act="test",
            ip=None,
            user_agent=None,
            trace_id="t",
            request_id="r",
        )
        return Change(self.talk, signature=who, key=None, refusals=refusals)

    def tag(self, label: str) -> dict[str, Any]:
        """The columns of a tag."""
        names = {"label": label, "label_norm": label.lower()}
        return {"id": new_id(), **names, "created_by": self._actor_id}

    async def make_tag(self, label: str, *, then: BaseException | None = None) -> UUID:
        """Keep a tag, unless something goes wrong afterwards."""
        async with self.change() as change:
            made = await change.insert(TagRow, **self.tag(label))
            change.record(TagCreated(tag_id=made.id))
            if then is not None:
                raise then
        return change.done.id
