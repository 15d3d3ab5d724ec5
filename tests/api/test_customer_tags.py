"""Tags on customers: put on, taken off and set; never twice, also when many do it at once."""

import asyncio

import pytest

from auth.scopes import Role
from tests.tenant import Tenant, doing, kept, unknown

WORN = "customer { id tags { label } }"
LABELS = "query ($id: ID!) { customer(id: $id) { tagLabels } }"
ADD = doing("customerTagsAdd", WORN)
REMOVE = doing("customerTagsRemove", WORN)
SET = doing("customerTagsSet", WORN)
ACTS = {"customerTagsAdd": ADD, "customerTagsRemove": REMOVE, "customerTagsSet": SET}
ALL_TAGS = "{ tags(first: 100) { nodes { label priority color } totalCount { value } } }"
MANY_TAGS = """
insert into tags (tenant_id, id, label, label_norm, created_by)
select $1, gen_random_uuid(), n::text, n::text, $1 from generate_series(1, 251) n
returning id, label"""
ADDERS = "select created_by from customer_tags where tenant_id = $1"
OTHERS = [Role.STAFF, Role.SERVICE, Role.OPERATOR, Role.CUSTOMER]


async def many_tags(tenant: Tenant) -> list[str]:
    """The ids of 251 tags."""
    return [f"tag_{row['id'].hex}" for row in await tenant.rows(MANY_TAGS)]


async def test_tags_are_put_on_by_id_and_by_label(tenant: Tenant) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP", priority=5)

    answer = await tenant.ask(
        ADD, user="bo", input={"customerId": ana, "tagIds": [vip], "labels": ["early bird", "vip"]}
    )

    worn = [{"label": "VIP"}, {"label": "early bird"}]
    assert answer.payload() == {"customer": {"id": ana, "tags": worn}, "userErrors": []}
    facts = await tenant.recorded("v1.customer.tagged", customer_id=ana)
    (adder,) = {row["created_by"] for row in await tenant.rows(ADDERS)}
    assert [fact["created_by"] for fact in facts] == [str(adder)] * 2
    assert str(kept(vip)) in [fact["tag_id"] for fact in facts]


@pytest.mark.parametrize("labels", [["New"], ["New", "new", " NEW ", "ｎｅｗ"]])
async def test_a_label_that_is_new_becomes_one_tag(tenant: Tenant, labels: list[str]) -> None:
    ana, bo = await tenant.customer(), await tenant.customer()

    first = await tenant.ask(ADD, input={"customerId": ana, "labels": labels})
    second = await tenant.ask(ADD, input={"customerId": bo, "labels": labels})

    assert first.payload()["customer"]["tags"] == [{"label": "New"}]
    assert second.payload()["customer"]["tags"] == [{"label": "New"}]
    tags = (await tenant.ask(ALL_TAGS)).data["tags"]
    assert tags["nodes"] == [{"label": "New", "priority": 0, "color": None}]
    assert len(await tenant.recorded("v1.tag.created")) == 1


async def test_a_tag_is_worn_once_however_often_it_is_put_on(tenant: Tenant) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    given = {"customerId": ana, "tagIds": [vip, vip], "labels": ["vip"]}
    await tenant.ask(ADD, input=given)
    before = await tenant.contents()

    again = await tenant.ask(ADD, input=given)

    assert again.payload() == {
        "customer": {"id": ana, "tags": [{"label": "VIP"}]},
        "userErrors": [],
    }
    assert await tenant.contents() == before


async def test_tags_are_shown_the_most_important_first(tenant: Tenant) -> None:
    ana = await tenant.customer()
    tags = [await tenant.tag(label, priority=n) for label, n in [("b", 1), ("a", 1), ("c", 9)]]

    answer = await tenant.ask(ADD, input={"customerId": ana, "tagIds": tags})

    assert answer.payload()["customer"]["tags"] == [{"label": each} for each in "cab"]
    labels = await tenant.ask(LABELS, id=ana)
    assert labels.data == {"customer": {"tagLabels": ["c", "a", "b"]}}


async def test_tags_are_taken_off_and_those_not_worn_are_passed_over(tenant: Tenant) -> None:
    ana = await tenant.customer()
    vip, early, late = [await tenant.tag(label) for label in ("VIP", "early", "late")]
    await tenant.wear(ana, vip, early)

    answer = await tenant.ask(REMOVE, input={"customerId": ana, "tagIds": [vip, late]})
    before = await tenant.contents()
    again = await tenant.ask(REMOVE, input={"customerId": ana, "tagIds": [vip]})

    assert answer.payload()["customer"]["tags"] == [{"label": "early"}]
    assert again.payload() == answer.payload()
    pointing = {"customer_id": str(kept(ana)), "tag_id": str(kept(vip))}
    assert await tenant.recorded("v1.customer.untagged") == [pointing]
    assert await tenant.contents() == before


