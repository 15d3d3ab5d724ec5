"""Posting: each fact becomes a line in the outbox and a line in the audit log."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from db.ids import new_id
from db.journal import AuditRow, Fact, OutboxRow, next_in_stream, sent_in_turn
from db.together import Part, Parts
from db.writer import Writer


async def post(writer: Writer, facts: Sequence[Fact], besides: Parts) -> None:
    """Write facts down, each with its order number in the stream of its customer."""
    lines = [(_stream(fact), _lines(writer, fact)) for fact in facts]
    # Always in the same order, so that two changes never wait for one another in a ring.
    *others, (_, last) = sorted(lines, key=lambda line: line[0])
    for _, parts in others:
        await writer.send(parts)
    await writer.send({**last, **besides})


def _stream(fact: Fact) -> UUID:
    return fact.customer_id or fact.subject_id


def _lines(writer: Writer, fact: Fact) -> Parts:
    """What writes a fact down. Ids are made in the order in which things happened."""
    taken = Part(next_in_stream(), {"stream_id": _stream(fact), "count": 1})
    return {"taken": taken, "sent": _sent(writer, fact), "audited": _audited(writer, fact)}


def _sent(writer: Writer, fact: Fact) -> Part:
    line: dict[str, Any] = {
        "id": new_id(),
        "name": fact.routing_key,
        "stream_id": _stream(fact),
        "customer_id": fact.customer_id,
        "actor_id": writer.actor_id,
        "payload": fact.payload(),
        "trace_id": writer.signature.trace_id,
    }
    writer.refuse_strangers(OutboxRow, line)
    return Part(sent_in_turn(), line)


def _audited(writer: Writer, fact: Fact) -> Part:
    who = writer.signature
    return writer.added(
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
