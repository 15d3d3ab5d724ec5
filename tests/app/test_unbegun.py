"""Unbegun: an operation that is broken off drops no coroutine that Python would complain of."""

import asyncio
import gc
import warnings
from collections.abc import Iterator
from inspect import CORO_CLOSED, CORO_CREATED, getcoroutinestate
from typing import Any, Final

import pytest
from graphql import build_schema, execute, parse

from app.unbegun import Unbegun

SCHEMA: Final = build_schema("type Query { fails(after: Int!): Int! deep: Query }")
DEEP: Final = "deep { more: deep { __typename } " * 4 + " }" * 4


class Root:
    """What fails after a few turns of the event loop, and what goes deeper meanwhile."""

    async def fails(self, _: Any, after: int) -> int:
        for _turn in range(after):
            await asyncio.sleep(0)
        raise ValueError("no")

    async def deep(self, _: Any) -> "Root":
        return Root()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Python complains of."""
    heard: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, *_, **__: heard.append(str(message))
        yield heard


async def _run(after: int, unbegun: Unbegun | None) -> None:
    document = parse(f"{{ fails(after: {after}) {DEEP} }}")
    asks = unbegun.is_awaitable if unbegun else None
    result: Any = execute(SCHEMA, document, Root(), is_awaitable=asks)
    await result
    if unbegun:
        unbegun.close()


async def test_siblings_of_what_failed_are_not_complained_of(complaints: list[str]) -> None:
    for after in range(20):
        await _run(after, None)
    gc.collect()
    assert complaints != []  # so there is something to be mended
    complaints.clear()

    for after in range(20):
        await _run(after, Unbegun())
    gc.collect()
    assert complaints == []


async def test_what_was_begun_is_left_alone() -> None:
    async def nothing() -> None:
        await asyncio.sleep(0)

    unbegun, coroutines = Unbegun(), [nothing(), nothing()]
    values: list[Any] = [*coroutines, None, asyncio.Future()]
    known = [unbegun.is_awaitable(value) for value in values]
    coroutines[0].send(None)
    begun = getcoroutinestate(coroutines[0])
    assert getcoroutinestate(coroutines[1]) == CORO_CREATED
    unbegun.close()

    assert known == [True, True, False, True]
    assert getcoroutinestate(coroutines[0]) == begun
    assert getcoroutinestate(coroutines[1]) == CORO_CLOSED
    coroutines[0].close()
