"""Idempotency keys: a request that is sent again is answered again and done once."""

import asyncio
from functools import reduce
from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.api.acts import ACTS, SEND_AGAIN, do, mutations, settled, stood_in_the_way
from tests.tenant import Tenant, kept

AGED: Final = """
update idempotency_keys set created_at = now() - $2::text::interval
where tenant_id = $1 returning key"""
KEYS: Final = "select key from idempotency_keys where tenant_id = $1"
LABELS: Final = "select label from tags where tenant_id = $1 order by label"


def test_every_act_takes_a_key() -> None:
    keyless = [
        name
        for name, field in mutations().items()
        if "idempotencyKey" not in field.args["input"].type.of_type.fields
    ]

    assert keyless == []


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_every_act_that_is_sent_again_is_answered_again_and_done_once(
    tenant: Tenant, name: str
) -> None:
    given = {**await ACTS[name].given(tenant), "idempotencyKey": "k-1"}

    first = await do(tenant, name, given)
    after = await tenant.contents()
    again = await do(tenant, name, given)

    assert first.refusals() == []
    assert (again.status, again.body) == (200, first.body)
    assert await tenant.contents() == after


@pytest.mark.parametrize("name", sorted(ACTS))
async def test_every_act_refuses_a_key_that_another_act_used(tenant: Tenant, name: str) -> None:
    given = {**await ACTS[name].given(tenant), "idempotencyKey": "k-1"}
    other = "tagCreate" if name != "tagCreate" else "customerCreate"
    told = {"tagCreate": {"label": "Free"}, "customerCreate": {"firstName": "Ana"}}[other]
    await do(tenant, other, {**told, "idempotencyKey": "k-1"})
    before = await tenant.contents()

    answer = await do(tenant, name, given)

    assert answer.refusals() == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]
    assert await tenant.contents() == before


async def test_what_changed_nothing_is_answered_again_by_its_key(tenant: Tenant) -> None:
    customer = await tenant.customer(lastName="Pop")
    given = {"id": customer, "lastName": "Pop", "idempotencyKey": "k-1"}

    first = await do(tenant, "customerUpdate", given)
    await do(tenant, "customerUpdate", {"id": customer, "lastName": "Popa"})
    before = await tenant.contents()
    again = await do(tenant, "customerUpdate", given)

    assert first.refusals() == again.refusals() == []
    assert await tenant.contents() == before


async def test_what_is_removed_once_is_removed_again_by_its_key_only(tenant: Tenant) -> None:
    tag = await tenant.tag("VIP")

    first = await do(tenant, "tagDelete", {"id": tag, "idempotencyKey": "k"})
    again = await do(tenant, "tagDelete", {"id": tag, "idempotencyKey": "k"})
    without = await do(tenant, "tagDelete", {"id": tag})

    assert first.payload() == again.payload() == {"deletedId": tag, "userErrors": []}
    assert without.refusals() == [("NOT_FOUND", ["id"])]
    assert len(await tenant.recorded("v1.tag.deleted")) == 1


async def test_tags_put_on_again_are_no_second_fact(tenant: Tenant) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    given = {"customerId": ana, "tagIds": [vip], "labels": ["Gold"]}

    for key in ({"idempotencyKey": "k"}, {"idempotencyKey": "k"}, {}):
        answer = await do(tenant, "customerTagsAdd", {**given, **key}, "tags { label }")
        labels = {tag["label"] for tag in answer.payload()["customer"]["tags"]}
        assert labels == {"VIP", "Gold"}

    assert len(await tenant.recorded("v1.customer.tagged")) == 2
    assert len(await tenant.recorded("v1.tag.created")) == 2


async def test_one_key_sent_fifty_times_at_once_has_one_effect(tenant: Tenant) -> None:
    given = {"firstName": "Ana", "idempotencyKey": "k"}

    answers = await asyncio.gather(*(do(tenant, "customerCreate", given) for _ in range(50)))

    refused = [stood_in_the_way(answer) for answer in answers if stood_in_the_way(answer)]
    assert all(codes <= SEND_AGAIN for codes in refused)
    later = [await settled(tenant, "customerCreate", given) for _ in range(3)]
    made = {
        answer.payload()["customer"]["id"] for answer in answers if not stood_in_the_way(answer)
    }
    assert made == {answer.payload()["customer"]["id"] for answer in later}
    assert await tenant.rows("select id from customers where tenant_id = $1") == [
        {"id": kept(made.pop())}
    ]
    assert len(await tenant.recorded("v1.customer.created")) == 1


