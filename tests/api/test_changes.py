"""Changes: facts are numbered in order, and an answer shows what was changed."""

import asyncio
from typing import Any, Final

import pytest

from tests.api.acts import ACTS, do, done, settled
from tests.conftest import Statements
from tests.tenant import Tenant, kept

# Acts that cannot be done to the same thing twice, that make another one each time, or that say
# whether they did.
NOT_TWICE: Final = {
    "addressCreate",
    "addressDelete",
    "companyMemberAdd",
    "companyMemberRemove",
    "customFieldCreate",
    "customerCreate",
    "customerDelete",
    "customerEmailVerificationBegin",
    "customerErase",
    "customerExternalIdCorrect",
    "customerRestore",
    "customerUpsert",
    "noteCreate",
    "noteDelete",
    "tagCreate",
    "tagDelete",
}
ORDER: Final = """
select sequence, name from outbox where tenant_id = $1 and stream_id = $2 order by sequence"""
LAST: Final = "select last from streams where tenant_id = $1 and id = $2"
TWICE: Final = """
mutation ($add: CustomerTagsAddInput!, $remove: CustomerTagsRemoveInput!) {
  first: customerTagsAdd(input: $add) { customer { tags { label } } }
  then: customerTagsRemove(input: $remove) { customer { tags { label } } }
}"""
RENAME: Final = """
mutation ($one: TagUpdateInput!, $two: TagUpdateInput!, $gone: TagDeleteInput!) {
  one: tagUpdate(input: $one) { tag { label version customers { nodes { tags { label } } } } }
  two: tagUpdate(input: $two) { tag { label version customers { nodes { tags { label } } } } }
  gone: tagDelete(input: $gone) { deletedId }
  three: tagUpdate(input: $two) { tag { label } userErrors { code } }
}"""


async def _numbers(tenant: Tenant, stream: str) -> list[int]:
    return [row["sequence"] for row in await tenant.rows(ORDER, kept(stream))]


async def test_the_facts_of_a_customer_are_numbered_from_one(tenant: Tenant) -> None:
    ana = await tenant.customer()
    await tenant.address(ana)
    await tenant.note(ana)
    await tenant.wear(ana, await tenant.tag(), await tenant.tag())
    await done(tenant, "customerDelete", id=ana)

    rows = [tuple(row.values()) for row in await tenant.rows(ORDER, kept(ana))]

    assert rows == [
        (1, "v1.customer.created"),
        (2, "v1.customer.address_added"),
        (3, "v1.customer.note_added"),
        (4, "v1.customer.tagged"),
        (5, "v1.customer.tagged"),
        (6, "v1.customer.deleted"),
    ]


async def test_each_customer_counts_for_itself(tenant: Tenant, other_tenant: Tenant) -> None:
    ana, bea = await tenant.customer(), await tenant.customer()
    foreign = await other_tenant.customer()

    for customer in (ana, bea, ana):
        await tenant.note(customer)

    assert await _numbers(tenant, ana) == [1, 2, 3]
    assert await _numbers(tenant, bea) == [1, 2]
    assert await _numbers(other_tenant, foreign) == [1]


async def test_a_fact_of_no_customer_is_numbered_by_what_it_is_about(tenant: Tenant) -> None:
    vip, gold, ana = await tenant.tag("VIP"), await tenant.tag("Gold"), await tenant.customer()

    await tenant.wear(ana, vip)
    await done(tenant, "tagUpdate", id=vip, priority=5)
    await done(tenant, "tagDelete", id=vip)

    assert await _numbers(tenant, vip) == [1, 2, 3]
    assert await _numbers(tenant, gold) == [1]
    assert await _numbers(tenant, ana) == [1, 2]


async def _sent(tenant: Tenant, statements: Statements, **said: Any) -> list[str]:
    """The first words of the statements of a change, once the door knows who asks."""
    await tenant.ask("{ viewer { id } }")
    statements.clear()
    await done(tenant, "customerUpdate", **said)
    return [sql.split()[0] for sql in statements]


async def test_what_a_change_writes_is_sent_at_once(tenant: Tenant, statements: Statements) -> None:
    ana = await tenant.customer(city="Arad")
    hold, write, read = "SELECT", "WITH", "SELECT"

    moved = await _sent(tenant, statements, id=ana, city="Cluj")
    keyed = await _sent(tenant, statements, id=ana, city="Deva", idempotencyKey="k")
    again = await _sent(tenant, statements, id=ana, city="Deva", idempotencyKey="k")
    named = await _sent(tenant, statements, id=ana, firstName="Zoe")
    still = await _sent(tenant, statements, id=ana, city="Deva")

    assert moved == [hold, write, read]
    assert keyed == [read, "INSERT", hold, write, read]
    assert again == [read, read]
    assert named == [hold, write, write, read]
    assert still == [hold, read]


async def test_a_refused_change_takes_no_number(tenant: Tenant) -> None:
    ana, bea = await tenant.customer(email="a@x.ro"), await tenant.customer(email="b@x.ro")

    refused = await do(tenant, "customerUpdate", {"id": bea, "email": "a@x.ro"})
    await done(tenant, "customerUpdate", id=bea, email="c@x.ro")

    assert refused.refusals() == [("TAKEN", ["email"])]
    assert await _numbers(tenant, bea) == [1, 2]
    assert await _numbers(tenant, ana) == [1]


