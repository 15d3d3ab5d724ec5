"""Whole forms: who says every field and changed one takes back nothing of what others did."""

from typing import Any, Final

import pytest

from tests.api.acts import do, done
from tests.api.own_fields import field, found_by, one, texts
from tests.api.test_versions import NOUNS, TWO_FIELDS
from tests.conftest import Statements
from tests.tenant import Tenant, saying

FORM: Final[dict[str, Any]] = {
    "kind": "INDIVIDUAL",
    "type": "RETAIL",
    "firstName": "Ana",
    "lastName": "Pop",
    "fullName": None,
    "companyName": "Livada",
    "email": "ana@example.com",
    "phone": "+40 712 345 678",
    "externalId": None,
    "bornOn": "1990-01-31",
    "city": "Cluj",
    "loyaltyPoints": 5,
    "marketingOptIn": False,
    "preferences": {"newsletterSubscribed": False, "custom": {"a": [1, None]}},
}
# What another person makes of each field that the form says as it was.
THEIRS: Final[dict[str, Any]] = {
    "kind": "CORPORATE",
    "type": "VIP",
    "firstName": "Bea",
    "lastName": None,
    "fullName": "Bea Dan",
    "companyName": "Grădina",
    "email": "bea@example.com",
    "phone": None,
    "externalId": "crm-42",
    "bornOn": "1991-01-31",
    "city": None,
    "loyaltyPoints": 7,
    "marketingOptIn": True,
    "preferences.newsletterSubscribed": True,
    "preferences.custom": {"b": "ș"},
}
TELLING: Final = """
select kind, type, first_name, first_name_norm, last_name, last_name_norm, full_name, company_name,
  company_name_norm, display_name, display_name_norm, email, email_norm, phone, phone_e164,
  external_id, born_on, city, loyalty_points, marketing_opt_in, newsletter_subscribed, preferences,
  version
from customers where tenant_id = $1"""
WORDS: Final = "select token, weight, shared, marks from customer_tokens where tenant_id = $1"
FOUND: Final = f"{WORDS} order by token, weight"


async def _known(tenant: Tenant) -> tuple[Any, Any]:
    """What is kept of the one customer, and by what it is found."""
    return (await tenant.rows(TELLING))[0], await tenant.rows(FOUND)


@pytest.mark.parametrize("name", THEIRS)
async def test_a_field_that_is_said_as_it_was_stays_as_others_made_it(
    tenant: Tenant, name: str
) -> None:
    ana = await tenant.customer(**FORM)
    await done(tenant, "customerUpdate", id=ana, **saying(name, THEIRS[name]))
    made, found = await _known(tenant)

    answer = await done(tenant, "customerUpdate", id=ana, expectedVersion=1, **FORM, region="Bihor")

    assert answer["changedFields"] == ["region"]
    assert await _known(tenant) == (made | {"version": 3}, found)
    assert len(await tenant.recorded("v1.customer.updated")) == 2


@pytest.mark.parametrize("name", THEIRS)
async def test_a_form_in_which_nothing_was_changed_changes_nothing(
    tenant: Tenant, name: str
) -> None:
    ana = await tenant.customer(**FORM)
    await done(tenant, "customerUpdate", id=ana, **saying(name, THEIRS[name]))
    known, before = await _known(tenant), await tenant.contents()

    answer = await done(tenant, "customerUpdate", id=ana, expectedVersion=1, **FORM)

    assert answer["changedFields"] == []
    assert await _known(tenant) == known
    assert await tenant.contents() == before


@pytest.mark.parametrize("name", TWO_FIELDS)
async def test_every_noun_keeps_what_others_made_of_a_field_that_is_said_as_it_was(
    tenant: Tenant, name: str
) -> None:
    noun = NOUNS[name]
    seen = {noun.field: noun.values[0], noun.other: noun.others[0]}
    made = await noun.make(tenant, seen)
    for theirs in noun.values[1:3]:
        await done(tenant, f"{name}Update", id=made, **{noun.field: theirs})

    form = {"id": made, "expectedVersion": 1, **seen, noun.other: noun.others[1]}
    answer = (await do(tenant, f"{name}Update", form, noun.shows())).payload()

    assert (answer["userErrors"], answer["changedFields"]) == ([], [noun.other])
    merged = {"version": 4, noun.field: noun.values[2], noun.other: noun.others[1]}
    assert answer[name].items() >= merged.items()


