"""Places: whoever asked first is served first, and no tenant takes those of the others."""

import asyncio
from uuid import UUID

import pytest

from db.places import Places

ANA, BO = UUID(int=1), UUID(int=2)


async def _turn() -> None:
    """Let everybody go as far as they can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_tenant_has_a_share_and_others_pass_those_who_wait_for_it() -> None:
    places = Places(size=4, share=2)
    for _ in range(2):
        await places.enter(ANA)
    third = asyncio.create_task(places.enter(ANA))
    await _turn()

    await places.enter(BO)
    assert not third.done()
    places.leave(ANA)
    await _turn()

    assert third.done()


async def test_nobody_has_more_than_there_are() -> None:
    places = Places(size=2, share=2)
    await places.enter(ANA)
    await places.enter(None)
    waiting = asyncio.create_task(places.enter(BO))
    await _turn()

    assert not waiting.done()
    places.leave(None)
    await _turn()

    assert waiting.done()


async def test_what_belongs_to_no_tenant_has_no_share() -> None:
    places = Places(size=3, share=1)

    async with asyncio.timeout(1):
        for _ in range(3):
            await places.enter(None)


async def test_who_waited_first_is_first() -> None:
    places, order = Places(size=1, share=1), list[int]()
    await places.enter(ANA)

    async def wait(number: int, whose: UUID) -> None:
        await places.enter(whose)
        order.append(number)
        places.leave(whose)

    waiting = [asyncio.create_task(wait(n, UUID(int=n + 10))) for n in range(4)]
    await _turn()
    places.leave(ANA)
    await asyncio.gather(*waiting)

    assert order == [0, 1, 2, 3]


@pytest.mark.parametrize("held", [ANA, BO], ids=["the share", "a place"])
async def test_who_gives_up_waiting_leaves_nothing_behind(held: UUID) -> None:
    places = Places(size=1, share=1)
    await places.enter(held)
    waiting = asyncio.create_task(places.enter(ANA))
    await _turn()

    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    places.leave(held)

    assert places._shares == {}
    async with asyncio.timeout(1):
        await places.enter(ANA)