async def test_twenty_changes_at_once_leave_no_gap(tenant: Tenant) -> None:
    ana = await tenant.customer()

    answers = await asyncio.gather(
        *(settled(tenant, "noteCreate", {"customerId": ana, "body": f"{n}"}) for n in range(20))
    )

    assert [answer.refusals() for answer in answers] == [[]] * 20
    assert await _numbers(tenant, ana) == list(range(1, 22))
    assert await tenant.rows(LAST, kept(ana)) == [{"last": 21}]


async def test_the_numbers_are_given_in_the_order_in_which_the_rows_changed(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer(city="0")
    updates = [{"id": ana, "city": str(n), "idempotencyKey": str(n)} for n in range(1, 21)]

    await asyncio.gather(*(settled(tenant, "customerUpdate", update) for update in updates))

    traced = await tenant.rows(
        "select o.sequence, r.version from outbox o join audit_log a"
        " on a.tenant_id = o.tenant_id and a.trace_id = o.trace_id join revisions r"
        " on r.tenant_id = a.tenant_id and r.object_id = a.object_id"
        " and r.created_at = a.created_at"
        " where o.tenant_id = $1 order by o.sequence"
    )
    assert [tuple(row.values()) for row in traced] == [(n, n) for n in range(2, 22)]


async def test_a_later_change_of_one_request_shows_what_the_earlier_one_did(
    tenant: Tenant,
) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    given = {"customerId": ana, "tagIds": [vip]}

    answer = await tenant.ask(TWICE, add=given, remove=given)

    worn = {"customer": {"tags": [{"label": "VIP"}]}}
    assert answer.data == {"first": worn, "then": {"customer": {"tags": []}}}


async def test_every_loader_forgets_between_the_changes_of_one_request(tenant: Tenant) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    await tenant.wear(ana, vip)

    answer = await tenant.ask(
        RENAME, one={"id": vip, "label": "Gold"}, two={"id": vip, "label": "Oak"}, gone={"id": vip}
    )

    def seen(label: str, version: int) -> dict[str, Any]:
        customers = {"nodes": [{"tags": [{"label": label}]}]}
        return {"tag": {"label": label, "version": version, "customers": customers}}

    assert answer.data == {
        "one": seen("Gold", 2),
        "two": seen("Oak", 3),
        "gone": {"deletedId": vip},
        "three": {"tag": None, "userErrors": [{"code": "NOT_FOUND"}]},
    }


async def test_of_the_changes_of_one_request_each_stands_for_itself(tenant: Tenant) -> None:
    one, two, three = [await tenant.tag(label) for label in ("A", "B", "C")]

    answer = await tenant.ask(
        "mutation ($a: TagUpdateInput!, $b: TagUpdateInput!, $c: TagUpdateInput!) {"
        " a: tagUpdate(input: $a) { userErrors { code } }"
        " b: tagUpdate(input: $b) { userErrors { code } }"
        " c: tagUpdate(input: $c) { userErrors { code } } }",
        a={"id": one, "label": "X"},
        b={"id": two, "label": "X"},
        c={"id": three, "label": "Y"},
    )

    taken = {"userErrors": [{"code": "TAKEN"}]}
    assert answer.data == {"a": {"userErrors": []}, "b": taken, "c": {"userErrors": []}}
    kept_labels = await tenant.rows("select label from tags where tenant_id = $1 order by label")
    assert kept_labels == [{"label": "B"}, {"label": "X"}, {"label": "Y"}]


@pytest.mark.parametrize("name", sorted(set(ACTS) - NOT_TWICE))
async def test_an_act_whose_end_is_reached_already_does_nothing(tenant: Tenant, name: str) -> None:
    given = await ACTS[name].given(tenant)
    first = await do(tenant, name, given, "version")
    before = await tenant.contents()

    again = (await do(tenant, name, given, "version")).payload()
    by_another = await do(tenant, name, given, "version", user="bob")

    assert first.refusals() == []
    nothing: dict[str, Any] = {"changedFields": []} if "changedFields" in again else {}
    assert again == by_another.payload() == {**first.payload(), **nothing}
    after = await tenant.contents()
    assert {**after, "actors": 0} == {**before, "actors": 0}


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("customerTagsAdd", {}),
        ("customerTagsAdd", {"tagIds": None, "labels": None}),
        ("customerTagsAdd", {"tagIds": [], "labels": []}),
        ("customerTagsRemove", {"tagIds": []}),
        ("customerTagsSet", {"tagIds": []}),
    ],
)
async def test_tags_of_which_none_is_named_stay_as_they_are(
    tenant: Tenant, name: str, tags: dict[str, Any]
) -> None:
    ana = await tenant.customer()
    before = await tenant.contents()

    answer = await do(tenant, name, {"customerId": ana, **tags}, "tags { label }")

    assert answer.payload() == {"customer": {"id": ana, "tags": []}, "userErrors": []}
    assert await tenant.contents() == before
