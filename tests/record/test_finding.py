"""Finding customers: pages, totals, filters, order and search, as the record promises them."""

from typing import Any, Final

import pytest

from tests.api.walks import customers, forwards, ids, page, together
from tests.copies import repeated
from tests.tenant import Tenant

SHOWN: Final = """
query ($search: String, $where: CustomerWhere, $sortBy: [CustomerSort!], $first: Int) {
  customers(search: $search, where: $where, sortBy: $sortBy, first: $first) {
    nodes { id displayName avatarUrl lastInteractionAt notes { totalCount { value } } tagLabels }
    totalCount { value isExact }
    pageInfo { hasNextPage }
  }
}"""
OF_TAGS: Final = """
query ($where: CustomerWhere, $sortBy: [CustomerSort!], $search: String) {
  tags { nodes { label customers(where: $where, sortBy: $sortBy, search: $search) {
    nodes { firstName } totalCount { value isExact }
  } } }
}"""


async def named(tenant: Tenant, *names: str, **more: Any) -> list[str]:
    """Customers with these first names, the first one the oldest."""
    return [await tenant.customer(firstName=name, **more) for name in names]


async def found(tenant: Tenant, **asked: Any) -> list[str]:
    """The ids of those who are found."""
    return ids(await customers(tenant, **asked)())


async def test_c050_a_list_is_paged_filtered_and_sorted_at_once(tenant: Tenant) -> None:
    vips = await named(tenant, "Cy", "Ana", "Bo", type="VIP")
    await named(tenant, "Di")

    walk = customers(tenant, where={"type": {"eq": "VIP"}}, sortBy=[{"field": "FIRST_NAME"}])

    assert await forwards(walk, 2) == [[vips[1], vips[2]], [vips[0]]]


