"""The envelope: what other systems read of a fact."""

import re
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from events.envelope import message
from tests.tenant import Tenant, kept

INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
UPDATE = """
mutation ($input: CustomerUpdateInput!) {
  customerUpdate(input: $input) { changedFields userErrors { code } }
}"""


async def test_a_new_customer_is_told_of_without_being_named(tenant: Tenant) -> None:
    made = await tenant.customer(firstName="Ana", email="ana@example.com", userId="auth0|42")

    (told,) = await messages(tenant)

    assert told == {
        "event": "v1.customer.created",
        "event_id": told["event_id"],
        "tenant_id": str(tenant.id),
        "business_id": str(tenant.id),
        "customer_id": str(kept(made)),
        "actor_id": told["actor_id"],
        "stream_id": str(kept(made)),
        "sequence": 1,
        "occurred_at": told["occurred_at"],
        "trace_id": told["trace_id"],
        "created_at": told["occurred_at"],
        "user_id": "auth0|42",
    }
    assert INSTANT.fullmatch(told["occurred_at"])


async def test_the_facts_of_a_customer_are_counted_and_say_what_they_point_at(
    tenant: Tenant,
) -> None:
    made = await tenant.customer()
    await tenant.ask(UPDATE, input={"id": made, "city": "Cluj", "gender": "FEMALE"})
    note = await tenant.note(made, body="Prefers mornings.")

    created, updated, noted = await messages(tenant)

    assert [each["sequence"] for each in (created, updated, noted)] == [1, 2, 3]
    assert sorted(updated["fields_changed"]) == ["city", "gender"]
    assert updated["updated_at"] == updated["occurred_at"]
    assert noted["event"] == "v1.customer.note_added"
    assert (noted["note_id"], noted["length"]) == (str(kept(note)), 17)
    assert noted["created_by"] == noted["actor_id"]


async def test_a_fact_about_no_customer_has_a_stream_of_its_own(tenant: Tenant) -> None:
    tag = await tenant.tag("VIP")
    customer = await tenant.customer()
    await tenant.wear(customer, tag)

    made, known, tagged = await messages(tenant)

    assert (made["event"], made["customer_id"]) == ("v1.tag.created", None)
    assert (made["stream_id"], made["sequence"]) == (str(kept(tag)), 1)
    assert (known["stream_id"], known["sequence"]) == (str(kept(customer)), 1)
    assert (tagged["stream_id"], tagged["sequence"]) == (str(kept(customer)), 2)
    assert tagged["tag_id"] == str(kept(tag))


async def test_no_message_carries_what_names_a_person_or_what_was_written(tenant: Tenant) -> None:
    secret = "Xyzzy"
    customer = await tenant.customer(
        firstName=secret, lastName=secret, email=f"{secret}@example.com", city=secret
    )
    await tenant.address(customer, line1=secret, firstName=secret)
    await tenant.note(customer, body=secret)
    await tenant.wear(customer, await tenant.tag(secret))

    told = await messages(tenant)

    assert len(told) == 5
    assert secret.lower() not in str(told).lower()


async def messages(tenant: Tenant) -> list[dict[str, Any]]:
    """The messages of a tenant, in the order in which things happened."""
    rows = await tenant.rows("select * from outbox where tenant_id = $1 order by created_at, id")
    told = [message(SimpleNamespace(**row)) for row in rows]
    assert all(UUID(each["event_id"]) for each in told)
    return told
