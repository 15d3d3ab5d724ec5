"""Changing what customers have in custom fields: what must be there, and what is taken."""

from typing import Any

import pytest

from auth.scopes import Role
from tests.api.own_fields import UPDATE, field, found_by, one, texts
from tests.tenant import CREATE_CUSTOMER, Tenant, doing


async def test_nobody_is_created_without_what_is_required(tenant: Tenant) -> None:
    before_it_was = await tenant.customer()
    await field(tenant, "TEXT", "vat_id", isRequired=True)
    before = await tenant.contents()

    missing = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana"})
    nothing = await tenant.ask(
        CREATE_CUSTOMER, input={"firstName": "Ana", "customFields": one("vat_id")}
    )

    (error,) = missing.payload()["userErrors"]
    assert (error["field"], "vat_id" in error["message"]) == (["customFields"], True)
    assert nothing.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]
    assert await tenant.contents() == before
    later = await tenant.ask(UPDATE, input={"id": before_it_was, "firstName": "Bo"})
    assert later.refusals() == []


async def test_upserting_somebody_new_takes_what_is_required(tenant: Tenant) -> None:
    await field(tenant, "TEXT", "vat_id", isRequired=True)
    upsert = doing("customerUpsert", "created")
    said = {"identifier": {"externalId": "crm-1"}, "firstName": "Ana"}
    before = await tenant.contents()

    missing = await tenant.ask(upsert, input=said)
    unchanged = await tenant.contents()
    made = await tenant.ask(upsert, input={**said, "customFields": one("vat_id", text="RO 1")})
    later = await tenant.ask(upsert, input={**said, "firstName": "Bea"})

    assert missing.refusals() == [("BAD_USER_INPUT", ["customFields"])]
    assert unchanged == before
    assert [made.payload()["created"], later.payload()["created"]] == [True, False]


async def test_what_nobody_filters_by_is_changed_in_the_document_alone(tenant: Tenant) -> None:
    await field(tenant, "TEXT", isFilterable=False)
    customer = await tenant.customer(customFields=one("own", text="a"))

    await tenant.ask(UPDATE, input={"id": customer, "customFields": one("own", text="b")})

    assert await texts(tenant, customer) == {"own": "b"}
    assert (await tenant.contents())["custom_values"] == 0


async def test_what_is_required_cannot_be_cleared(tenant: Tenant) -> None:
    await field(tenant, "TEXT", isRequired=True)
    customer = await tenant.customer(customFields=one("own", text="a"))

    answer = await tenant.ask(UPDATE, input={"id": customer, "customFields": one("own")})

    assert answer.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]
    assert await texts(tenant, customer) == {"own": "a"}


async def test_what_is_left_out_stays_and_null_clears(tenant: Tenant) -> None:
    for key in "abc":
        await field(tenant, "TEXT", key)
    said = [*one("a", text="1"), *one("b", text="2")]
    customer = await tenant.customer(customFields=said)

    answer = await tenant.ask(
        UPDATE, input={"id": customer, "customFields": [*one("a"), *one("c", text="3")]}
    )

    payload = answer.payload()
    assert payload["customer"]["customFields"] == [
        {"key": "b", "text": "2"},
        {"key": "c", "text": "3"},
    ]
    assert (payload["changedFields"], payload["userErrors"]) == (["customFields"], [])
    assert [row["text_value"] for row in await found_by(tenant)] == ["2", "3"]
    (fact,) = await tenant.recorded("v1.customer.updated")
    assert fact["fields_changed"] == ["custom_fields"]


@pytest.mark.parametrize("said", [None, [], one("a", text="1")])
async def test_what_is_the_same_is_no_change(tenant: Tenant, said: Any) -> None:
    await field(tenant, "TEXT", "a")
    customer = await tenant.customer(customFields=one("a", text="1"))
    before = await tenant.contents()

    answer = await tenant.ask(UPDATE, input={"id": customer, "customFields": said})

    payload = answer.payload()
    assert (payload["changedFields"], payload["userErrors"]) == ([], [])
    assert payload["customer"]["version"] == 1
    assert await tenant.contents() == before


async def test_two_may_change_different_fields_at_once(tenant: Tenant) -> None:
    for key in ("first_one", "other_one"):
        await field(tenant, "TEXT", key)
    customer = await tenant.customer(customFields=one("first_one", text="old"))
    seen = {"id": customer, "expectedVersion": 1}

    first = await tenant.ask(UPDATE, input={**seen, "customFields": one("first_one", text="x")})
    other = await tenant.ask(UPDATE, input={**seen, "customFields": one("other_one", text="y")})
    again = await tenant.ask(UPDATE, input={**seen, "customFields": one("first_one", text="z")})

    assert first.refusals() == other.refusals() == []
    assert await texts(tenant, customer) == {"first_one": "x", "other_one": "y"}
    (error,) = again.payload()["userErrors"]
    assert (error["code"], error["field"]) == ("STALE_VERSION", ["customFields", "first_one"])
    assert (error["base"], error["theirs"], error["yours"]) == ("old", "x", "z")


async def test_the_oldest_value_that_was_seen_is_the_base(tenant: Tenant) -> None:
    await field(tenant, "MONEY")
    customer = await tenant.customer()
    for amount in ("1", "2"):
        money = {"amount": amount, "currencyCode": "EUR"}
        await tenant.ask(UPDATE, input={"id": customer, "customFields": one("own", money=money)})

    mine = one("own", money={"amount": "3", "currencyCode": "EUR"})
    answer = await tenant.ask(
        UPDATE, input={"id": customer, "expectedVersion": 1, "customFields": mine}
    )

    (error,) = answer.payload()["userErrors"]
    assert (error["base"], error["theirs"], error["yours"]) == (None, "2.00 EUR", "3.00 EUR")


