"""What a late writer is told of values that are no plain text, and of changes made in passing."""

from typing import Any

import pytest

from tests.api.acts import do, done
from tests.tenant import Tenant, saying


def _three(answer: dict[str, Any]) -> list[tuple[str, Any, Any, Any]]:
    return [
        (".".join(error["field"]), error["base"], error["theirs"], error["yours"])
        for error in answer["userErrors"]
    ]


@pytest.mark.parametrize(
    ("field", "values", "told"),
    [
        ("bornOn", ("1990-01-31", "1991-01-31", None), ("1990-01-31", "1991-01-31", None)),
        ("email", (None, "a@x.ro", "b@x.ro"), (None, "a@x.ro", "b@x.ro")),
        ("type", ("RETAIL", "VIP", "WHOLESALE"), ("RETAIL", "VIP", "WHOLESALE")),
        ("loyaltyPoints", (0, 5, 7), ("0", "5", "7")),
        ("phone", ("0712 345 678", "0712 345 679", None), ("0712 345 678", "0712 345 679", None)),
        (
            "preferences.custom",
            ({}, {"a": [1, None]}, {"b": "ș"}),
            ("{}", '{"a":[1,null]}', '{"b":"ș"}'),
        ),
    ],
)
async def test_values_are_told_as_they_are_written(
    tenant: Tenant, field: str, values: tuple[Any, Any, Any], told: tuple[Any, Any, Any]
) -> None:
    base, theirs, yours = values
    ana = await tenant.customer(companyName="Livada", **saying(field, base))
    await done(tenant, "customerUpdate", id=ana, **saying(field, theirs))

    late = {"id": ana, "expectedVersion": 1} | saying(field, yours)
    answer = (await do(tenant, "customerUpdate", late)).payload()

    assert _three(answer) == [(field, *told)]


async def test_what_a_customer_is_called_follows_what_was_merged(tenant: Tenant) -> None:
    ana = await tenant.customer(firstName="Ana", lastName="Pop")
    await done(tenant, "customerUpdate", id=ana, firstName="Bea", expectedVersion=1)

    late = {"id": ana, "lastName": "Dan", "expectedVersion": 1}
    answer = (await do(tenant, "customerUpdate", late, "displayName version")).payload()

    assert answer["changedFields"] == ["lastName"]
    assert answer["customer"] == {"id": ana, "displayName": "Bea Dan", "version": 3}


async def test_a_change_of_state_is_a_version_too(tenant: Tenant) -> None:
    ana = await tenant.customer(firstName="Ana")
    await done(tenant, "customerBlock", id=ana, reason="Fraud")

    late = {"id": ana, "firstName": "Bea", "expectedVersion": 1}
    answer = (await do(tenant, "customerUpdate", late, "firstName status version")).payload()

    assert answer["userErrors"] == []
    now = {"id": ana, "firstName": "Bea", "status": "BLOCKED", "version": 3}
    assert answer["customer"] == now


async def test_a_default_that_was_taken_away_in_passing_is_not_taken_back_unseen(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer()
    old = await tenant.address(ana, isDefault=True)
    new = await tenant.address(ana, isDefault=True)
    before = await tenant.contents()

    late = {"id": old, "isDefault": True, "expectedVersion": 1}
    answer = (await do(tenant, "addressUpdate", late, "isDefault version")).payload()
    shown = await do(tenant, "addressUpdate", {"id": new}, "isDefault version")

    assert (answer["userErrors"], answer["changedFields"]) == ([], [])
    assert answer["address"] == {"id": old, "isDefault": False, "version": 2}
    assert await tenant.contents() == before
    assert shown.payload()["address"] == {"id": new, "isDefault": True, "version": 1}


async def test_the_address_that_is_answered_is_the_one_that_was_asked_for(tenant: Tenant) -> None:
    ana = await tenant.customer()
    old = await tenant.address(ana, isDefault=True)
    other = await tenant.address(ana)

    chosen = await done(tenant, "addressSetDefault", id=other)
    updated = await done(tenant, "addressUpdate", id=old, isDefault=True, line2="B")
    made = await tenant.address(ana, isDefault=True)

    assert (chosen["address"], chosen["changedFields"]) == ({"id": other}, ["isDefault"])
    assert updated["address"] == {"id": old}
    assert sorted(updated["changedFields"]) == ["isDefault", "line2"]
    assert made not in {old, other}