async def test_of_many_inputs_sent_at_once_under_one_key_one_is_done(tenant: Tenant) -> None:
    given = [{"label": f"Tag {n}", "idempotencyKey": "k"} for n in range(10)]

    answers = await asyncio.gather(*(settled(tenant, "tagCreate", each) for each in given))

    refused = [answer.refusals() for answer in answers if answer.refusals()]
    assert refused == [[("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]] * 9
    assert len(await tenant.rows(LABELS)) == len(await tenant.recorded("v1.tag.created")) == 1


async def test_a_customer_who_changes_itself_is_answered_again_too(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")
    given = {"id": ana, "city": "Iași", "idempotencyKey": "k"}

    answers = [
        await do(tenant, "customerUpdate", given, by=(Role.CUSTOMER,), user="ana") for _ in range(2)
    ]

    assert answers[0].payload() == answers[1].payload()
    assert answers[0].payload()["changedFields"] == ["city"]
    assert len(await tenant.recorded("v1.customer.updated")) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"label": "Gold"},
        {"label": "VIP", "color": None},
        {"label": "VIP", "priority": 0},
        {"label": "vip"},
    ],
)
async def test_another_input_under_the_same_key_is_refused(
    tenant: Tenant, other: dict[str, Any]
) -> None:
    await do(tenant, "tagCreate", {"label": "VIP", "idempotencyKey": "k"})
    before = await tenant.contents()

    answer = await do(tenant, "tagCreate", {**other, "idempotencyKey": "k"})

    assert answer.refusals() == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]
    assert await tenant.contents() == before


async def test_another_expected_version_is_another_input(tenant: Tenant) -> None:
    given = {"id": await tenant.tag("VIP"), "priority": 1, "idempotencyKey": "k"}
    await do(tenant, "tagUpdate", {**given, "expectedVersion": 1})
    before = await tenant.contents()

    same = await do(tenant, "tagUpdate", {**given, "expectedVersion": 1})
    other = await do(tenant, "tagUpdate", {**given, "expectedVersion": 2})
    without = await do(tenant, "tagUpdate", given)

    assert same.payload()["changedFields"] == ["priority"]
    reused = [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]
    assert other.refusals() == without.refusals() == reused
    assert await tenant.contents() == before


async def test_a_key_is_its_actors_own(tenant: Tenant) -> None:
    for user, label in (("ana", "Of Ana"), ("bob", "Of Bob"), ("bob", "Of Bob")):
        answer = await do(tenant, "tagCreate", {"label": label, "idempotencyKey": "k"}, user=user)
        assert answer.refusals() == []

    assert await tenant.rows(LABELS) == [{"label": "Of Ana"}, {"label": "Of Bob"}]
    assert await tenant.rows(KEYS) == [{"key": "k"}, {"key": "k"}]


async def test_a_key_is_its_tenants_own(tenant: Tenant, other_tenant: Tenant) -> None:
    mine = await do(tenant, "tagCreate", {"label": "Mine", "idempotencyKey": "k"})
    theirs = await do(other_tenant, "tagCreate", {"label": "Theirs", "idempotencyKey": "k"})

    assert mine.refusals() == theirs.refusals() == []
    assert await tenant.rows(LABELS) == [{"label": "Mine"}]
    assert await other_tenant.rows(LABELS) == [{"label": "Theirs"}]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"color": "red"}, ("BAD_USER_INPUT", ["color"])), ({}, ("TAKEN", ["label"]))],
    ids=["by the counter", "by the database"],
)
async def test_a_key_of_a_refused_request_can_be_used_again(
    tenant: Tenant, wrong: dict[str, Any], why: Any
) -> None:
    await tenant.tag("VIP")
    before = await tenant.contents()

    refused = await do(tenant, "tagCreate", {"label": "VIP", "idempotencyKey": "k", **wrong})
    nothing = await tenant.contents() == before
    mended = await do(tenant, "tagCreate", {"label": "Gold", "idempotencyKey": "k"})

    assert refused.refusals() == [why]
    assert nothing
    assert mended.refusals() == []
    assert await tenant.rows(LABELS) == [{"label": "Gold"}, {"label": "VIP"}]


