"""Migrating: the two roles, then every step that the database has not taken yet."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, MetaData, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

APP_ROLE: Final = "clientela_app"
OWNER_ROLE: Final = "clientela_owner"
_FOLDER: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 7_143_201

_PAUSE_SECONDS: Final = 0.2

_ROLES: Final = (
    f"""
    do $$ begin
        if not exists (select from pg_roles where rolname = '{OWNER_ROLE}') then
            create role {OWNER_ROLE} nologin;
        end if;
        if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
            create role {APP_ROLE} login;
        end if;
    end $$
    """,
    f"alter role {APP_ROLE} set statement_timeout = '4500ms'",
    f"alter role {APP_ROLE} set lock_timeout = '2s'",
    f"alter role {APP_ROLE} set idle_in_transaction_session_timeout = '10s'",
    # Compiling takes longer than what is asked here; and no tenant is read from end to end.
    f"alter role {APP_ROLE} set jit = off",
    # What is asked for is in memory as a rule, where a page elsewhere is as near as the next.
    f"alter role {APP_ROLE} set random_page_cost = 1.1",
    f"grant {OWNER_ROLE} to current_user",
    "revoke create on schema public from public",
    f"grant usage, create on schema public to {OWNER_ROLE}",
    f"grant usage on schema public to {APP_ROLE}",
)


def head() -> str:
    """The newest step there is."""
    return str(ScriptDirectory(str(_FOLDER)).get_current_head())


@cache
def earlier() -> frozenset[str]:
    """The steps before it. What is none of all these was taken by a newer house."""
    every = ScriptDirectory(str(_FOLDER)).walk_revisions()
    return frozenset(str(step.revision) for step in every) - {head()}


async def step_taken(connection: Any) -> str | None:
    """The last step that a database took, if it took any."""
    try:
        step: str | None = await connection.fetchval("select version_num from alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    return step


def is_behind(step: str | None) -> bool:
    """Whether a database lacks steps, if this was its last one."""
    return step is None or step in earlier()


async def migrate(owner_url: str, *, app_password: str | None = None, step: str = "head") -> None:
    """Bring a database to a step, the newest one. Needs a role that may create roles."""
    async with _connected(owner_url) as connection:
        await _wait_in_line(connection)
        for line in _ROLES:
            await connection.execute(text(line))
        if app_password is not None:
            await _set_password(connection, app_password)
        await connection.commit()
        await connection.execute(text(f"set role {OWNER_ROLE}"))
        await connection.commit()
        await connection.run_sync(_with_config(lambda config: command.upgrade(config, step)))
        await connection.commit()


async def differences(owner_url: str, metadata: MetaData) -> None:
    """Raise when the rows of the house and the migrated tables differ."""
    async with _connected(owner_url) as connection:
        await connection.run_sync(_with_config(command.check, metadata))


async def _wait_in_line(connection: AsyncConnection) -> None:
    """Let two not migrate at once. The lock is held until the connection is closed.

    Who waited for it inside of a statement would be waited for by an index that is built
    concurrently, and so by the one who has the lock.
    """
    while not await connection.scalar(text(f"select pg_try_advisory_lock({_LOCK})")):
        await connection.rollback()
        await asyncio.sleep(_PAUSE_SECONDS)


async def _set_password(connection: AsyncConnection, password: str) -> None:
    quoted = await connection.scalar(
        text("select quote_literal(:password)"), {"password": password}
    )
    await connection.exec_driver_sql(f"alter role {APP_ROLE} password {quoted}")


def _connected(url: str) -> AsyncConnection:
    asynchronous = make_url(url).set(drivername="postgresql+asyncpg")
    return create_async_engine(asynchronous, poolclass=NullPool).connect()


def _with_config(
    step: Callable[[Config], Any], metadata: MetaData | None = None
) -> Callable[[Connection], None]:
    def run(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(_FOLDER))
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        step(config)

    return run


def new_step(title: str, *, folder: Path = _FOLDER) -> Path:
    """A new, empty migration, named by its date and what it does."""
    script = ScriptDirectory(
        str(folder),
        file_template="%(year)d-%(month).2d-%(day).2d-%(hour).2d%(minute).2d_%(slug)s",
    )
    now = datetime.now(UTC)
    last = str(script.get_current_head())
    made = script.generate_revision(f"{now:%Y_%m_%d_%H%M}", title, head=last)
    return Path(cast("Script", made).path)
