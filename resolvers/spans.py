"""Spans: lengths of time that lie before now or after it, turned into criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from db.criteria import All, Criterion, Match
from resolvers.context import Context
from resolvers.refusals import Refusal

LONGEST: Final = 12_000


@dataclass(frozen=True, slots=True)
class Span:
    """A column that holds instants, or days."""

    column: str
    is_day: bool


def spanned(ctx: Context, of: Span, operator: str, length: Mapping[str, int]) -> Criterion:
    """That an instant, or a day of the tenant, lies within a length of time, or beyond it."""
    if any(part < 0 or part > LONGEST for part in length.values()):
        raise Refusal(f"Use lengths of time from 0 to {LONGEST}.", "where")
    column, now = of.column, _today(ctx) if of.is_day else ctx.now
    end = _moved(now, length, 1 if operator == "within_next" else -1)
    if operator == "older_than":
        return Match(column, "lt", end)
    if operator == "within_next":
        return All((Match(column, "gte", now), Match(column, "lte", end)))
    begun = Match(column, "gte", end)
    return All((begun, Match(column, "lte", now))) if of.is_day else begun


def _today(ctx: Context) -> date:
    """Which day it is where the tenant is."""
    return ctx.now.astimezone(ZoneInfo(ctx.tenant.time_zone)).date()


def _moved(now: Any, length: Mapping[str, int], way: int) -> Any:
    """A day or an instant that lies a length of time away; months are months of the calendar."""
    months = now.year * 12 + now.month - 1 + way * length.get("months", 0)
    year, month = divmod(months, 12)
    there = now.replace(year=year, month=month + 1, day=min(now.day, _last_day(year, month + 1)))
    hours = length.get("days", 0) * 24 + length.get("hours", 0)
    return there + way * timedelta(hours=hours)


def _last_day(year: int, month: int) -> int:
    following = datetime(year + month // 12, month % 12 + 1, 1)  # noqa: DTZ001  # only its day is used
    return (following - timedelta(days=1)).day
