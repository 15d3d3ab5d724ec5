"""Actors: those who changed something, as their tokens named them, and nothing more."""

import re

import pytest

from auth.scopes import Role
from tests.tenant import Tenant, doing

AUTHOR = "query ($id: ID!) { node(id: $id) { ... on Note { author { id subject name } } } }"
ACTOR = "query ($id: ID!) { node(id: $id) { id ... on Actor { subject name createdAt } } }"
FIELDS = '{ __type(name: "Actor") { fields { name } } }'


async def author(tenant: Tenant, note: str) -> dict[str, str]:
    answer = await tenant.ask(AUTHOR, id=note)
    shown: dict[str, str] = answer.data["node"]["author"]
    return shown


async def test_an_actor_is_known_by_subject_and_name(tenant: Tenant) -> None:
    note = await tenant.note(await tenant.customer())
    who = await author(tenant, note)

    answer = await tenant.ask(ACTOR, id=who["id"])

    shown = answer.data["node"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", shown.pop("createdAt"))
    assert shown == who == {"id": who["id"], "subject": "admin", "name": "Admin"}


async def test_nothing_else_is_kept_of_an_actor(tenant: Tenant) -> None:
    answer = await tenant.ask(FIELDS)

    fields = {field["name"] for field in answer.data["__type"]["fields"]}
    assert fields == {"id", "subject", "name", "createdAt"}


async def test_a_name_follows_the_newest_token_with_which_something_was_done(
    tenant: Tenant,
) -> None:
    note = await tenant.note(await tenant.customer())
    renamed = tenant.token(Role.ADMIN, name="Ana Pop")

    await tenant.send("{ viewer { id } }", renamed)
    before = await author(tenant, note)
    await tenant.send(doing("tagCreate"), renamed, input={"label": "VIP"})
    after = await author(tenant, note)

    assert (before["name"], after["name"]) == ("Admin", "Ana Pop")
    assert before["id"] == after["id"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.SERVICE, Role.OPERATOR])
async def test_whoever_sees_all_customers_sees_who_acts(tenant: Tenant, role: Role) -> None:
    who = await author(tenant, await tenant.note(await tenant.customer()))

    answer = await tenant.ask(ACTOR, by=(role,), id=who["id"])

    assert answer.data["node"]["subject"] == "admin"


async def test_customers_are_not_told_who_works_for_the_tenant(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")
    who = await author(tenant, await tenant.note(ana))

    answer = await tenant.ask(ACTOR, by=(Role.CUSTOMER,), user="ana", id=who["id"])

    assert answer.data == {"node": None}


async def test_the_same_person_is_another_actor_in_another_tenant(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    here = await author(tenant, await tenant.note(await tenant.customer()))
    there = await author(other_tenant, await other_tenant.note(await other_tenant.customer()))

    answer = await tenant.ask(ACTOR, id=there["id"])

    assert here["subject"] == there["subject"]
    assert here["id"] != there["id"]
    assert answer.data == {"node": None}