@pytest.mark.parametrize("name", TWO_FIELDS)
async def test_what_others_changed_and_changed_back_is_no_conflict(
    tenant: Tenant, name: str
) -> None:
    noun = NOUNS[name]
    made = await noun.make(tenant, {noun.field: noun.values[0]})
    for theirs in (noun.values[1], noun.values[0]):
        await done(tenant, f"{name}Update", id=made, **{noun.field: theirs})

    form = {"id": made, "expectedVersion": 1, noun.field: noun.values[2]}
    answer = (await do(tenant, f"{name}Update", form, noun.shows())).payload()

    assert (answer["userErrors"], answer["changedFields"]) == ([], [noun.field])
    assert answer[name][noun.field] == noun.values[2]


async def test_what_others_changed_back_in_a_custom_field_is_no_conflict(tenant: Tenant) -> None:
    await field(tenant, "TEXT")
    ana = await tenant.customer(customFields=one("own", text="a"))
    for theirs in "ba":
        await done(tenant, "customerUpdate", id=ana, customFields=one("own", text=theirs))

    answer = await done(
        tenant, "customerUpdate", id=ana, expectedVersion=1, customFields=one("own", text="c")
    )

    assert answer["userErrors"] == []
    assert await texts(tenant, ana) == {"own": "c"}


async def test_in_a_document_true_is_not_one(tenant: Tenant) -> None:
    ana = await tenant.customer(preferences={"custom": {"a": 1}})

    answer = await done(tenant, "customerUpdate", id=ana, preferences={"custom": {"a": True}})

    assert answer["changedFields"] == ["preferences.custom"]
    (row,) = await tenant.rows("select preferences from customers where tenant_id = $1")
    assert row["preferences"]["a"] is True