@pytest.mark.parametrize(
    ("kind", "mine", "same", "other"),
    [
        ("TEXT", {"text": "Çard 1"}, {"text": "card 1"}, {"text": "card 2"}),
        ("NUMBER", {"number": "1.50"}, {"number": "1.5"}, {"number": "15"}),
    ],
)
async def test_what_only_one_may_have_is_taken(
    tenant: Tenant, kind: str, mine: Any, same: Any, other: Any
) -> None:
    await field(tenant, kind, isUnique=True)
    await field(tenant, "TEXT", "name")
    has = await tenant.customer(customFields=one("own", **mine))
    before = await tenant.contents()
    said = [*one("name", text="Bo"), *one("own", **same)]

    created = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Bo", "customFields": said})
    unchanged = await tenant.contents()
    bo = await tenant.customer(customFields=one("own", **other))
    changed = await tenant.ask(UPDATE, input={"id": bo, "customFields": said})

    assert created.refusals() == changed.refusals() == [("TAKEN", ["customFields", "1"])]
    assert changed.payload()["userErrors"][0]["existingId"] == has
    assert unchanged == before
    kept_same = await tenant.ask(UPDATE, input={"id": has, "customFields": one("own", **same)})
    assert kept_same.refusals() == []


async def test_all_that_is_taken_is_said_at_once(tenant: Tenant) -> None:
    for key in "ab":
        await field(tenant, "TEXT", key, isUnique=True)
    ana = await tenant.customer(customFields=one("a", text="1"))
    bo = await tenant.customer(customFields=one("b", text="1"))
    both = [*one("a", text="1"), *one("b", text="1")]

    answer = await tenant.ask(
        doing("customerCreate", "userErrors { ... on ValueTaken { existingId } }"),
        input={"firstName": "Cy", "customFields": both},
    )

    places = [["customFields", "0"], ["customFields", "1"]]
    assert answer.refusals() == [("TAKEN", place) for place in places]
    assert [each["existingId"] for each in answer.payload()["userErrors"]] == [ana, bo]


async def test_who_is_deleted_keeps_nothing_from_others(tenant: Tenant) -> None:
    await field(tenant, "TEXT", isUnique=True)
    await field(tenant, "NUMBER", "card", isUnique=True)
    said = [*one("own", text="a"), *one("card", number="1.5")]
    gone = await tenant.customer(customFields=said)

    await tenant.ask(doing("customerDelete"), input={"id": gone})
    bo = await tenant.customer(customFields=one("own", text="a"))
    whose = doing("customerRestore", "userErrors { ... on ValueTaken { existingId } }")
    refused = await tenant.ask(whose, input={"id": gone})
    await tenant.ask(UPDATE, input={"id": bo, "customFields": one("own", text="b")})
    back = await tenant.ask(doing("customerRestore"), input={"id": gone})
    taken = await tenant.ask(UPDATE, input={"id": bo, "customFields": said[1:]})

    assert refused.refusals() == [("TAKEN", ["id"])]
    assert refused.payload()["userErrors"][0]["existingId"] is None
    assert back.refusals() == []
    assert taken.refusals() == [("TAKEN", ["customFields", "0"])]
    alone = {row["unique_value"] for row in await found_by(tenant)}
    assert alone == {"a", "b", "15000"}


async def test_customers_see_and_change_what_they_may(tenant: Tenant) -> None:
    for access in ("STAFF", "CUSTOMER_READS", "CUSTOMER_CHANGES"):
        await field(tenant, "TEXT", access.lower(), access=access)
    said = [each for key in ("staff", "customer_reads") for each in one(key, text="x")]
    ana = await tenant.customer(userId="ana", customFields=said)
    as_ana: dict[str, Any] = {"by": (Role.CUSTOMER,), "user": "ana"}
    before = await tenant.contents()

    own = [*said, *one("nothing", text="x"), *one("customer_changes", text="mine")]
    refused = await tenant.ask(UPDATE, **as_ana, input={"id": ana, "customFields": own})
    unchanged = await tenant.contents()
    changed = await tenant.ask(UPDATE, **as_ana, input={"id": ana, "customFields": own[-1:]})

    assert refused.refusals() == [("FORBIDDEN", ["customFields", str(n)]) for n in range(3)]
    assert unchanged == before
    assert changed.payload()["customer"]["customFields"] == [
        {"key": "customer_reads", "text": "x"},
        {"key": "customer_changes", "text": "mine"},
    ]
    assert await texts(tenant, ana) == dict.fromkeys(("staff", "customer_reads"), "x") | {
        "customer_changes": "mine"
    }


async def test_what_only_one_may_have_is_taken_for_customers_too(tenant: Tenant) -> None:
    await field(tenant, "TEXT", isUnique=True, access="CUSTOMER_CHANGES")
    await tenant.customer(customFields=one("own", text="a"))
    ana = await tenant.customer(userId="ana")
    said = {"id": ana, "customFields": one("own", text="a")}

    answer = await tenant.ask(UPDATE, by=(Role.CUSTOMER,), user="ana", input=said)

    assert answer.refusals() == [("TAKEN", ["customFields", "0"])]
    assert answer.payload()["userErrors"][0]["existingId"] is None
