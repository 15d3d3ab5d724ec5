"""Custom fields that are used no more and used again: what is kept, and how many there may be."""

from tests.api.own_fields import RETIRE, keys
from tests.tenant import CREATE_CUSTOM_FIELD, Tenant, doing, kept

RESTORE = doing("customFieldRestore", "customField { key retiredAt }")


async def test_a_retired_field_is_gone_until_it_is_restored(tenant: Tenant) -> None:
    made = await tenant.custom_field("size")
    await tenant.custom_field("colour")

    await tenant.ask(RETIRE, input={"id": made})
    while_retired = await keys(tenant), await keys(tenant, r=True)
    again = await tenant.ask(RETIRE, input={"id": made})
    back = await tenant.ask(RESTORE, input={"id": made})
    twice = await tenant.ask(RESTORE, input={"id": made})

    assert while_retired == (["colour"], ["size"])
    assert again.refusals() == []
    assert back.payload() == twice.payload()
    assert back.payload()["customField"] == {"key": "size", "retiredAt": None}
    assert (await keys(tenant), await keys(tenant, r=True)) == (["size", "colour"], [])
    pointing = {"custom_field_id": str(kept(made))}
    assert await tenant.recorded("v1.custom_field.retired") == [pointing]
    assert await tenant.recorded("v1.custom_field.restored") == [pointing]


async def test_a_field_does_not_come_back_where_another_has_its_key(tenant: Tenant) -> None:
    old = await tenant.custom_field("size")
    await tenant.ask(RETIRE, input={"id": old})
    new = await tenant.custom_field("size")
    before = await tenant.contents()
    whose = doing("customFieldRestore", "userErrors { ... on ValueTaken { existingId } }")

    answer = await tenant.ask(whose, input={"id": old})

    assert answer.refusals() == [("TAKEN", ["id"])]
    assert answer.payload()["userErrors"][0]["existingId"] == new
    assert await tenant.contents() == before


async def test_a_hundred_are_in_use_and_no_more(tenant: Tenant) -> None:
    old = await tenant.custom_field("old")
    await tenant.ask(RETIRE, input={"id": old})
    for n in range(100):
        await tenant.custom_field(f"f{n}")
    before = await tenant.contents()

    made = await tenant.ask(CREATE_CUSTOM_FIELD, input={"key": "x", "label": "X", "kind": "TEXT"})
    back = await tenant.ask(RESTORE, input={"id": old})

    assert made.refusals() == back.refusals() == [("LIMIT_REACHED", None)]
    assert await tenant.contents() == before
    assert len(await keys(tenant)) == 100
