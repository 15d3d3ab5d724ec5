"""Columns: the words in which the counter is told which columns of its rows are wanted."""

from datetime import UTC, datetime

from db.columns import EVERYTHING, Wanted

__all__ = ["EVERYTHING", "Wanted", "instant"]


def instant(value: datetime) -> str:
    """An instant as clients see it, and as a statement shows it. What PostgreSQL keeps without end
    comes up without a zone."""
    at = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return f"{at.isoformat(timespec='microseconds')}Z"
