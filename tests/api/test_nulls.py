"""Absent is not null: what is left out stays, null clears, and what must be there says so."""

from typing import Any, Final

import pytest
from graphql import GraphQLNonNull

from tests.api.acts import do, mutations
from tests.tenant import Tenant

FULL: Final[dict[str, dict[str, Any]]] = {
    "address": {
        "city": "Iași",
        "companyName": "Livada",
        "countryCode": "RO",
        "firstName": "Ana",
        "isDefault": True,
        "label": "Home",
        "lastName": "Pop",
        "line1": "Strada Lungă 1",
        "line2": "A",
        "phone": "0712 345 678",
        "postalCode": "500001",
        "state": "BV",
        "type": "BILLING",
    },
    "customer": {
        "avatarUrl": "https://x.ro/a.png",
        "bornOn": "1990-01-31",
        "city": "Iași",
        "companyName": "Livada",
        "countryCode": "RO",
        "email": "ana@x.ro",
        "externalId": "x-1",
        "firstName": "Ana",
        "fullName": "Ana Pop",
        "gender": "FEMALE",
        "kind": "CORPORATE",
        "lastName": "Pop",
        "loyaltyPoints": 5,
        "loyaltyTier": "GOLD",
        "marketingOptIn": True,
        "nationality": "RO",
        "phone": "0712 345 678",
        "preferences": {"custom": {"a": 1}},
        "region": "BV",
        "taxId": "RO 1",
        "type": "VIP",
        "userId": "u-1",
    },
    "note": {"body": "Hello", "source": "IMPORT"},
    "tag": {"color": "#AABBCC", "label": "VIP", "priority": 5},
}
# What has to have a value: null is refused for an old thing.
NEEDED: Final = {
    "address": {"city", "countryCode", "isDefault", "line1", "postalCode", "type"},
    "customer": {
        "companyName",  # of a corporate customer
        "kind",
        "loyaltyPoints",
        "loyaltyTier",
        "marketingOptIn",
        "type",
        "externalId",  # said once and for all
        "userId",  # the same
    },
    "note": {"body"},
    "tag": {"label", "priority"},
}
CHECKED_LATER: Final = {"companyName", "externalId", "userId"}
# What a thing has whose maker sent null, as if nothing had been said.
UNSAID: Final[dict[tuple[str, str], Any]] = {
    ("address", "isDefault"): False,
    ("customer", "kind"): "INDIVIDUAL",
    ("customer", "loyaltyPoints"): 0,
    ("customer", "loyaltyTier"): "NEW",
    ("customer", "marketingOptIn"): False,
    ("customer", "preferences"): {"custom": {}},
    ("customer", "type"): "RETAIL",
    ("note", "source"): "MANUAL",
    ("tag", "priority"): 0,
}
# What a field shows that was cleared, if it is not null, and what is then told to have changed.
EMPTIED: Final[dict[str, tuple[Any, str]]] = {"preferences": ({"custom": {}}, "preferences.custom")}
ABOUT_THE_REQUEST: Final = {"expectedVersion", "idempotencyKey"}
# Each custom field is cleared by itself: test_custom_changes.
BY_KEY: Final = {"customFields"}


def _shown(field: str) -> str:
    """How a field is asked for."""
    return "preferences { custom }" if field == "preferences" else field


def _nullable(noun: str, verb: str) -> list[str]:
    """The fields of an input for which the schema lets null be sent."""
    fields = mutations()[noun + verb].args["input"].type.of_type.fields
    plain = [key for key, field in fields.items() if not isinstance(field.type, GraphQLNonNull)]
    return sorted(set(plain) - ABOUT_THE_REQUEST - BY_KEY)


CLEARED: Final = [(noun, field) for noun in FULL for field in _nullable(noun, "Update")]
UNMADE: Final = [(noun, field) for noun in FULL for field in _nullable(noun, "Create")]


async def _of(tenant: Tenant, noun: str) -> dict[str, Any]:
    """Whose a thing of this noun is."""
    if noun in {"address", "note"}:
        return {"customerId": await tenant.customer()}
    return {}


async def _full(tenant: Tenant, noun: str) -> str:
    """A thing of which everything is known."""
    given = {**FULL[noun], **await _of(tenant, noun)}
    answer = (await do(tenant, f"{noun}Create", given)).payload()
    assert answer["userErrors"] == []
    return str(answer[noun]["id"])


def test_everything_that_can_be_said_is_tried() -> None:
    for noun, full in FULL.items():
        sayable = set(mutations()[f"{noun}Create"].args["input"].type.of_type.fields)
        assert sayable - ABOUT_THE_REQUEST - BY_KEY - {"customerId"} == set(full)
        assert set(_nullable(noun, "Update")) <= set(full)


@pytest.mark.parametrize(("noun", "field"), CLEARED)
async def test_null_clears_a_field_or_is_refused_for_it(
    tenant: Tenant, noun: str, field: str
) -> None:
    made = await _full(tenant, noun)
    before = await tenant.contents()

    answer = await do(
        tenant, f"{noun}Update", {"id": made, field: None}, f"version {_shown(field)}"
    )

    if field in NEEDED[noun]:
        assert answer.refusals() == [("BAD_USER_INPUT", [field])]
        assert await tenant.contents() == before
    else:
        empty, changed = EMPTIED.get(field, (None, field))
        assert answer.payload() == {
            noun: {"id": made, "version": 2, field: empty},
            "changedFields": [changed],
            "userErrors": [],
        }


@pytest.mark.parametrize("noun", FULL)
async def test_what_is_left_out_stays_and_every_null_that_is_wrong_is_said_at_once(
    tenant: Tenant, noun: str
) -> None:
    made = await _full(tenant, noun)
    shows = " ".join(map(_shown, FULL[noun]))
    sent = dict.fromkeys(_nullable(noun, "Update"))

    refused = await do(tenant, f"{noun}Update", {"id": made, **sent})
    untouched = (await do(tenant, f"{noun}Update", {"id": made}, shows)).payload()

    wrong = sorted(NEEDED[noun] - CHECKED_LATER)
    assert sorted(refused.refusals()) == [("BAD_USER_INPUT", [field]) for field in wrong]
    assert untouched[noun] == {"id": made, **FULL[noun]}


@pytest.mark.parametrize(("noun", "field"), UNMADE)
async def test_null_for_something_new_is_as_if_nothing_was_said(
    tenant: Tenant, noun: str, field: str
) -> None:
    given = {**FULL[noun], **await _of(tenant, noun), field: None}
    if (noun, field) == ("customer", "companyName"):
        given["kind"] = "INDIVIDUAL"

    answer = (await do(tenant, f"{noun}Create", given, _shown(field))).payload()

    assert answer["userErrors"] == []
    assert answer[noun][field] == UNSAID.get((noun, field))


@pytest.mark.parametrize("noun", FULL)
async def test_null_where_the_schema_wants_a_value_never_gets_to_the_counter(
    tenant: Tenant, noun: str
) -> None:
    whose = await _of(tenant, noun)
    needed = [field for field in FULL[noun] if field not in _nullable(noun, "Create")]
    before = await tenant.contents()

    for field in needed:
        answer = await do(tenant, f"{noun}Create", {**FULL[noun], **whose, field: None})
        assert (answer.status, answer.codes) == (400, {"": "BAD_USER_INPUT"})

    assert await tenant.contents() == before
