"""Busy: changes that want the same rows at once, and changes of a customer about itself."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.house import House
from db.addresses import AddressRow
from db.answers import Busy
from db.change import Change
from db.connections import Held, Reached
from db.conversation import Conversation
from db.ids import new_id
from db.journal import RevisionRow, Signature
from db.sealed import Reader, Unsealable
from db.tags import TagRow
from events.catalogue.tags import TagUpdated
from tests.tenant import Tenant, kept


def _change(on: Conversation) -> Change:
    """A change by somebody who never changed anything before."""
    actor_id = uuid4()
    who = Signature(
        actor_id=actor_id,
        subject=actor_id.hex,
        name=None,
        roles=(),
        act="test",
        ip=None,
        user_agent=None,
        trace_id="t",
        request_id="r",
    )
    return Change(on, signature=who, key=None, refusals={})


@pytest.fixture
async def talk(house: House, tenant: Tenant) -> AsyncIterator[Conversation]:
    """A connection, given back whatever happens."""
    conversation = Conversation(house.database, Reader(tenant.id))
    yield conversation
    await conversation.end()


async def _paint(on: Conversation, one: UUID, two: UUID, met: asyncio.Barrier) -> str:
    """Take one tag, wait until everybody has taken one, and take the other."""
    try:
        async with _change(on) as change:
            for tag in (one, two):
                await change.lock(TagRow, tag)
                was = change.added(
                    RevisionRow, object_id=tag, version=2, before={}, actor_id=change.actor_id
                )
                await change.revise(TagRow, tag, {"color": "#000000"}, was)
                change.record(TagUpdated(tag_id=tag, fields_changed=("color",)))
                if tag == one:
                    await met.wait()
    except Busy:
        return "busy"
    finally:
        await on.end()
    return "done"


async def test_of_two_who_wait_for_one_another_one_is_busy_and_leaves_nothing(
    house: House, tenant: Tenant
) -> None:
    one, two = kept(await tenant.tag()), kept(await tenant.tag())
    met = asyncio.Barrier(2)
    talks = [Conversation(house.database, Reader(tenant.id)) for _ in range(2)]

    ends = await asyncio.gather(_paint(talks[0], one, two, met), _paint(talks[1], two, one, met))

    assert sorted(ends) == ["busy", "done"]
    assert (
        await tenant.rows("select version from tags where tenant_id = $1") == [{"version": 2}] * 2
    )
    assert len(await tenant.recorded("v1.tag.updated")) == 2


def _fail(error: Exception) -> None:
    with Reached():
        raise error


@pytest.mark.parametrize(
    "kind",
    [asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError, asyncpg.SerializationError],
)
async def test_what_may_succeed_later_is_busy(
    talk: Conversation, kind: type[asyncpg.PostgresError]
) -> None:
    with pytest.raises(Busy) as busy:
        async with _change(talk):
            _fail(kind("not now"))

    assert isinstance(busy.value.__cause__, Held)


async def test_what_will_not_succeed_later_is_not_busy(talk: Conversation) -> None:
    with pytest.raises(asyncpg.QueryCanceledError):
        async with _change(talk):
            raise asyncpg.QueryCanceledError("too slow")


async def test_a_customer_writes_nothing_of_another_customer(
    talk: Conversation, tenant: Tenant
) -> None:
    ana, bea = kept(await tenant.customer()), kept(await tenant.customer())
    before = await tenant.contents()
    talk.limit(ana)

    with pytest.raises(Unsealable, match="A customer may not write addresses of another"):
        async with _change(talk) as change:
            await change.insert(AddressRow, id=new_id(), customer_id=bea, line1="Mine")

    assert await tenant.contents() == before