async def test_setting_tags_takes_off_all_others(tenant: Tenant) -> None:
    ana = await tenant.customer()
    vip, early, late = [await tenant.tag(label) for label in ("VIP", "early", "late")]
    await tenant.wear(ana, vip, early)

    answer = await tenant.ask(SET, input={"customerId": ana, "tagIds": [early, late]})

    assert answer.payload()["customer"]["tags"] == [{"label": "early"}, {"label": "late"}]
    off = await tenant.recorded("v1.customer.untagged", customer_id=ana)
    on = await tenant.recorded("v1.customer.tagged", tag_id=late)
    assert [fact["tag_id"] for fact in off] == [str(kept(vip))]
    assert len(on) == 1
    nothing = await tenant.ask(SET, input={"customerId": ana, "tagIds": []})
    assert nothing.payload()["customer"]["tags"] == []


async def test_setting_the_tags_that_are_worn_changes_nothing(tenant: Tenant) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    await tenant.wear(ana, vip)
    before = await tenant.contents()

    answer = await tenant.ask(SET, input={"customerId": ana, "tagIds": [vip]})

    assert answer.refusals() == []
    assert await tenant.contents() == before


async def test_a_customer_wears_at_most_250(tenant: Tenant) -> None:
    ana = await tenant.customer()
    *most, one_more = await many_tags(tenant)
    await tenant.ask(ADD, input={"customerId": ana, "tagIds": most})
    before = await tenant.contents()

    refused = await tenant.ask(ADD, input={"customerId": ana, "tagIds": [one_more]})
    named = await tenant.ask(ADD, input={"customerId": ana, "labels": ["new"]})
    set_to = await tenant.ask(SET, input={"customerId": ana, "tagIds": [*most[1:], one_more]})

    limit = [("LIMIT_REACHED", ["tagIds"])]
    assert refused.refusals() == named.refusals() == limit
    assert before["customer_tags"] == 250
    assert set_to.refusals() == []
    assert (await tenant.contents())["customer_tags"] == 250


@pytest.mark.parametrize("act", ACTS)
async def test_a_list_of_more_than_250_is_refused(tenant: Tenant, act: str) -> None:
    ana = await tenant.customer()
    tags = await many_tags(tenant)
    before = await tenant.contents()

    answer = await tenant.ask(ACTS[act], input={"customerId": ana, "tagIds": tags})

    assert (answer.status, answer.codes) == (400, {"": "BAD_USER_INPUT"})
    assert await tenant.contents() == before


@pytest.mark.parametrize("label", ["", "   ", "x" * 51, "two\nlines"])
async def test_a_label_that_cannot_be_accepted_makes_nothing(tenant: Tenant, label: str) -> None:
    ana = await tenant.customer()
    before = await tenant.contents()

    answer = await tenant.ask(ADD, input={"customerId": ana, "labels": ["good", label]})

    assert answer.refusals() == [("BAD_USER_INPUT", ["labels"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("act", ACTS)
async def test_tags_and_customers_that_are_not_there_are_not_found(
    tenant: Tenant, other_tenant: Tenant, act: str
) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    gone = await tenant.customer()
    await tenant.ask(doing("customerDelete"), input={"id": gone})
    foreign = await other_tenant.tag("VIP"), await other_tenant.customer()
    before = await tenant.contents(), await other_tenant.contents()

    for tag in (foreign[0], unknown("tag"), ana, "VIP"):
        answer = await tenant.ask(ACTS[act], input={"customerId": ana, "tagIds": [vip, tag]})
        assert answer.refusals() == [("NOT_FOUND", ["tagIds"])]
    for customer in (foreign[1], unknown("customer"), gone, vip, "ana"):
        answer = await tenant.ask(ACTS[act], input={"customerId": customer, "tagIds": [vip]})
        assert answer.refusals() == [("NOT_FOUND", ["customerId"])]

    assert (await tenant.contents(), await other_tenant.contents()) == before


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("act", ACTS)
async def test_only_administrators_tag(tenant: Tenant, act: str, role: Role) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    before = await tenant.contents()

    answer = await tenant.ask(ACTS[act], by=(role,), input={"customerId": ana, "tagIds": [vip]})

    assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})
    assert await tenant.contents() == before


async def test_a_tag_that_is_put_on_by_many_at_once_is_worn_once(tenant: Tenant) -> None:
    ana, vip = await tenant.customer(), await tenant.tag("VIP")
    given = {"customerId": ana, "tagIds": [vip]}

    answers = await asyncio.gather(*(tenant.ask(ADD, input=given) for _ in range(6)))

    assert [answer.refusals() for answer in answers] == [[]] * 6
    counted = await tenant.contents()
    assert counted["customer_tags"] == 1
    assert len(await tenant.recorded("v1.customer.tagged")) == 1


async def test_a_label_that_many_bring_at_once_becomes_one_tag(tenant: Tenant) -> None:
    people = [await tenant.customer() for _ in range(6)]

    answers = await asyncio.gather(
        *(tenant.ask(ADD, input={"customerId": each, "labels": ["New"]}) for each in people)
    )

    assert [answer.refusals() for answer in answers] == [[]] * 6
    counted = await tenant.contents()
    assert (counted["tags"], counted["customer_tags"]) == (1, 6)
    assert len(await tenant.recorded("v1.tag.created")) == 1
