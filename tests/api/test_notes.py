"""Notes: for administrators only, written by whoever asks, newest first."""

import re
from typing import Any

import asyncpg
import pytest

from auth.scopes import Role
from tests.tenant import Answer, Tenant, doing, kept, unknown

SHOWN = "note { id body source version author { subject name } customer { id } }"
CREATE = doing("noteCreate", SHOWN)
UPDATE = doing("noteUpdate", f"{SHOWN} changedFields")
DELETE = doing("noteDelete", "deletedId")
ONE = "query ($id: ID!) { node(id: $id) { id ... on Note { body createdAt updatedAt } } }"
INPUTS = """
{ create: __type(name: "NoteCreateInput") { inputFields { name } }
  update: __type(name: "NoteUpdateInput") { inputFields { name } } }"""
ADMINS = [Role.ADMIN, Role.MANAGER]
OTHERS = [Role.STAFF, Role.SERVICE, Role.OPERATOR, Role.CUSTOMER]
SET_LENGTH = "update tenants set note_length = 1000 where id = $1"
SET_WORDS = "update tenants set blocked_words = '{idiot,cretin}' where id = $1"
TOO_LONG = "update tenants set note_length = 10001 where id = $1"


async def written(tenant: Tenant, body: str, **asked: Any) -> Answer:
    customer = await tenant.customer()
    return await tenant.ask(CREATE, input={"customerId": customer, "body": body}, **asked)


async def test_a_note_is_written_by_whoever_asks(tenant: Tenant) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(CREATE, user="bo", input={"customerId": ana, "body": " Called.\n"})

    note = answer.payload()["note"]
    made = note.pop("id")
    assert note == {
        "body": "Called.",
        "source": "MANUAL",
        "version": 1,
        "author": {"subject": "bo", "name": "Bo"},
        "customer": {"id": ana},
    }
    (fact,) = await tenant.recorded("v1.customer.note_added", note_id=made, customer_id=ana)
    assert fact.keys() == {"customer_id", "note_id", "created_by", "length"}
    assert fact["length"] == 7


async def test_no_input_names_an_author(tenant: Tenant) -> None:
    answer = await tenant.ask(INPUTS)

    fields = {
        act: {field["name"] for field in kind["inputFields"]} for act, kind in answer.data.items()
    }
    assert fields == {
        "create": {"customerId", "body", "source", "idempotencyKey"},
        "update": {"id", "body", "expectedVersion", "idempotencyKey"},
    }


async def test_an_imported_note_says_so(tenant: Tenant) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(CREATE, input={"customerId": ana, "body": "Old.", "source": "IMPORT"})

    assert answer.payload()["note"]["source"] == "IMPORT"


async def test_a_note_keeps_its_lines(tenant: Tenant) -> None:
    answer = await written(tenant, "First\r\n\tsecond\n\n  third 🎉")

    assert answer.payload()["note"]["body"] == "First\n\tsecond\n\n  third 🎉"


async def test_whoever_rewrites_a_note_does_not_become_its_author(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = await tenant.note(ana, body="Called.")

    answer = await tenant.ask(UPDATE, user="bo", input={"id": made, "body": "Called twice."})

    assert answer.payload() == {
        "note": {
            "id": made,
            "body": "Called twice.",
            "source": "MANUAL",
            "version": 2,
            "author": {"subject": "admin", "name": "Admin"},
            "customer": {"id": ana},
        },
        "changedFields": ["body"],
        "userErrors": [],
    }


async def test_a_note_knows_when_it_was_written_and_rewritten(tenant: Tenant) -> None:
    made = await tenant.note(await tenant.customer())

    before = (await tenant.ask(ONE, id=made)).data["node"]
    await tenant.ask(UPDATE, input={"id": made, "body": "Called."})
    after = (await tenant.ask(ONE, id=made)).data["node"]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", before["createdAt"])
    assert before["createdAt"] == before["updatedAt"] == after["createdAt"]
    assert after["updatedAt"] > before["updatedAt"]


@pytest.mark.parametrize("body", ["", " \n\t", "\u200b", "x" * 501])
async def test_a_body_that_cannot_be_accepted_is_refused(tenant: Tenant, body: str) -> None:
    ana = await tenant.customer()
    made = await tenant.note(ana)
    before = await tenant.contents()

    created = await tenant.ask(CREATE, input={"customerId": ana, "body": body})
    changed = await tenant.ask(UPDATE, input={"id": made, "body": body})

    assert created.refusals() == changed.refusals() == [("BAD_USER_INPUT", ["body"])]
    assert await tenant.contents() == before


async def test_a_body_cannot_be_cleared(tenant: Tenant) -> None:
    made = await tenant.note(await tenant.customer())
    before = await tenant.contents()

    answer = await tenant.ask(UPDATE, input={"id": made, "body": None})

    assert answer.refusals() == [("BAD_USER_INPUT", ["body"])]
    assert await tenant.contents() == before


async def test_a_note_has_at_most_500_characters(tenant: Tenant) -> None:
    longest = await written(tenant, "ș" * 500)
    longer = await written(tenant, "ș" * 501)

    assert longest.refusals() == []
    assert longer.refusals() == [("BAD_USER_INPUT", ["body"])]


async def test_a_tenant_may_allow_longer_notes(tenant: Tenant) -> None:
    await tenant.rows(SET_LENGTH)

    longest = await written(tenant, "x" * 1000)
    longer = await written(tenant, "x" * 1001)

    assert longest.refusals() == []
    assert longer.refusals() == [("BAD_USER_INPUT", ["body"])]


async def test_no_tenant_allows_more_than_10_000(tenant: Tenant) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="ck_tenants_note_length"):
        await tenant.rows(TOO_LONG)


