"""The guard: whether the application's role could get past the walls."""

from typing import Any, Final

from db.migrate import APP_ROLE, OWNER_ROLE

_ASKED: Final = """
    select current_user as name, rolsuper, rolbypassrls,
        exists (select from pg_tables where tableowner = current_user) as owns,
        exists (
            select from pg_roles o
            where o.rolname = $1 and pg_has_role(current_user, o.oid, 'member')
        ) as may_own
    from pg_roles where rolname = current_user
"""


async def unsafe(connection: Any) -> list[str]:
    """Why row-level security would not hold for whoever is connected; nothing if it does."""
    role = await connection.fetchrow(_ASKED, OWNER_ROLE)
    reasons = {
        "is not the application's role": role["name"] != APP_ROLE,
        "is a superuser": role["rolsuper"],
        "may pass row-level security": role["rolbypassrls"],
        "owns tables": role["owns"],
        "may become the role that owns them": role["may_own"],
    }
    return [f"The role {role['name']} {reason}." for reason, so in reasons.items() if so]
