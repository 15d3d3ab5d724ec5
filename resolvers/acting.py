"""Acting: one act of a caller, done once however often it is sent."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from auth.scopes import Scope
from db.answers import Busy, Done, DoneBefore, KeyReused
from db.journal import Key
from resolvers.context import Context
from resolvers.refusals import Conflict, IdempotencyKeyReused

_TRIES: Final = 3
_PAUSE_SECONDS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Act:
    """What is done: its name, the right that it takes, and how."""

    name: str
    scope: Scope
    do: Callable[[], Awaitable[Done]]


async def acting(ctx: Context, act: Act, key: tuple[str, str] | None) -> Done:
    """Do it, or remember that it was done. What was known before is forgotten afterwards."""
    ctx.begin(act.name, act.scope, Key(*key) if key else None)
    try:
        await ctx.recall()
        return await _tried(act.do)
    except DoneBefore as before:
        return before.done
    except KeyReused as reused:
        raise IdempotencyKeyReused(str(reused), "idempotency_key") from reused
    except Busy as busy:
        raise Conflict(str(busy)) from busy
    finally:
        ctx.loaders.forget()


async def _tried(do: Callable[[], Awaitable[Done]]) -> Done:
    """Two who wait for one another are told so by the database; one of them tries again."""
    for attempt in range(1, _TRIES):
        try:
            return await do()
        except Busy:
            await asyncio.sleep(random.uniform(0, _PAUSE_SECONDS * attempt))  # noqa: S311  # a pause is no secret
    return await do()
