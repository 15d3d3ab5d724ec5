"""Company members: the people of a company, what they are there, and who may say so."""

from auth.scopes import Role
from tests.firms import (
    DELETE,
    FULL,
    MEMBERS,
    WHOSE,
    add,
    companies,
    members,
    new_company,
    new_member,
)
from tests.tenant import Tenant, kept, unknown


async def test_a_person_is_added_and_the_fact_belongs_to_the_company(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()

    plain = await add(tenant, firm, ana)
    titled = await add(tenant, firm, await tenant.customer(), role="BUYER", title=" Head buyer ")

    pair = {"company": {"id": firm}, "person": {"id": ana}}
    assert plain.payload()["companyMember"] == {
        "role": "MEMBER",
        "title": None,
        "version": 1,
        **pair,
    }
    assert (
        titled.payload()["companyMember"].items()
        >= {"role": "BUYER", "title": "Head buyer"}.items()
    )
    (made,) = await companies(tenant, ana)
    (fact,) = await tenant.recorded("v1.customer.member_added", person_id=ana)
    assert fact == {
        "customer_id": str(kept(firm)),
        "company_member_id": str(kept(made)),
        "person_id": str(kept(ana)),
    }


async def test_members_come_newest_first_and_page_by_page(tenant: Tenant) -> None:
    firm = await new_company(tenant)
    made = [await new_member(tenant, firm, await tenant.customer()) for _ in range(5)]

    first = await tenant.ask(MEMBERS, id=firm, first=3)
    page = first.data["customer"]["members"]
    rest = await members(tenant, firm, first=3, after=page["pageInfo"]["endCursor"])

    assert [node["id"] for node in page["nodes"]] == made[:1:-1]
    assert page["totalCount"] == {"value": 5, "isExact": True}
    assert page["pageInfo"]["hasNextPage"] is True
    assert rest == made[1::-1]


async def test_members_are_chosen_by_who_they_are(tenant: Tenant) -> None:
    firm, other = await new_company(tenant), await new_company(tenant)
    people = [
        await tenant.customer(firstName=first, lastName=last, city=city)
        for first, last, city in (
            ("Ana", "Pop", "Cluj"),
            ("Anca", "Ene", "Iași"),
            ("Bo", "Pop", "Cluj"),
        )
    ]
    ana, anca, bo = [await new_member(tenant, firm, person, role="BUYER") for person in people]
    dan = await tenant.customer(firstName="Dan", lastName="Ene", city="Cluj")
    boss = await new_member(tenant, firm, dan, role="OWNER")
    await new_member(tenant, other, people[0])
    town = {"city": {"eq": "Cluj"}}

    assert await members(tenant, firm, where=town) == [boss, bo, ana]
    assert await members(tenant, firm, where=town, roles=["BUYER"]) == [bo, ana]
    assert await members(tenant, firm, where={"not": town}) == [anca]
    assert await members(tenant, firm, search="an") == [anca, ana]
    assert await members(tenant, firm, search="pop a") == [ana]
    assert await members(tenant, firm, search="an", where=town) == [ana]
    assert await members(tenant, firm, search="  ") == [boss, bo, anca, ana]
    assert await members(tenant, firm, search="!") == []


async def test_pages_of_chosen_members_go_on_only_with_the_same_choice(tenant: Tenant) -> None:
    firm, town = await new_company(tenant), {"city": {"eq": "Cluj"}}
    made = [
        await new_member(tenant, firm, await tenant.customer(city="Cluj"), role="BUYER")
        for _ in range(3)
    ]
    first = await tenant.ask(MEMBERS, id=firm, where=town, first=2)
    after = first.data["customer"]["members"]["pageInfo"]["endCursor"]

    assert await members(tenant, firm, where=town, first=2, after=after) == [made[0]]
    other = await tenant.ask(MEMBERS, id=firm, first=2, after=after)
    assert [error["extensions"]["code"] for error in other.body["errors"]] == ["BAD_CURSOR"]


async def test_whoever_may_not_see_names_may_not_search_members(tenant: Tenant) -> None:
    firm = await new_company(tenant)

    answer = await tenant.ask(MEMBERS, by=(Role.OPERATOR,), id=firm, search="ana")

    assert answer.data["customer"]["members"] is None
    assert [error["extensions"]["field"] for error in answer.body["errors"]] == [["search"]]


async def test_members_are_chosen_by_role(tenant: Tenant) -> None:
    firm = await new_company(tenant)
    roles = ("OWNER", "BUYER", "BILLING", "BUYER")
    owner, one, billing, two = [
        await new_member(tenant, firm, await tenant.customer(), role=role) for role in roles
    ]

    assert await members(tenant, firm, roles=["BUYER"]) == [two, one]
    assert await members(tenant, firm, roles=["OWNER", "BILLING"]) == [billing, owner]
    assert (
        await members(tenant, firm, roles=[]) == await members(tenant, firm, roles=["ADMIN"]) == []
    )
    assert await members(tenant, firm, roles=None) == [two, billing, one, owner]


async def test_a_cursor_of_some_roles_is_none_of_others(tenant: Tenant) -> None:
    firm = await new_company(tenant)
    for _ in range(2):
        await new_member(tenant, firm, await tenant.customer(), role="BUYER")
    page = (await tenant.ask(MEMBERS, id=firm, roles=["BUYER"], first=1)).data["customer"][
        "members"
    ]
    cursor = page["pageInfo"]["endCursor"]

    answer = await tenant.ask(MEMBERS, id=firm, roles=["OWNER"], after=cursor)

    assert answer.codes == {"customer.members": "BAD_CURSOR"}


async def test_a_person_may_belong_to_several_companies(tenant: Tenant) -> None:
    ana = await tenant.customer()
    made = [await new_member(tenant, await new_company(tenant), ana) for _ in range(3)]

    assert await companies(tenant, ana) == made


async def test_a_person_is_added_to_a_company_once(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    made = await new_member(tenant, firm, ana)
    before = await tenant.contents()

    answer = await add(tenant, firm, ana, role="OWNER")
    whose = await tenant.ask(WHOSE, input={"companyId": firm, "personId": ana})

    assert answer.refusals() == [("TAKEN", ["personId"])]
    assert whose.payload()["userErrors"][0]["existingId"] == made
    assert await tenant.contents() == before


async def test_only_companies_have_members_and_only_people_are(tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    before = await tenant.contents()

    turned = await add(tenant, ana, firm)
    itself = await add(tenant, firm, firm)

    assert turned.refusals() == [("WRONG_STATE", [name]) for name in ("companyId", "personId")]
    assert itself.refusals() == [("WRONG_STATE", ["personId"])]
    assert await tenant.contents() == before


async def test_who_is_not_there_is_not_found(tenant: Tenant, other_tenant: Tenant) -> None:
    firm, ana = await new_company(tenant), await tenant.customer()
    gone = await tenant.customer()
    await tenant.ask(DELETE, input={"id": gone})
    theirs = [await new_company(other_tenant), await other_tenant.customer()]
    before = [await tenant.contents(), await other_tenant.contents()]

    both = await add(tenant, *theirs)
    answers = [await add(tenant, firm, each) for each in (gone, theirs[1], unknown("cus"), "x")]

    assert both.refusals() == [("NOT_FOUND", [name]) for name in ("companyId", "personId")]
    assert [a.refusals() for a in answers] == [[("NOT_FOUND", ["personId"])]] * 4
    assert (await add(tenant, theirs[0], ana)).refusals() == [("NOT_FOUND", ["companyId"])]
    assert [await tenant.contents(), await other_tenant.contents()] == before


async def test_a_person_belongs_to_at_most_250_companies(tenant: Tenant) -> None:
    ana = await tenant.customer()
    assert len(await tenant.rows(FULL, kept(ana))) == 249

    last = await add(tenant, await new_company(tenant), ana)
    before = await tenant.contents()
    more = await add(tenant, await new_company(tenant), ana)

    assert last.refusals() == []
    assert more.refusals() == [("LIMIT_REACHED", ["personId"])]
    after = await tenant.contents()
    assert after["company_members"] == before["company_members"] == 250
    assert len(await companies(tenant, ana)) == 250
