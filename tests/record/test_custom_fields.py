"""The record holds what the tenant wants to know: fields of its own, typed, found, and guarded."""

from typing import Any

from auth.scopes import Role
from tests.api.crowd import LIST
from tests.tenant import CREATE_CUSTOMER, Tenant, doing

CUSTOM = """
query ($id: ID!, $keys: [String!]) {
  customer(id: $id) {
    taxId
    loyaltyPoints
    customFields(keys: $keys) { key label kind text number option texts money { amount } }
  }
}"""
KEYS = "query ($id: ID!) { customer(id: $id) { customFields { key } } }"
DEFINED = "{ customFields { key kind access isRequired isUnique } }"
UPDATE = doing("customerUpdate", "customer { customFields { key option texts } }")


def own(key: str, **value: Any) -> dict[str, Any]:
    return {"key": key, "value": value}


async def found(tenant: Tenant, **asked: Any) -> list[str]:
    """Who is found, in the order of the list."""
    answer = await tenant.ask(LIST, **asked)
    assert "errors" not in answer.body, answer.body
    return [node["id"] for node in answer.data["customers"]["nodes"]]


async def test_c018_a_company_has_a_tax_id_and_others_where_the_tenant_needs_them(
    tenant: Tenant,
) -> None:
    await tenant.custom_field("vat_id", isUnique=True, label="VAT id")
    company = {"kind": "CORPORATE", "companyName": "Livada SRL", "taxId": "RO 123"}
    livada = await tenant.customer(**company, customFields=[own("vat_id", text="RO 123")])

    twice = await tenant.ask(
        CREATE_CUSTOMER,
        input={"firstName": "Ana", "customFields": [own("vat_id", text="ro 123")]},
    )
    seen = await tenant.ask(CUSTOM, id=livada)

    assert twice.refusals() == [("TAKEN", ["customFields", "0"])]
    shown = seen.data["customer"]
    assert (shown["taxId"], shown["customFields"][0]["text"]) == ("RO 123", "RO 123")
    where = {"customFields": [{"key": "vat_id", "text": {"eq": "RO 123"}}]}
    assert await found(tenant, where=where) == [livada]


async def test_c033_a_tenant_adds_fields_of_its_own_and_customers_have_values_in_them(
    tenant: Tenant,
) -> None:
    await tenant.custom_field("trade_name", label="Trade name", position=1)
    await tenant.custom_field("credit", "MONEY", position=2)
    limit = {"amount": "5000", "currencyCode": "RON"}
    said = [own("credit", money=limit), own("trade_name", text="Livada")]
    customer = await tenant.customer(customFields=said)

    seen = await tenant.ask(CUSTOM, id=customer)
    defined = await tenant.ask(DEFINED)

    nothing = dict.fromkeys(("text", "number", "option", "texts", "money"))
    name = {"key": "trade_name", "label": "Trade name", "kind": "TEXT", "text": "Livada"}
    credit = {"key": "credit", "label": "Credit", "kind": "MONEY", "money": {"amount": "5000.00"}}
    assert seen.data["customer"]["customFields"] == [nothing | name, nothing | credit]
    assert [each["key"] for each in defined.data["customFields"]] == ["trade_name", "credit"]


async def test_c034_points_are_counted_in_a_column_or_in_a_field_of_ones_own(
    tenant: Tenant,
) -> None:
    await tenant.custom_field("stars", "NUMBER")
    few, many = [
        await tenant.customer(loyaltyPoints=points, customFields=[own("stars", number=stars)])
        for points, stars in ((900, "9"), (100, "10.5"))
    ]
    await tenant.customer()

    by_points = [{"field": "LOYALTY_POINTS", "direction": "DESC"}]
    by_stars = [{"customField": "stars", "direction": "DESC", "nulls": "LAST"}]
    more = {"customFields": [{"key": "stars", "number": {"gt": "9"}}]}

    assert (await found(tenant, sortBy=by_points))[:2] == [few, many]
    assert (await found(tenant, sortBy=by_stars))[:2] == [many, few]
    assert await found(tenant, where=more) == [many]


async def test_c041_a_customer_sets_the_preferences_that_the_tenant_asks_for(
    tenant: Tenant,
) -> None:
    options = ["Halal", "Kosher", "None"]
    mine = {"access": "CUSTOMER_CHANGES"}
    await tenant.custom_field("diet", "OPTION", options=options, **mine)
    await tenant.custom_field("feasts", "TEXTS", **mine)
    ana = await tenant.customer(userId="ana")
    said = [own("diet", option="Halal"), own("feasts", texts=["Eid", "Nowruz"])]

    answer = await tenant.ask(
        UPDATE, by=(Role.CUSTOMER,), user="ana", input={"id": ana, "customFields": said}
    )

    assert answer.refusals() == []
    assert answer.payload()["customer"]["customFields"] == [
        {"key": "diet", "option": "Halal", "texts": None},
        {"key": "feasts", "option": None, "texts": ["Eid", "Nowruz"]},
    ]
    halal = {"customFields": [{"key": "diet", "option": {"eq": "Halal"}}]}
    assert await found(tenant, where=halal) == [ana]


async def test_g16_what_is_known_is_private_or_public_key_by_key(tenant: Tenant) -> None:
    await tenant.custom_field("risk_class")
    await tenant.custom_field("contract", access="CUSTOMER_READS")
    said = [own("risk_class", text="B"), own("contract", text="2027-01")]
    ana = await tenant.customer(userId="ana", customFields=said)
    as_ana: dict[str, Any] = {"by": (Role.CUSTOMER,), "user": "ana"}

    staff = await tenant.ask(KEYS, by=(Role.STAFF,), id=ana)
    herself = await tenant.ask(KEYS, **as_ana, id=ana)
    named = await tenant.ask(CUSTOM, **as_ana, id=ana, keys=["risk_class"])
    defined = await tenant.ask(DEFINED, **as_ana)
    changed = await tenant.ask(UPDATE, **as_ana, input={"id": ana, "customFields": said[1:]})

    both, public = [{"key": "risk_class"}, {"key": "contract"}], [{"key": "contract"}]
    assert staff.data["customer"]["customFields"] == both
    assert herself.data["customer"]["customFields"] == public
    assert named.data["customer"]["customFields"] == []
    assert [each["key"] for each in defined.data["customFields"]] == ["contract"]
    assert changed.refusals() == [("FORBIDDEN", ["customFields", "0"])]