async def test_a_key_is_forgotten_after_a_day_and_not_before(tenant: Tenant) -> None:
    await do(tenant, "tagCreate", {"label": "VIP", "idempotencyKey": "k"})
    anew = {"label": "Gold", "idempotencyKey": "k"}

    await tenant.rows(AGED, "23 hours 59 minutes")
    early = await do(tenant, "tagCreate", anew)
    await tenant.rows(AGED, "24 hours 1 minute")
    late = await do(tenant, "tagCreate", anew)
    again = await do(tenant, "tagCreate", anew)

    assert early.refusals() == [("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])]
    assert late.refusals() == []
    assert again.body == late.body
    assert await tenant.rows(LABELS) == [{"label": "Gold"}, {"label": "VIP"}]


async def test_an_old_key_sent_at_once_by_many_is_used_anew_by_one(tenant: Tenant) -> None:
    await do(tenant, "tagCreate", {"label": "VIP", "idempotencyKey": "k"})
    await tenant.rows(AGED, "25 hours")
    anew = {"label": "Gold", "idempotencyKey": "k"}

    answers = await asyncio.gather(*(settled(tenant, "tagCreate", anew) for _ in range(8)))

    assert [answer.refusals() for answer in answers] == [[]] * 8
    assert len({answer.payload()["tag"]["id"] for answer in answers}) == 1
    assert await tenant.rows(LABELS) == [{"label": "Gold"}, {"label": "VIP"}]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb", "a\tb", "a\u202eb"])
async def test_a_key_of_a_wrong_form_is_refused(tenant: Tenant, key: str) -> None:
    before = await tenant.contents()

    answer = await do(tenant, "tagCreate", {"label": "VIP", "idempotencyKey": key})

    assert answer.refusals() == [("BAD_USER_INPUT", ["idempotencyKey"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("key", ["x", "x" * 255, "ș" * 255, "0f" * 16, "order 7/é"])
async def test_a_key_of_any_other_form_is_kept(tenant: Tenant, key: str) -> None:
    for _ in range(2):
        answer = await do(tenant, "tagCreate", {"label": "VIP", "idempotencyKey": key})
        assert answer.refusals() == []

    assert await tenant.rows(KEYS) == [{"key": key}]


async def test_without_a_key_every_request_is_a_new_one(tenant: Tenant) -> None:
    for _ in range(2):
        answer = await do(tenant, "customerCreate", {"firstName": "Ana", "idempotencyKey": None})
        assert answer.refusals() == []

    assert len(await tenant.recorded("v1.customer.created")) == 2
    assert await tenant.rows(KEYS) == []


async def test_what_is_nested_too_deeply_is_refused_with_a_key_as_without(tenant: Tenant) -> None:
    nothing: list[Any] = []
    deep = reduce(lambda inner, _: [inner], range(20), nothing)
    given = {"firstName": "Ana", "preferences": {"custom": {"deep": deep}}}
    before = await tenant.contents()

    plain = await do(tenant, "customerCreate", given)
    keyed = await do(tenant, "customerCreate", {**given, "idempotencyKey": "k"})

    assert plain.refusals() == [("BAD_USER_INPUT", ["preferences", "custom"])]
    assert keyed.refusals() == [("BAD_USER_INPUT", ["preferences", "custom"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("key", ["", 'idempotencyKey: "k"'])
async def test_a_number_of_too_many_bits_is_refused_with_a_key_as_without(
    tenant: Tenant, key: str
) -> None:
    given = f'firstName: "Ana", preferences: {{custom: {{n: {2**64}}}}} {key}'
    before = await tenant.contents()

    answer = await tenant.ask(
        f"mutation {{ customerCreate(input: {{{given}}}) {{ userErrors {{ code field }} }} }}"
    )

    assert [code for code, _ in answer.refusals()] == ["BAD_USER_INPUT"]
    assert await tenant.contents() == before
