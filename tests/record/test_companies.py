"""Companies: customers that are one, and the people who belong to them."""

from typing import Any, Final

import pytest

from tests.firms import new_company, new_member
from tests.record.people import acted, changed, shown
from tests.tenant import CREATE_CUSTOMER, Tenant, doing

MEMBERS: Final = "members { totalCount { value } nodes { id role person { displayName } } }"
COMPANIES: Final = "companies { role company { displayName } }"


async def test_c017_a_company_has_a_name(tenant: Tenant) -> None:
    firm = await new_company(tenant, companyName="Livada SRL", email="office@livada.ro")
    before = await tenant.contents()

    nameless = await tenant.ask(CREATE_CUSTOMER, input={"kind": "CORPORATE", "lastName": "Pop"})
    cleared = await changed(tenant, firm, companyName=None)

    assert nameless.refusals() == cleared.refusals() == [("BAD_USER_INPUT", ["companyName"])]
    assert await tenant.contents() == before
    assert await shown(tenant, firm, "companyName") == {"companyName": "Livada SRL"}


async def test_c019_a_company_is_called_by_its_name_and_a_person_by_its_own(
    tenant: Tenant,
) -> None:
    names = {"companyName": "Livada", "firstName": "Ana", "lastName": "Pop"}
    ana = await tenant.customer(**names)

    as_person = await shown(tenant, ana, "kind displayName")
    await changed(tenant, ana, kind="CORPORATE")
    as_company = await shown(tenant, ana, "kind displayName")

    assert as_person == {"kind": "INDIVIDUAL", "displayName": "Ana Pop"}
    assert as_company == {"kind": "CORPORATE", "displayName": "Livada"}


async def test_c020_x26_kind_type_tier_and_tags_are_four_things(tenant: Tenant) -> None:
    four = {"kind": "CORPORATE", "type": "WHOLESALE", "loyaltyTier": "GOLD"}
    firm = await new_company(tenant, **four)
    await tenant.wear(firm, await tenant.tag("VIP"))

    told = await shown(tenant, firm, "kind type loyaltyTier tagLabels")
    await changed(tenant, firm, type="VIP")
    later = await shown(tenant, firm, "kind type loyaltyTier tagLabels")

    assert told == {**four, "tagLabels": ["VIP"]}
    assert later == {**told, "type": "VIP"}


async def test_x26_what_is_not_said_is_what_most_are(tenant: Tenant) -> None:
    told = await shown(tenant, await tenant.customer(), "kind type loyaltyTier")

    assert told == {"kind": "INDIVIDUAL", "type": "RETAIL", "loyaltyTier": "NEW"}


async def test_g19_people_belong_to_companies(tenant: Tenant) -> None:
    firm = await new_company(tenant, companyName="Livada")
    ana = await tenant.customer(firstName="Ana", lastName="Pop")
    member = await new_member(tenant, firm, ana, role="BUYER")

    ours = (await shown(tenant, firm, MEMBERS))["members"]
    theirs = await shown(tenant, ana, COMPANIES)

    person = {"displayName": "Ana Pop"}
    assert ours["nodes"] == [{"id": member, "role": "BUYER", "person": person}]
    assert theirs == {"companies": [{"role": "BUYER", "company": {"displayName": "Livada"}}]}


async def test_g19_a_role_changes_and_ends(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    member = await new_member(tenant, firm, ana)

    await acted(tenant, "companyMemberUpdate", member, role="OWNER")
    owner = await shown(tenant, ana, "companies { role }")
    await acted(tenant, "companyMemberRemove", member)

    assert owner == {"companies": [{"role": "OWNER"}]}
    assert await shown(tenant, ana, "companies { role }") == {"companies": []}


@pytest.mark.parametrize("turned", [False, True])
async def test_g19_only_a_company_has_members_and_only_once_each(
    tenant: Tenant, *, turned: bool
) -> None:
    pair = [await new_company(tenant), await tenant.customer()]
    await new_member(tenant, *pair)
    before = await tenant.contents()
    company, person = pair[::-1] if turned else pair
    given: dict[str, Any] = {"companyId": company, "personId": person}

    answer = await tenant.ask(doing("companyMemberAdd"), input=given)

    sides = [("WRONG_STATE", ["companyId"]), ("WRONG_STATE", ["personId"])]
    assert answer.refusals() == (sides if turned else [("TAKEN", ["personId"])])
    assert await tenant.contents() == before


async def test_g19_who_is_deleted_is_no_member_until_restored(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    await new_member(tenant, firm, ana)

    counts = []
    for act in ("customerDelete", "customerRestore"):
        await acted(tenant, act, ana)
        counts.append((await shown(tenant, firm, MEMBERS))["members"]["totalCount"]["value"])

    assert counts == [0, 1]