async def test_the_form_is_compared_with_the_version_that_was_seen_and_no_older_one(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer(firstName="Ana")
    for theirs in ("Bea", "Cleo"):
        await done(tenant, "customerUpdate", id=ana, firstName=theirs)

    seen = await do(tenant, "customerUpdate", {"id": ana, "firstName": "Bea", "expectedVersion": 2})
    older = {"id": ana, "firstName": "Ana", "expectedVersion": 2}
    taken_back = await do(tenant, "customerUpdate", older)

    assert (seen.refusals(), seen.payload()["changedFields"]) == ([], [])
    assert taken_back.refusals() == [("STALE_VERSION", ["firstName"])]
    ((known, _),) = [await _known(tenant)]
    assert (known["first_name"], known["version"]) == ("Cleo", 3)


async def test_what_both_changed_is_refused_and_what_one_changed_is_not_named(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer(**FORM)
    await done(tenant, "customerUpdate", id=ana, firstName="Bea", city="Iași", phone=None)
    known, before = await _known(tenant), await tenant.contents()

    form = {**FORM, "firstName": "Cleo", "city": "Iași", "lastName": "Dan"}
    answer = await do(tenant, "customerUpdate", {"id": ana, "expectedVersion": 1, **form})

    assert answer.refusals() == [("STALE_VERSION", ["firstName"])]
    assert await _known(tenant) == known
    assert await tenant.contents() == before


async def test_an_id_that_others_gave_since_is_not_taken_back(tenant: Tenant) -> None:
    ana = await tenant.customer(userId=None)
    await done(tenant, "customerUpdate", id=ana, userId="ana")

    form = {"id": ana, "userId": None, "city": "Cluj"}
    answer = (
        await do(tenant, "customerUpdate", {**form, "expectedVersion": 1}, "userId")
    ).payload()
    unseen = await do(tenant, "customerUpdate", form)

    assert (answer["userErrors"], answer["changedFields"]) == ([], ["city"])
    assert answer["customer"]["userId"] == "ana"
    assert unseen.refusals() == [("BAD_USER_INPUT", ["userId"])]


async def test_an_address_that_was_verified_since_stays_verified_until_it_is_another_one(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer(email="ana@example.com")
    token = (await done(tenant, "customerEmailVerificationBegin", id=ana))["token"]
    await done(tenant, "customerEmailVerify", token=token)
    late = {"id": ana, "expectedVersion": 1, "city": "Cluj"}

    same = await do(tenant, "customerUpdate", {**late, "email": "ana@example.com"})
    kept = await tenant.rows("select email_verified_at as at from customers where tenant_id = $1")
    other = await do(tenant, "customerUpdate", {**late, "email": "bea@example.com"})
    lost = await tenant.rows("select email_verified_at as at from customers where tenant_id = $1")

    assert same.payload()["changedFields"] == ["city"]
    assert [row["at"] is None for row in kept] == [False]
    assert sorted(other.payload()["changedFields"]) == ["email", "emailVerifiedAt"]
    assert lost == [{"at": None}]


async def test_a_default_among_addresses_is_not_moved_by_a_form_that_says_it_as_it_was(
    tenant: Tenant,
) -> None:
    ana = await tenant.customer()
    old = await tenant.address(ana, isDefault=True, city="Cluj")
    new = await tenant.address(ana, isDefault=True)

    form = {"id": old, "expectedVersion": 1, "isDefault": True, "city": "Iași"}
    answer = (await do(tenant, "addressUpdate", form, "city isDefault version")).payload()
    other = (await do(tenant, "addressUpdate", {"id": new}, "isDefault version")).payload()

    assert (answer["userErrors"], answer["changedFields"]) == ([], ["city"])
    assert answer["address"] == {"id": old, "city": "Iași", "isDefault": False, "version": 3}
    assert other["address"] == {"id": new, "isDefault": True, "version": 1}
    facts = await tenant.recorded("v1.customer.address_updated")
    assert [fact["fields_changed"] for fact in facts] == [["is_default"], ["city"]]


async def test_custom_fields_that_are_said_as_they_were_stay_as_others_made_them(
    tenant: Tenant,
) -> None:
    for key in ("a", "b", "c"):
        await field(tenant, "TEXT", key)
    seen = {key: one(key, text=f"{key} 1") for key in ("a", "b")}
    ana = await tenant.customer(customFields=[*seen["a"], *seen["b"]])
    theirs = [*one("a", text="a 2"), *one("c", text="c 2")]
    await done(tenant, "customerUpdate", id=ana, customFields=theirs)

    form = [*seen["a"], *one("b", text="b 3"), *one("c")]
    late = {"id": ana, "expectedVersion": 1}
    answer = await done(tenant, "customerUpdate", **late, customFields=form)

    assert answer["changedFields"] == ["customFields"]
    assert await texts(tenant, ana) == {"a": "a 2", "b": "b 3", "c": "c 2"}
    assert [row["text_value"] for row in await found_by(tenant)] == ["a 2", "b 3", "c 2"]


async def test_a_form_of_custom_fields_in_which_nothing_was_changed_changes_nothing(
    tenant: Tenant,
) -> None:
    await field(tenant, "NUMBER", isUnique=True)
    seen, theirs = (one("own", number=number) for number in ("1", "2"))
    ana = await tenant.customer(customFields=seen)
    await done(tenant, "customerUpdate", id=ana, customFields=theirs)
    await tenant.customer(customFields=seen)
    found, before = await found_by(tenant), await tenant.contents()

    late = {"id": ana, "expectedVersion": 1, "customFields": seen}
    answer = await done(tenant, "customerUpdate", **late)

    assert answer["changedFields"] == []
    assert await found_by(tenant) == found
    assert await tenant.contents() == before


async def test_custom_fields_that_both_changed_are_refused_each(tenant: Tenant) -> None:
    for key in ("a", "b"):
        await field(tenant, "TEXT", key)
    ana = await tenant.customer(customFields=[*one("a", text="1"), *one("b", text="1")])
    theirs = [*one("a", text="2"), *one("b", text="2")]
    await done(tenant, "customerUpdate", id=ana, customFields=theirs)
    before = await tenant.contents()

    late = {"id": ana, "expectedVersion": 1, "city": "Cluj"}
    form = [*one("a", text="3"), *one("b", text="1")]
    answer = await do(tenant, "customerUpdate", {**late, "customFields": form})

    assert answer.refusals() == [("STALE_VERSION", ["customFields", "a"])]
    assert await texts(tenant, ana) == {"a": "2", "b": "2"}
    assert await tenant.contents() == before


@pytest.mark.parametrize(("expected", "asked"), [(None, 3), (2, 3), (1, 4)])
async def test_only_an_older_version_is_looked_up(
    tenant: Tenant, statements: Statements, expected: int | None, asked: int
) -> None:
    ana = await tenant.customer(firstName="Ana")
    await done(tenant, "customerUpdate", id=ana, firstName="Bea")
    statements.clear()

    await done(tenant, "customerUpdate", id=ana, expectedVersion=expected, city="Cluj")

    assert len(statements) == asked, "\n\n".join(statements)
    looked_up = [line for line in statements if "FROM revisions" in line]
    assert len(looked_up) == (expected == 1)
