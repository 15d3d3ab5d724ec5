"""Turns: what only one of a tenant may do at a time, where no row and no index holds others."""

from typing import Any

from sqlalchemy import Select, Text, cast, func, select

from db.sealed import TENANT, statement, word


@statement
def turn_awaited() -> Select[Any]:
    """Wait until nobody else of the tenant is at this; it is one's own until the change ends."""
    named = func.concat(cast(TENANT, Text()), word("turn"))
    return select(func.pg_advisory_xact_lock(func.hashtextextended(named, 0)))
