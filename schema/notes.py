"""Notes as clients see and change them. For administrators only."""

from datetime import datetime
from enum import Enum

import strawberry

from auth.scopes import Scope
from resolvers import actors, customers, notes
from schema.actors import Actor
from schema.fields import relation, shown
from schema.ids import need_id
from schema.inputs import Expecting, Keyed, asked, expected_version, given, said
from schema.mutations import ChangedPayload, DeletedPayload, Payload, act, of_what_was_done
from schema.nodes import Node
from schema.pages import Connection, Edge, edges, node, nodes, paged
from schema.person import Person, SomeCustomer


@strawberry.enum(description="How a note came here")
class NoteSource(Enum):
    MANUAL = strawberry.enum_value("MANUAL", description="Somebody wrote it")
    IMPORT = strawberry.enum_value("IMPORT", description="It was brought from another system")


@strawberry.type(description="What an administrator wrote down about a customer")
class Note(Node):
    kind_of_node = "note"

    body: str = shown("Text of the note, as it was typed")
    source: NoteSource = shown("How the note came here")
    version: int = shown("Version of the note, counted up by every change")
    created_at: datetime = shown("Timestamp of when the note was written")
    updated_at: datetime = shown("Timestamp of when the note was last changed")

    author: Actor | None = relation(actors.actors, "author_id", says="Who wrote the note")
    customer: SomeCustomer | None = relation(
        customers.customers, "customer_id", says="Customer that the note is about"
    )


@strawberry.type(description="Note at its place in a list")
class NoteEdge(Edge):
    node: Note = node("The note")


@strawberry.type(description="Page of notes")
class NoteConnection(Connection):
    edges: list[NoteEdge] = edges("Notes with their cursors")
    nodes: list[Note] = nodes("Notes of the page")


@strawberry.type
class WithNotes(Person):
    notes: NoteConnection | None = relation(
        notes.notes_of_customers,
        "id",
        says="Notes about the customer, newest first",
        needs=Scope.NOTES_READ,
        takes=paged,
    )


@strawberry.input(description="A note to be written about a customer; the author is the caller")
class NoteCreateInput(Keyed):
    customer_id: strawberry.ID = asked("ID of the customer")
    body: str = asked("Text of the note; at most 500 characters unless the tenant allows more")
    source: strawberry.Maybe[NoteSource | None] = given(
        "How the note comes here; MANUAL unless said"
    )


@strawberry.input(description="What is to be different about a note")
class NoteUpdateInput(Expecting):
    id: strawberry.ID = asked("ID of the note")
    body: strawberry.Maybe[str | None] = given("Text of the note")


@strawberry.input(description="A note to be removed for good")
class NoteDeleteInput(Keyed):
    id: strawberry.ID = asked("ID of the note")


@strawberry.type
class _NotePayload(Payload):
    note: Note | None = relation(notes.notes, of_what_was_done, says="Note as it is now")


@strawberry.type(description="What became of a note that was to be written")
class NoteCreatePayload(_NotePayload):
    pass


@strawberry.type(description="What became of a note that was to be changed")
class NoteUpdatePayload(_NotePayload, ChangedPayload):
    pass


@strawberry.type(description="What became of a note that was to be removed")
class NoteDeletePayload(DeletedPayload):
    kind_of_node = "note"


@strawberry.type
class NoteMutations:
    note_create: NoteCreatePayload = act(
        lambda ctx, i: notes.create_note(
            ctx, need_id("customer", i.customer_id, "customer_id"), said(i, "customer_id")
        ),
        NoteCreateInput,
        NoteCreatePayload,
        needs=Scope.NOTES_WRITE,
        says="Write a note about a customer",
    )
    note_update: NoteUpdatePayload = act(
        lambda ctx, i: notes.update_note(
            ctx, need_id("note", i.id), said(i, "id"), expected_version(i)
        ),
        NoteUpdateInput,
        NoteUpdatePayload,
        needs=Scope.NOTES_WRITE,
        says="Rewrite a note; its author stays the same",
    )
    note_delete: NoteDeletePayload = act(
        lambda ctx, i: notes.delete_note(ctx, need_id("note", i.id)),
        NoteDeleteInput,
        NoteDeletePayload,
        needs=Scope.NOTES_WRITE,
        says="Remove a note for good",
    )
