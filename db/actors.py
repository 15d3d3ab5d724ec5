"""Actors: the people and services that act on a tenant's customers."""

from typing import Final

from sqlalchemy import Insert, Select, Update, null, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, mapped_column

from db.base import KEEP, Identified, Row, indexed
from db.each import by_id
from db.sealed import one, statement, word

ERASED: Final = "erased"


class ActorRow(Identified, Row):
    """Somebody who changed something, as their token named them. No contact data is kept."""

    __tablename__ = "actors"
    # An actor's id is made of its tenant and its subject, and so is unique for both.
    __table_args__ = (indexed("ix_actors_subject", "subject"),)

    subject: Mapped[str] = mapped_column(info=KEEP)
    name: Mapped[str | None] = mapped_column(info=KEEP)
    is_active: Mapped[bool] = mapped_column(server_default="true", info=KEEP)


@statement
def actors_by_id() -> Select[ActorRow]:
    """The actors of the given ids."""
    return by_id(select(ActorRow), ActorRow.id)


@statement
def actor_seen() -> Insert:
    """Keep an actor; the name follows the newest token."""
    seen = upsert(ActorRow).values(id=one("id"), subject=word("subject"), name=word("name"))
    return seen.on_conflict_do_update(
        index_elements=[ActorRow.tenant_id, ActorRow.id],
        set_={"name": seen.excluded.name},
    )


@statement
def actor_forgotten() -> Update:
    """Forget who an actor was; what they did stays theirs."""
    return (
        update(ActorRow)
        .where(ActorRow.id == one("id"))
        .values(subject=ERASED, name=null())
        .returning(ActorRow.id)
    )
