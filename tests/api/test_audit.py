"""The audit: every act leaves a line for each fact, which says everything but the values."""

from typing import Any, Final
from uuid import UUID

import pytest

from auth.caller import actor_id_of
from auth.scopes import Role
from tests.api.acts import ACTS, CANARY, CANARY_PHONE, Happened, do, document, mutations
from tests.tenant import CREATE_TAG, Tenant, kept

TRACE: Final = "4bf92f3577b34da6a3ce929d0e0e4736"
WHENCE: Final = {
    "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01",
    "X-Request-Id": "asked.by-me_1",
    "User-Agent": "a-shop/7.1",
}
AUDIT: Final = """
select audit_log.* from audit_log
where tenant_id = $1 and request_id = 'asked.by-me_1' order by id"""
OUTBOX: Final = "select * from outbox where tenant_id = $1 and trace_id = $2 order by id"
PUBLISHED: Final = """
select to_jsonb(outbox)::text as line from outbox where tenant_id = $1
union all select to_jsonb(audit_log)::text from audit_log where tenant_id = $1
union all select to_jsonb(streams)::text from streams where tenant_id = $1
union all select to_jsonb(idempotency_keys)::text from idempotency_keys where tenant_id = $1"""
KEPT: Final = """
select to_jsonb(customers)::text as line from customers where tenant_id = $1
union all select to_jsonb(addresses)::text from addresses where tenant_id = $1
union all select to_jsonb(notes)::text from notes where tenant_id = $1"""


async def _done_from_afar(tenant: Tenant, name: str) -> None:
    """Do an act once, and show where it comes from."""
    given = await ACTS[name].given(tenant)
    by = {"Authorization": f"Bearer {tenant.token(Role.ADMIN, Role.SERVICE, user='ana')}"}
    body = {"query": document(name), "variables": {"input": given}}
    answer = await tenant.post(body, by | WHENCE)
    assert answer.refusals() == []


async def test_every_act_of_the_schema_is_in_the_table() -> None:
    assert sorted(ACTS) == sorted(mutations())


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_every_act_leaves_one_line_for_each_fact(tenant: Tenant, name: str) -> None:
    expected = list(ACTS[name].facts)

    await _done_from_afar(tenant, name)

    lines = await tenant.rows(AUDIT)
    facts = await tenant.rows(OUTBOX, TRACE)
    audited = [Happened(line["fact"], line["object_kind"], tuple(line["fields"])) for line in lines]
    assert audited == expected
    assert [fact["name"] for fact in facts] == [f"v1.{fact.name}" for fact in expected]
    assert [_pointed_at(line, fact) for line, fact in zip(lines, facts, strict=True)] == [
        (line["object_id"], line["customer_id"]) for line in lines
    ]


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_a_line_says_who_and_through_what_and_from_where(tenant: Tenant, name: str) -> None:
    await _done_from_afar(tenant, name)

    who = {
        "actor_id": actor_id_of(tenant.id, "ana"),
        "roles": ["admin", "service"],
        "act": name,
        "ip": "198.51.100.7",
        "user_agent": "a-shop/7.1",
        "trace_id": TRACE,
        "request_id": "asked.by-me_1",
    }
    lines = await tenant.rows(AUDIT)
    facts = await tenant.rows(OUTBOX, TRACE)
    told = [{column: line[column] for column in who} for line in lines]
    assert told == [who] * len(ACTS[name].facts)
    assert {fact["actor_id"] for fact in facts} == {actor_id_of(tenant.id, "ana")}


async def test_no_line_and_no_fact_carries_what_names_a_person(tenant: Tenant) -> None:
    for name, act in ACTS.items():
        given = await act.given(tenant)
        done = await do(tenant, name, {**given, "idempotencyKey": name})
        assert done.refusals() == []
        await _set_free(tenant)

    kept_lines = [row["line"] for row in await tenant.rows(KEPT)]
    published = [row["line"] for row in await tenant.rows(PUBLISHED)]

    assert [line for line in published if _personal(line)] == []
    assert all(_personal(line) for line in kept_lines)
    assert len(published) > 2 * len(ACTS)
    assert len(kept_lines) > len([name for name in ACTS if not name.startswith("customField")])


async def test_what_is_refused_leaves_no_line(tenant: Tenant) -> None:
    await tenant.tag("VIP")
    before = await tenant.contents()

    taken = await tenant.ask(CREATE_TAG, input={"label": "vip"})

    assert taken.refusals() == [("TAKEN", ["label"])]
    assert await tenant.contents() == before


async def test_a_request_without_a_name_gets_one_that_is_told_and_kept(tenant: Tenant) -> None:
    by = {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", "traceparent": "00-zz-1-01"}

    answer = await tenant.post(
        {"query": document("tagCreate"), "variables": {"input": {"label": "VIP"}}}, by
    )

    said = {"request_id": answer.headers["x-request-id"], "trace_id": answer.headers["x-trace-id"]}
    lines = await tenant.rows("select request_id, trace_id from audit_log where tenant_id = $1")
    assert lines == [said]
    assert (len(said["request_id"]), len(said["trace_id"])) == (32, 32)


async def test_a_customer_who_changes_itself_is_the_one_who_did_it(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")

    answer = await do(
        tenant, "customerUpdate", {"id": ana, "city": "Iași"}, by=(Role.CUSTOMER,), user="ana"
    )

    assert answer.payload()["changedFields"] == ["city"]
    lines = await tenant.rows(
        "select actor_id, roles, customer_id, fields from audit_log"
        " where tenant_id = $1 and act = 'customerUpdate'"
    )
    by_itself = {"actor_id": actor_id_of(tenant.id, "ana"), "roles": ["customer"]}
    assert lines == [{**by_itself, "customer_id": kept(ana), "fields": ["city"]}]


def _pointed_at(line: dict[str, Any], fact: dict[str, Any]) -> tuple[UUID, UUID | None]:
    """What a fact is about, and whose it is, by what it carries."""
    about = UUID(fact["payload"][f"{line['object_kind']}_id"])
    whose = fact["payload"].get("customer_id")
    return about, UUID(whose) if whose else None


def _personal(line: str) -> bool:
    return any(word.lower() in line.lower() for word in (CANARY, CANARY_PHONE, "712345678"))


async def _set_free(tenant: Tenant) -> None:
    """Let the next act use the same labels, keys, e-mail address and ids."""
    await tenant.rows(
        "update customers set email_norm = null, external_id = null"
        " where tenant_id = $1 returning id"
    )
    await tenant.rows("delete from custom_fields where tenant_id = $1 returning id")
    await tenant.rows("delete from tags where tenant_id = $1 returning id")
