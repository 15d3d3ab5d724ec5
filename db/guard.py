"""The guard: whether the application's role could get past the walls."""

from typing import Any, Final

from db.migrate import APP_ROLE

_ASKED: Final = """
    select current_user as name, rolsuper, rolbypassrls,
        exists (select from pg_tables where tableowner = current_user) as owns
    from pg_roles where rolname = current_user
"""


async def unsafe(connection: Any) -> list[str]:
    """Why row-level security would not hold for whoever is connected; nothing if it does."""
    role = await connection.fetchrow(_ASKED)
    reasons = {
        "is not the application's role": role["name"] != APP_ROLE,
        "is a superuser": role["rolsuper"],
        "may pass row-level security": role["rolbypassrls"],
        "owns tables": role["owns"],
    }
    return [f"The role {role['name']} {reason}." for reason, so in reasons.items() if so]
