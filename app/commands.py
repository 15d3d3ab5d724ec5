"""What commands have in common: settings, the database, and errors that are one clear sentence."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import asyncpg
import typer
from rich.console import Console

from app.places import Place, Unusable, need_steps, place
from app.settings import Settings, SettingsError, load_settings
from app.tokens import NoTokens
from db.connections import DatabaseUnavailable
from db.embedded import EmbeddedError

T = TypeVar("T")

console: Final = Console(highlight=False)
complaints: Final = Console(stderr=True, highlight=False)
KNOWN: Final = (
    DatabaseUnavailable,
    EmbeddedError,
    NoTokens,
    SettingsError,
    Unusable,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InvalidAuthorizationSpecificationError,
    OSError,
)


@contextmanager
def plainly() -> Iterator[None]:
    """Say what went wrong in a sentence, and not in a trace of the stack."""
    try:
        yield
    except KNOWN as error:
        complaints.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from None


def settings() -> Settings:
    """The settings of this process; the only place where the environment is read."""
    return load_settings(os.environ)


def at_place(do: Callable[[Settings, Place], T]) -> T:
    """Do something where the database is."""
    with plainly():
        told = settings()
        with place(told) as where:
            return do(told, where)


def as_owner(do: Callable[[Any], Awaitable[T]]) -> T:
    """Do something on a connection of the owner."""

    async def connected(where: Place) -> T:
        connection = await asyncpg.connect(where.owner())
        try:
            await need_steps(connection)
            return await do(connection)
        finally:
            await connection.close()

    return at_place(lambda _, where: asyncio.run(connected(where)))
