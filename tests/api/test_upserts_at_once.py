"""Upserts at once: somebody who is not known yet is created once, whatever each is known by."""

import asyncio
from typing import Any, Final

import asyncpg
import pytest

from tests.api.overtaking import overtaken, somebody
from tests.api.own_fields import field, one
from tests.conftest import Statements
from tests.tenant import Tenant, doing, kept

SHOWS: Final = "customer { email phone userId externalId firstName } created changedFields"
UPSERT: Final = doing("customerUpsert", SHOWS)
ANA: Final = {
    "email": "ana@example.com",
    "phone": "+40712345678",
    "userId": "auth0|ana",
    "externalId": "crm-42",
}
# Somebody who is kept by another way than these acts; each has what is said.
NEW: Final = """
insert into customers (tenant_id, id, email, email_norm, phone, phone_e164, user_id, external_id,
  display_name, display_name_norm, created_by)
values ($1, gen_random_uuid(), $2, $2, $3, $3, $4, $5, 'Ana', 'ana', gen_random_uuid())"""

# The same with a value of an own field that only one customer may have.
NEW_WITH_OWN: Final = """
with ana as (
  insert into customers (tenant_id, id, phone, phone_e164, custom, display_name, display_name_norm,
    created_by)
  values ($1, gen_random_uuid(), $2, $2, jsonb_build_object($3::text, 'ana'), 'Ana', 'ana',
    gen_random_uuid())
  returning id
)
insert into custom_values (tenant_id, customer_id, field_id, nth, text_value, unique_value)
select $1, id, $3::text::uuid, 0, 'ana', 'ana' from ana"""


def _new(**has: Any) -> tuple[Any, ...]:
    return tuple(has.get(name) for name in ANA)


async def _upsert(tenant: Tenant, name: str, **given: Any) -> Any:
    return await tenant.ask(UPSERT, input={"identifier": {name: ANA[name]}, **given})


@pytest.mark.parametrize("name", ANA)
async def test_who_is_created_in_the_same_moment_with_all_that_is_said_is_changed(
    tenant: Tenant, owner: asyncpg.Pool, name: str
) -> None:
    async with somebody(owner, NEW, tenant.id, *_new(**ANA)) as first:
        second = _upsert(tenant, name, **ANA, firstName="Ioana")
        answer = await overtaken(owner, first, second)

    assert answer.payload() == {
        "customer": {**ANA, "firstName": "Ioana"},
        "created": False,
        "changedFields": ["firstName"],
        "userErrors": [],
    }
    assert (await tenant.contents())["customers"] == 1
    assert await tenant.recorded("v1.customer.created") == []


@pytest.mark.parametrize(
    ("name", "taken"),
    [("externalId", "email"), ("userId", "email"), ("phone", "userId"), ("email", "externalId")],
)
async def test_what_somebody_else_took_in_the_same_moment_is_taken(
    tenant: Tenant, owner: asyncpg.Pool, name: str, taken: str
) -> None:
    async with somebody(owner, NEW, tenant.id, *_new(**{taken: ANA[taken]})) as first:
        second = _upsert(tenant, name, **ANA, firstName="Ioana")
        answer = await overtaken(owner, first, second)

    assert answer.refusals() == [("TAKEN", [taken])]
    assert (await tenant.contents())["customers"] == 1
    assert await tenant.recorded("v1.customer.created") == []


async def test_what_another_customer_has_is_taken_from_who_is_created_in_the_same_moment(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    await tenant.customer(externalId=ANA["externalId"])

    async with somebody(owner, NEW, tenant.id, *_new(email=ANA["email"])) as first:
        second = _upsert(tenant, "email", externalId=ANA["externalId"])
        answer = await overtaken(owner, first, second)

    assert answer.refusals() == [("TAKEN", ["externalId"])]
    assert (await tenant.contents())["customers"] == 2
    assert await tenant.recorded("v1.customer.updated") == []


@pytest.mark.parametrize(("phone", "created"), [(ANA["phone"], True), ("+40712345679", False)])
async def test_what_is_taken_of_an_own_field_may_be_by_who_is_created_in_the_same_moment(
    tenant: Tenant, owner: asyncpg.Pool, phone: str, *, created: bool
) -> None:
    own = kept(await field(tenant, "TEXT", isUnique=True))

    async with somebody(owner, NEW_WITH_OWN, tenant.id, phone, str(own)) as first:
        second = _upsert(tenant, "phone", customFields=one("own", text="ana"), firstName="Ioana")
        answer = await overtaken(owner, first, second)

    if created:
        assert answer.payload()["userErrors"] == []
        assert answer.payload()["created"] is False
        assert answer.payload()["changedFields"] == ["firstName"]
    else:
        assert answer.refusals() == [("TAKEN", ["customFields", "0"])]
    assert (await tenant.contents())["customers"] == 1
    assert await tenant.recorded("v1.customer.created") == []


async def test_what_nobody_is_creating_is_taken_at_once(
    tenant: Tenant, statements: Statements
) -> None:
    await tenant.customer(email=ANA["email"])
    before = await tenant.contents()
    statements.clear()

    answer = await _upsert(tenant, "externalId", email=ANA["email"])

    assert answer.refusals() == [("TAKEN", ["email"])]
    assert len(statements) == 4, "\n\n".join(statements)
    assert len([line for line in statements if "INSERT INTO customers" in line]) == 1
    assert await tenant.contents() == before


@pytest.mark.parametrize("with_own", [False, True])
async def test_of_many_at_once_by_different_identifiers_one_creates_and_the_others_change(
    tenant: Tenant, *, with_own: bool
) -> None:
    await field(tenant, "TEXT", isUnique=True)
    own = {"customFields": one("own", text="Ana")} if with_own else {}
    names = [name for name in ANA for _ in range(3)]

    answers = await asyncio.gather(
        *(_upsert(tenant, name, **ANA, **own, firstName=f"Ana {n}") for n, name in enumerate(names))
    )

    payloads = [answer.payload() for answer in answers]
    assert [payload["userErrors"] for payload in payloads] == [[]] * len(names)
    assert sorted(payload["created"] for payload in payloads) == [False] * 11 + [True]
    assert (await tenant.contents())["customers"] == 1
    assert len(await tenant.recorded("v1.customer.created")) == 1
