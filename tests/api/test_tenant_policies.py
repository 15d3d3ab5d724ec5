"""Policies: what a tenant asks of telephone numbers, and who may create customers in it."""

from typing import Final

import pytest

from auth.scopes import Role
from tests.tenant import CREATE_CUSTOMER, Tenant, doing

ROMANIA: Final = r"(\+40|0040|0)[237]\d{8}"
UPDATE: Final = doing("customerUpdate", "customer { phone }")
UPSERT: Final = doing("customerUpsert", "customer { id } created")
SET_PATTERN: Final = "update tenants set phone_pattern = $2 where id = $1 returning id"
SET_CREATORS: Final = "update tenants set creators = 'SERVICES' where id = $1 returning id"


@pytest.mark.parametrize(
    "number", ["+40712345678", "0712 345 678", "0040-712-345-678", "021.312.34.56"]
)
async def test_a_number_of_the_tenants_form_is_kept(tenant: Tenant, number: str) -> None:
    await tenant.rows(SET_PATTERN, ROMANIA)

    answer = await tenant.ask(CREATE_CUSTOMER, input={"phone": number})

    assert answer.refusals() == []


@pytest.mark.parametrize("number", ["+49 30 901820", "+40812345678", "(0712) 345678"])
async def test_a_number_of_another_form_is_refused(tenant: Tenant, number: str) -> None:
    await tenant.rows(SET_PATTERN, ROMANIA)
    ana = await tenant.customer()
    before = await tenant.contents()

    created = await tenant.ask(CREATE_CUSTOMER, input={"phone": number})
    changed = await tenant.ask(UPDATE, input={"id": ana, "phone": number})
    upserted = await tenant.ask(UPSERT, input={"identifier": {"phone": number}})

    assert created.refusals() == changed.refusals() == [("BAD_USER_INPUT", ["phone"])]
    assert upserted.refusals() == [("BAD_USER_INPUT", ["identifier"])]
    assert number not in str(created.payload()["userErrors"])
    assert await tenant.contents() == before


async def test_without_a_pattern_every_number_will_do(tenant: Tenant) -> None:
    answer = await tenant.ask(CREATE_CUSTOMER, input={"phone": "+49 30 901820"})

    assert answer.refusals() == []


async def test_where_services_create_nobody_else_does(tenant: Tenant) -> None:
    ana = await tenant.customer(email="ana@example.com")
    await tenant.rows(SET_CREATORS)
    before = await tenant.contents()
    # The door remembers for a minute what it knew of the tenant when somebody came first.
    other = "somebody else"

    created = await tenant.ask(CREATE_CUSTOMER, user=other, input={"firstName": "Bo"})
    bo, email = {"userId": "bo"}, {"email": "ana@example.com"}
    upserted = await tenant.ask(UPSERT, user=other, input={"identifier": bo})
    known = await tenant.ask(UPSERT, user=other, input={"identifier": email})

    assert created.refusals() == upserted.refusals() == [("FORBIDDEN", None)]
    assert known.payload()["customer"] == {"id": ana}
    assert await tenant.contents() == before


@pytest.mark.parametrize("roles", [(Role.SERVICE,), (Role.ADMIN, Role.SERVICE)])
async def test_where_services_create_a_service_does(tenant: Tenant, roles: tuple[Role]) -> None:
    await tenant.rows(SET_CREATORS)

    created = await tenant.ask(CREATE_CUSTOMER, by=roles, input={"firstName": "Bo"})
    upserted = await tenant.ask(UPSERT, by=roles, input={"identifier": {"userId": "bo"}})

    assert created.refusals() == upserted.refusals() == []
    assert upserted.payload()["created"] is True
