"""The watchman: what is due happens soon after, what was called off never, and then he rests."""

import asyncio
from functools import partial
from time import perf_counter

import pytest

from app.deadline import Deadline
from app.watchman import ROUND_SECONDS, Bell, Watchman


def _soon(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_what_is_due_happens_once_and_not_before() -> None:
    watchman, rung = Watchman(), list[str]()
    watchman.mind(Bell(_soon(0.06), lambda: rung.append("late")))
    watchman.mind(Bell(_soon(0), lambda: rung.append("soon")))

    await asyncio.sleep(2 * ROUND_SECONDS)
    first = list(rung)
    await asyncio.sleep(0.06 + ROUND_SECONDS)

    assert (first, rung) == (["soon"], ["soon", "late"])


async def test_what_was_called_off_never_happens() -> None:
    watchman, rung = Watchman(), list[str]()
    bell = Bell(_soon(0.01), lambda: rung.append("x"))
    watchman.mind(bell)
    bell.cancel()

    await asyncio.sleep(0.01 + 2 * ROUND_SECONDS)

    assert rung == []


async def test_he_rests_when_nothing_waits_and_begins_again() -> None:
    watchman, rung = Watchman(), list[str]()
    for name in "ab":
        watchman.mind(Bell(_soon(0), partial(rung.append, name)))
        await asyncio.sleep(3 * ROUND_SECONDS)
        assert (watchman._walks, watchman._bells) == (False, [])

    assert rung == ["a", "b"]


async def test_what_rings_may_ask_for_more() -> None:
    watchman, rung = Watchman(), list[str]()
    more = Bell(_soon(0), lambda: rung.append("more"))
    watchman.mind(Bell(_soon(0), lambda: watchman.mind(more)))

    await asyncio.sleep(4 * ROUND_SECONDS)

    assert rung == ["more"]


async def test_what_is_not_done_in_time_is_broken_off() -> None:
    deadline = Deadline(Watchman(), _soon(0.05))
    began = perf_counter()

    with pytest.raises(TimeoutError), deadline:
        await asyncio.sleep(5)

    assert deadline.over
    assert 0.05 <= perf_counter() - began < 1
    await asyncio.sleep(0)  # nothing of it is left


async def test_what_is_done_in_time_is_not() -> None:
    deadline = Deadline(Watchman(), _soon(0.02))

    with deadline:
        await asyncio.sleep(0)
    await asyncio.sleep(0.02 + 2 * ROUND_SECONDS)

    assert not deadline.over


async def test_a_deadline_may_come_sooner() -> None:
    deadline = Deadline(Watchman(), _soon(5))
    asyncio.get_running_loop().call_later(0.01, deadline.come)
    began = perf_counter()

    with pytest.raises(TimeoutError), deadline:
        await asyncio.sleep(5)

    assert deadline.over
    assert perf_counter() - began < 1


async def test_who_is_cancelled_by_others_stays_cancelled() -> None:
    async def waits() -> None:
        with Deadline(Watchman(), _soon(5)):
            await asyncio.sleep(5)

    task = asyncio.create_task(waits())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_nearer_of_two_deadlines_counts() -> None:
    watchman = Watchman()
    outer = Deadline(watchman, _soon(5))

    with outer:
        with pytest.raises(TimeoutError), Deadline(watchman, _soon(0)):
            await asyncio.sleep(5)
        await asyncio.sleep(0)

    assert not outer.over