async def test_c051_a_page_tells_how_many_there_are_in_all(tenant: Tenant) -> None:
    await named(tenant, *"abcde")

    shown = await customers(tenant)(first=2)

    size, total = len(shown["nodes"]), shown["totalCount"]
    assert (size, total) == (2, {"value": 5, "isExact": True})
    assert -(-total["value"] // size) == len(await forwards(customers(tenant), 2)) == 3


async def test_c052_a_page_has_twenty_and_the_newest_stand_first(tenant: Tenant) -> None:
    everybody = await named(tenant, *"abcdefghijklmnopqrstu")

    newest = await found(tenant)
    oldest = await found(tenant, sortBy=[{"field": "CREATED_AT"}])

    assert newest == everybody[:0:-1]
    assert oldest == everybody[:20]


async def test_c053_a_search_reads_names_address_telephone_and_company(tenant: Tenant) -> None:
    (ana,) = await named(
        tenant,
        "Ana",
        lastName="Popescu",
        email="a.p@livada.example",
        phone="+40712345678",
        companyName="Livada SRL",
    )
    await named(tenant, "Bo")

    for text in ("popescu ana", "a.p@liv", "0712 345", "livada srl"):
        assert await found(tenant, search=text) == [ana], text


async def test_c054_customers_are_filtered_by_the_tags_they_wear(tenant: Tenant) -> None:
    vip, late = await tenant.tag("VIP"), await tenant.tag("Late")
    ana, bo, cy = await named(tenant, "Ana", "Bo", "Cy")
    await tenant.wear(ana, vip, late)
    await tenant.wear(bo, vip)

    assert await found(tenant, where={"tags": {"any": [vip, late]}}) == [bo, ana]
    assert await found(tenant, where={"tags": {"all": [vip, late]}}) == [ana]
    assert await found(tenant, where={"tags": {"none": [late]}}) == [cy, bo]


async def test_c055_customers_are_filtered_by_what_they_are(tenant: Tenant) -> None:
    ana = await tenant.customer(firstName="Ana", type="VIP", loyaltyTier="GOLD", region="Cluj")
    bo = await tenant.customer(companyName="Bo SA", kind="CORPORATE", region="Cluj")

    assert await found(tenant, where={"status": {"notIn": ["BLOCKED"]}}) == [bo, ana]
    assert await found(tenant, where={"type": {"eq": "VIP"}, "region": {"eq": "Cluj"}}) == [ana]
    assert await found(tenant, where={"kind": {"notIn": ["INDIVIDUAL"]}}) == [bo]
    assert await found(tenant, where={"loyaltyTier": {"in": ["GOLD"]}}) == [ana]


async def test_c056_what_is_found_shows_what_a_list_needs(tenant: Tenant) -> None:
    ana = await tenant.customer(
        firstName="Ana", lastName="Popescu", avatarUrl="https://pictures.example/ana.png"
    )
    await tenant.wear(ana, await tenant.tag("VIP"))
    await tenant.note(ana)
    (met,) = await tenant.rows(
        "update customers set last_interaction_at = '2026-03-01' where tenant_id = $1 returning id"
    )
    await repeated(tenant)

    answer = await tenant.ask(SHOWN, search="ana")

    assert met["id"].hex in ana
    assert answer.data["customers"]["nodes"] == [
        {
            "id": ana,
            "displayName": "Ana Popescu",
            "avatarUrl": "https://pictures.example/ana.png",
            "lastInteractionAt": "2026-03-01T00:00:00.000000Z",
            "notes": {"totalCount": {"value": 1}},
            "tagLabels": ["VIP"],
        }
    ]


@pytest.mark.parametrize("size", [0, 101])
async def test_c195_a_page_larger_than_a_hundred_is_refused(tenant: Tenant, size: int) -> None:
    answer = await tenant.ask(SHOWN, first=size)

    assert (answer.data, answer.codes) == (None, {"customers": "BAD_USER_INPUT"})


async def test_g17_the_best_fit_stands_first_whatever_the_accents(tenant: Tenant) -> None:
    begun, mailed, whole = [
        await tenant.customer(firstName="Ștefania"),
        await tenant.customer(firstName="Bo", email="stefan@example.com"),
        await tenant.customer(firstName="Ştefan"),
    ]

    assert await found(tenant, search="stefan") == [whole, mailed, begun]


async def test_u36_the_customers_of_a_tag_are_filtered_sorted_and_searched(tenant: Tenant) -> None:
    vip, late = await tenant.tag("VIP", priority=2), await tenant.tag("Late", priority=1)
    for name, kind in (("Ana", "VIP"), ("Bo", "VIP"), ("Anca", "RETAIL")):
        await tenant.wear(await tenant.customer(firstName=name, type=kind), vip, late)

    async def shown(**asked: Any) -> list[tuple[list[str], int]]:
        answer = await tenant.ask(OF_TAGS, **asked)
        assert "errors" not in answer.body, answer.body
        pages = [tag["customers"] for tag in answer.data["tags"]["nodes"]]
        names = [[each["firstName"] for each in page["nodes"]] for page in pages]
        return list(zip(names, (page["totalCount"]["value"] for page in pages), strict=True))

    vips = {"type": {"eq": "VIP"}}
    assert await shown(where=vips) == [(["Bo", "Ana"], 2)] * 2
    assert await shown(sortBy=[{"field": "FIRST_NAME"}]) == [(["Ana", "Anca", "Bo"], 3)] * 2
    assert await shown(search="an") == [(["Ana", "Anca"], 2)] * 2
    assert await shown(search="an", where=vips) == [(["Ana"], 1)] * 2
    assert await shown(search="!") == [([], 0)] * 2
    assert await shown(where={"tags": {"all": [vip, late]}}) == [(["Anca", "Bo", "Ana"], 3)] * 2
    assert await shown(where={"tags": {"none": [vip]}}) == [([], 0)] * 2


async def test_x32_pages_go_on_by_cursor_and_count_only_when_asked(tenant: Tenant) -> None:
    everybody = await named(tenant, *"abcde")
    first = await customers(tenant)(first=2)
    await named(tenant, "new")

    rest = await customers(tenant)(first=3, after=first["pageInfo"]["endCursor"])

    assert [*ids(first), *ids(rest)] == everybody[::-1]


async def test_x33_an_unknown_order_cannot_be_asked_for_and_ties_are_broken(tenant: Tenant) -> None:
    everybody = await named(tenant, *["Ana"] * 5)

    unknown = await tenant.ask(SHOWN, sortBy=[{"field": "SHOE_SIZE"}])
    walk = customers(tenant, sortBy=[{"field": "FIRST_NAME", "direction": "DESC"}])

    assert unknown.data is None
    assert together(await forwards(walk, 2)) == everybody[::-1]


async def test_u10_no_list_search_or_tag_reaches_into_another_tenant(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    vip = await other_tenant.tag("VIP")
    await other_tenant.wear(await other_tenant.customer(firstName="Ana"), vip)

    assert await found(tenant, search="ana") == []
    assert await found(tenant, where={"tags": {"any": [vip]}}) == []
    assert (await tenant.ask(OF_TAGS, search="ana")).data == {"tags": {"nodes": []}}
    of_tag = 'query ($id: ID!) { tag(id: $id) { customers(search: "a") { nodes { id } } } }'
    assert (await tenant.ask(of_tag, id=vip)).data == {"tag": None}


@pytest.mark.parametrize("blank", ["", " ", "\t\n"])
async def test_a_search_box_that_was_cleared_finds_everybody(tenant: Tenant, blank: str) -> None:
    ana, bo = await named(tenant, "Ana", "Bo")

    assert await found(tenant, search=blank) == [bo, ana]
    assert await found(tenant, search="?") == []


async def test_cursors_of_one_question_do_not_fit_another(tenant: Tenant) -> None:
    vip = await tenant.tag("VIP")
    for each in await named(tenant, "Ana", "Anca"):
        await tenant.wear(each, vip)
    asked = "query ($id: ID!, $search: String, $after: Cursor) { tag(id: $id) {"
    asked += " customers(first: 1, after: $after, search: $search) {"
    asked += " edges { cursor node { id } } nodes { id } pageInfo { endCursor } } } }"

    first = await page(tenant, asked, "tag", "customers", id=vip, search="an")
    told = {"id": vip, "after": first["pageInfo"]["endCursor"]}

    assert len((await page(tenant, asked, "tag", "customers", search="an", **told))["nodes"]) == 1
    other = await tenant.ask(asked, search="ana", **told)
    assert other.codes == {"tag.customers": "BAD_CURSOR"}