@pytest.mark.parametrize("body", ["What an idiot.", "IDIOT!", "Idiót", "a, cretin, b"])
async def test_words_that_a_tenant_does_not_allow_are_refused(tenant: Tenant, body: str) -> None:
    await tenant.rows(SET_WORDS)
    ana = await tenant.customer()
    made = await tenant.note(ana)
    before = await tenant.contents()

    created = await tenant.ask(CREATE, input={"customerId": ana, "body": body})
    changed = await tenant.ask(UPDATE, input={"id": made, "body": body})

    assert created.refusals() == changed.refusals() == [("BAD_USER_INPUT", ["body"])]
    assert await tenant.contents() == before


async def test_words_that_only_hold_such_a_word_are_allowed(tenant: Tenant) -> None:
    await tenant.rows(SET_WORDS)

    answer = await written(tenant, "idiotic and cretinous")

    assert answer.refusals() == []


@pytest.mark.parametrize("role", OTHERS)
async def test_others_neither_read_nor_write_notes(tenant: Tenant, role: Role) -> None:
    ana = await tenant.customer()
    made = await tenant.note(ana)
    before = await tenant.contents()

    created = await tenant.ask(CREATE, by=(role,), input={"customerId": ana, "body": "x"})
    changed = await tenant.ask(UPDATE, by=(role,), input={"id": made, "body": "x"})
    removed = await tenant.ask(DELETE, by=(role,), input={"id": made})
    seen = await tenant.ask(ONE, by=(role,), id=made)

    assert created.codes == {"noteCreate": "FORBIDDEN"}
    assert changed.codes == {"noteUpdate": "FORBIDDEN"}
    assert removed.codes == {"noteDelete": "FORBIDDEN"}
    assert seen.data == {"node": None}
    assert await tenant.contents() == before


@pytest.mark.parametrize("role", ADMINS)
async def test_administrators_write_rewrite_and_remove_notes(tenant: Tenant, role: Role) -> None:
    ana = await tenant.customer()

    created = await tenant.ask(CREATE, by=(role,), input={"customerId": ana, "body": "x"})
    made = created.payload()["note"]["id"]
    changed = await tenant.ask(UPDATE, by=(role,), input={"id": made, "body": "y"})
    removed = await tenant.ask(DELETE, by=(role,), input={"id": made})

    assert changed.payload()["note"]["body"] == "y"
    assert removed.payload() == {"deletedId": made, "userErrors": []}
    assert (await tenant.ask(ONE, id=made)).data == {"node": None}
    facts = await tenant.recorded("v1.customer.note_deleted")
    assert facts == [{"customer_id": str(kept(ana)), "note_id": str(kept(made))}]


async def test_a_note_that_is_gone_is_not_found(tenant: Tenant) -> None:
    made = await tenant.note(await tenant.customer())
    await tenant.ask(DELETE, input={"id": made})
    before = await tenant.contents()

    again = await tenant.ask(DELETE, input={"id": made})
    changed = await tenant.ask(UPDATE, input={"id": made, "body": "x"})

    assert again.refusals() == changed.refusals() == [("NOT_FOUND", ["id"])]
    assert await tenant.contents() == before


async def test_notes_about_a_deleted_customer_rest(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = await tenant.note(ana)
    await tenant.ask(doing("customerDelete"), input={"id": ana})
    before = await tenant.contents()

    created = await tenant.ask(CREATE, input={"customerId": ana, "body": "x"})
    changed = await tenant.ask(UPDATE, input={"id": made, "body": "x"})
    removed = await tenant.ask(DELETE, input={"id": made})

    assert created.refusals() == [("NOT_FOUND", ["customerId"])]
    assert changed.refusals() == removed.refusals() == [("NOT_FOUND", ["id"])]
    assert await tenant.contents() == before


async def test_another_tenants_note_does_not_exist(tenant: Tenant, other_tenant: Tenant) -> None:
    customer = await other_tenant.customer()
    foreign = await other_tenant.note(customer)
    before = await other_tenant.contents()

    created = await tenant.ask(CREATE, input={"customerId": customer, "body": "x"})
    changed = await tenant.ask(UPDATE, input={"id": foreign, "body": "x"})
    removed = await tenant.ask(DELETE, input={"id": foreign})
    never = await tenant.ask(DELETE, input={"id": unknown("note")})

    assert created.refusals() == [("NOT_FOUND", ["customerId"])]
    assert changed.refusals() == removed.refusals() == [("NOT_FOUND", ["id"])]
    assert removed.body == never.body
    assert (await tenant.ask(ONE, id=foreign)).data == {"node": None}
    assert await other_tenant.contents() == before
