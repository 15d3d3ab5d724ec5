"""What can be done with notes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from db.answers import Done
from db.change import Change
from db.ids import new_id
from db.notes import NoteRow, notes_by_id
from db.pages import NEWEST
from db.search import words
from events.catalogue.notes import NoteAdded, NoteDeleted, NoteUpdated
from resolvers.amend import amend
from resolvers.checks import NEVER, Rule, Said, as_it_is, kept, present
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.customers import held_customer, need_customer, of_those_there
from resolvers.fields import Unacceptable, text
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.refusals import NotFound

COURSE: Final = Course("notes", NEWEST)


async def notes(ctx: Context, ids: Sequence[UUID], wanted: Wanted) -> Sequence[NoteRow | None]:
    """The note of each id, if its customer is there for the caller."""
    rows = await ctx.loaders.note.level(ids, wanted.also("customer_id"))
    return await of_those_there(ctx, rows)


async def notes_of_customers(
    ctx: Context, ids: Sequence[UUID], wanted: Wanted, asked: Asked
) -> Sequence[Listing[Any]]:
    """The notes about each customer, newest first."""
    window = COURSE.window(ctx, asked.checked(), wanted)
    found = await ctx.loaders.notes_of_customer(window).level(ids, COURSE.needs(wanted))
    turn = COURSE.turn(ctx, asked, wanted, partial(_count, ctx))
    return [Listing(rows, turn, parent) for parent, rows in zip(ids, found, strict=True)]


async def create_note(ctx: Context, customer_id: UUID, said: Said) -> Done:
    """Write something down about a customer. The author is whoever asks."""
    values = kept(present(said), _rules(ctx))
    async with ctx.change() as change:
        await need_customer(change, customer_id, "customer_id")
        made = await change.insert(
            NoteRow, id=new_id(), customer_id=customer_id, author_id=change.actor_id, **values
        )
        change.record(
            NoteAdded(
                customer_id=customer_id,
                note_id=made.id,
                created_by=change.actor_id,
                length=len(made.body),
            )
        )
    return change.done


async def update_note(ctx: Context, note_id: UUID, said: Said, expected: int | None) -> Done:
    """Rewrite a note. Its author stays who it was."""
    values = kept(said, _rules(ctx))
    async with ctx.change() as change:
        current = await _need_note(change, note_id)
        if changed := await amend(change, NoteRow, current, values, expected=expected):
            change.record(
                NoteUpdated(
                    customer_id=current.customer_id, note_id=note_id, fields_changed=changed
                )
            )
    return change.done


async def delete_note(ctx: Context, note_id: UUID) -> Done:
    """Remove a note for good."""
    async with ctx.change() as change:
        gone = await _need_note(change, note_id)
        await change.remove(NoteRow, note_id)
        change.record(NoteDeleted(customer_id=gone.customer_id, note_id=note_id))
    return change.done


async def _count(ctx: Context, customer_id: UUID, _: str) -> Counted:
    return Counted(await ctx.loaders.note_count_of_customer.load(customer_id), is_exact=True)


async def _need_note(change: Change, note_id: UUID) -> NoteRow:
    """A note about a living customer, held until the change ends.

    The customer is held first, by everyone, so that nobody waits for one another in a ring.
    """
    seen = await change.first(notes_by_id(), ids=[note_id])
    row = None
    if seen and await held_customer(change, seen.customer_id):
        row = await change.lock(NoteRow, note_id)
    if row is None:
        raise NotFound("There is no such note.", "id")
    return row


def _rules(ctx: Context) -> Mapping[str, Rule]:
    return {
        "body": Rule(("body",), lambda said: _body(ctx, said), NEVER),
        "source": Rule(("source",), as_it_is),
    }


def _body(ctx: Context, said: str) -> str:
    body = text(said, most=ctx.tenant.note_length)
    if not set(ctx.tenant.blocked_words).isdisjoint(words(body, most=None)):
        raise Unacceptable("Write it without the words that this tenant does not allow.")
    return body
