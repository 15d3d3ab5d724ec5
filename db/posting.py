"""Posting: each fact becomes a line in the outbox and a line in the audit log."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from db.ids import new_id
from db.journal import AuditRow, Fact, OutboxRow, next_in_stream
from db.writer import Writer


async def post(writer: Writer, facts: Sequence[Fact]) -> None:
    """Write facts down, each with its order number in the stream of its customer."""
    counts = Counter(_stream(fact) for fact in facts)
    # Always in the same order, so that two changes never wait for one another in a ring.
    places = {stream: await _place(writer, stream, counts[stream]) for stream in sorted(counts)}
    for fact in facts:
        stream = _stream(fact)
        await _send(writer, fact, stream, places[stream])
        await _audit(writer, fact)
        places[stream] += 1


def _stream(fact: Fact) -> UUID:
    return fact.customer_id or fact.subject_id


async def _place(writer: Writer, stream: UUID, count: int) -> int:
    """The first of the next order numbers of a stream."""
    rows = await writer.run(next_in_stream(), stream_id=stream, count=count)
    return int(rows[0].last) - count + 1


async def _send(writer: Writer, fact: Fact, stream: UUID, sequence: int) -> None:
    await writer.insert(
        OutboxRow,
        id=new_id(),
        name=fact.routing_key,
        stream_id=stream,
        sequence=sequence,
        customer_id=fact.customer_id,
        actor_id=writer.actor_id,
        payload=fact.payload(),
        trace_id=writer.signature.trace_id,
    )


async def _audit(writer: Writer, fact: Fact) -> None:
    who = writer.signature
    await writer.insert(
        AuditRow,
        id=new_id(),
        actor_id=who.actor_id,
        roles=list(who.roles),
        act=who.act,
        fact=fact.name,
        object_kind=fact.kind,
        object_id=fact.subject_id,
        customer_id=fact.customer_id,
        fields=list(fact.changed),
        ip=who.ip,
        user_agent=who.user_agent,
        trace_id=who.trace_id,
        request_id=who.request_id,
    )
