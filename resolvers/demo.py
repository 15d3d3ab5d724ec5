"""The demo: a tenant is filled with invented people, each by one change, as real ones would be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from auth.caller import actor_id_of
from auth.scopes import Scope
from db.actors import actor_seen
from db.addresses import AddressRow
from db.change import Change
from db.company_members import CompanyMemberRow
from db.custom_fields import CustomFieldRow
from db.customer_tags import put_on
from db.customer_tokens import tokens_kept
from db.customers import CustomerRow
from db.finding import Deleted, Wanted, customers_count
from db.ids import new_id
from db.journal import Fact
from db.notes import NoteRow
from db.reckoning import CAP
from db.tags import TagRow, tags_by_label
from events.catalogue.company_members import CompanyMemberAdded
from events.catalogue.custom_fields import CustomFieldCreated
from events.catalogue.customer_tags import CustomerTagged
from events.catalogue.customers import (
    AddressAdded,
    CustomerBlocked,
    CustomerCreated,
    CustomerDeactivated,
    CustomerDeleted,
)
from events.catalogue.notes import NoteAdded
from events.catalogue.tags import TagCreated
from resolvers.checks import Said, kept
from resolvers.context import Context
from resolvers.custom_field_rules import RULES as FIELD_RULES
from resolvers.custom_fields import used_fields
from resolvers.custom_values import keep_values, said_of
from resolvers.customer_fields import derived, rules, tokens
from resolvers.tag_fields import RULES

ACT: Final = "demoFill"
_ANYBODY: Final = Wanted(deleted=Deleted.INCLUDE)
_BECAME: Final[Mapping[str, type[Fact]]] = {
    "BLOCKED": CustomerBlocked,
    "INACTIVE": CustomerDeactivated,
}

Columns = Mapping[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody of the tenant who writes notes."""

    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A note and who wrote it."""

    author: Author
    note: Columns


@dataclass(frozen=True, slots=True)
class Person:
    """A customer: what somebody would have typed, and what only time makes of it."""

    said: Said
    own: Sequence[Said]
    """What it has in the tenant's own fields."""
    history: Columns
    addresses: Sequence[Columns]
    worn: Mapping[str, datetime]
    notes: Sequence[Written]


@dataclass(frozen=True, slots=True)
class Membership:
    """That somebody of the story belongs to a company of the story; both by their places in it."""

    company: int
    person: int
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that a tenant is filled with."""

    began: datetime
    tags: Sequence[Said]
    fields: Sequence[Said]
    people: Sequence[Person]
    members: Sequence[Membership]


async def fill(ctx: Context, story: Story, progress: Progress) -> int:
    """Fill a tenant that has no customers, and tell how many it has got."""
    if await ctx.reads.number(customers_count(_ANYBODY), **{CAP: 1}):
        return 0
    ctx.begin(ACT, Scope.CUSTOMERS_CREATE, None)
    tags = await _tags(ctx, story)
    await _fields(ctx, story)
    met: list[UUID] = []
    for person in story.people:
        met.append(await _meet(ctx, person, tags))
        progress(len(met), len(story.people))
    await _belong(ctx, story, met)
    return len(met)


async def _tags(ctx: Context, story: Story) -> dict[str, UUID]:
    """The ids of the tags of the story by their labels; those that are missing are made."""
    found: dict[str, UUID] = {}
    async with ctx.change() as change:
        for said in story.tags:
            values = {**kept(said, RULES), **_instants(story.began)}
            tag = await change.first(tags_by_label(), labels=[values["label_norm"]])
            if tag is None:
                by = change.actor_id
                tag = await change.insert(TagRow, id=new_id(), created_by=by, **values)
                change.record(TagCreated(tag_id=tag.id))
            found[said["label"]] = tag.id
    return found


async def _fields(ctx: Context, story: Story) -> None:
    """Make the tenant's own fields that are missing."""
    known = {field.key for field in await used_fields(ctx)}
    async with ctx.change() as change:
        for place, said in enumerate(story.fields):
            if said["key"] not in known:
                values = {**kept(said, FIELD_RULES), **_instants(story.began), "position": place}
                by = change.actor_id
                made = await change.insert(CustomFieldRow, id=new_id(), created_by=by, **values)
                change.record(CustomFieldCreated(custom_field_id=made.id))
    ctx.loaders.forget()


async def _belong(ctx: Context, story: Story, met: Sequence[UUID]) -> None:
    """Let people belong to companies."""
    async with ctx.change() as change:
        for each in story.members:
            company, person = met[each.company], met[each.person]
            made = await change.insert(
                CompanyMemberRow,
                id=new_id(),
                company_id=company,
                customer_id=person,
                role=each.role,
                title=each.title,
                created_by=change.actor_id,
                **_instants(ctx.now),
            )
            change.record(
                CompanyMemberAdded(customer_id=company, company_member_id=made.id, person_id=person)
            )


async def _meet(ctx: Context, person: Person, tags: Mapping[str, UUID]) -> UUID:
    made = new_id()
    values = kept(person.said, rules(ctx))
    own = await said_of(ctx, person.own)
    row = {**values, **derived(made, values), **person.history, "custom": own.document({})}
    async with ctx.change() as change:
        by = {"created_by": change.actor_id, "blocked_by": row["blocked_at"] and change.actor_id}
        await change.insert(CustomerRow, id=made, **by, **row)
        await change.run(tokens_kept(), customer_id=made, **tokens(row))
        await keep_values(ctx, change, made, own)
        change.record(CustomerCreated(customer_id=made, user_id=values.get("user_id")))
        for address in person.addresses:
            await _live(change, made, address)
        for label, since in person.worn.items():
            await _wear(change, made, tags[label], since)
        for written in person.notes:
            await _note(change, ctx.tenant.id, made, written)
        _become(change, made, person.history)
    return made


def _become(change: Change, customer_id: UUID, history: Columns) -> None:
    """Say what became of the customer later."""
    if fact := _BECAME.get(history["status"]):
        change.record(fact(customer_id=customer_id))
    if history["deleted_at"]:
        change.record(CustomerDeleted(customer_id=customer_id))


async def _live(change: Change, customer_id: UUID, address: Columns) -> None:
    made = new_id()
    await change.insert(AddressRow, id=made, customer_id=customer_id, **address)
    change.record(AddressAdded(customer_id=customer_id, address_id=made))


async def _wear(change: Change, customer_id: UUID, tag_id: UUID, since: datetime) -> None:
    worn = {"customer_id": customer_id, "created_by": change.actor_id}
    await change.run(put_on(dated=True), tag_ids=[tag_id], created_at=since, **worn)
    change.record(CustomerTagged(tag_id=tag_id, **worn))


async def _note(change: Change, tenant_id: UUID, customer_id: UUID, written: Written) -> None:
    author = written.author
    author_id = actor_id_of(tenant_id, author.subject)
    await change.run(actor_seen(), id=author_id, subject=author.subject, name=author.name)
    made = await change.insert(
        NoteRow, id=new_id(), customer_id=customer_id, author_id=author_id, **written.note
    )
    change.record(
        NoteAdded(
            customer_id=customer_id,
            note_id=made.id,
            created_by=author_id,
            length=len(made.body),
        )
    )


def _instants(at: datetime) -> dict[str, datetime]:
    return {"created_at": at, "updated_at": at}
