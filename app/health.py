"""Health: what is wrong with the way to the database, in sentences."""

import asyncpg

from db.connections import Database, DatabaseUnavailable
from db.migrate import head


class Health:
    """Looks whether the house can serve."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def database(self) -> list[str]:
        """Whether the database answers."""
        try:
            async with self._database.global_rows() as connection:
                await connection.fetchval("select 1")
        except DatabaseUnavailable as away:
            return [str(away)]
        return []

    async def ready(self) -> list[str]:
        """Whether the database answers, and has every table as this version expects it."""
        try:
            async with self._database.global_rows() as connection:
                step = await connection.fetchval("select version_num from alembic_version")
        except DatabaseUnavailable as away:
            return [str(away)]
        except asyncpg.UndefinedTableError:
            step = None
        return [] if step == head() else ["The database is not at the newest migration."]
