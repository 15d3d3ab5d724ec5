"""The envelope: a fact of the outbox as the message that other systems read."""

from datetime import UTC, datetime
from typing import Any, Final

# The first messages ever published name the instant themselves; whoever reads them may rely on it.
_INSTANTS: Final = {
    "v1.customer.created": "created_at",
    "v1.customer.note_added": "created_at",
    "v1.customer.updated": "updated_at",
}


def message(row: Any) -> dict[str, Any]:
    """The message of a row of the outbox, ready to be written as JSON."""
    occurred_at = _written(row.created_at)
    instant = {_INSTANTS[row.name]: occurred_at} if row.name in _INSTANTS else {}
    envelope: dict[str, Any] = {
        "event": row.name,
        "event_id": str(row.id),
        "tenant_id": str(row.tenant_id),
        "business_id": str(row.tenant_id),
        "customer_id": str(row.customer_id) if row.customer_id else None,
        "actor_id": str(row.actor_id),
        "stream_id": str(row.stream_id),
        "sequence": row.sequence,
        "occurred_at": occurred_at,
        "trace_id": row.trace_id,
    }
    return {**envelope, **instant, **row.payload}


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
