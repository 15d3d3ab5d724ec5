"""Whatever is changed in the house, the engine shows it as graphql-core does."""

import json
from typing import Any, Final

import asyncpg
import httpx2

from tests.app.houses import opened
from tests.servers import UNHURRIED, Server
from tests.tenant import Tenant

WRONG: Final = "userErrors { __typename code message field }"
STEPS: Final = (
    """mutation { customerCreate(input: {firstName: "Ana", lastName: "Țepeș", city: "Iași"}) {
         customer { id displayName city version tags { label } notes { totalCount { value } } }
         again: customer { name: displayName } %s } }""",
    """mutation { a: tagCreate(input: {label: "one", color: "#112233"}) { tag { id label } %s }
         b: tagCreate(input: {label: "one"}) { tag { id } %s }
         c: tagCreate(input: {label: "two"}) { tag { id createdBy { name } customers {
           totalCount { value } nodes { id } } } } }""",
    """mutation { customerTagsAdd(input: {customerId: "#cus", labels: ["one", "two", "new"]}) {
         customer { id tags { label customers { nodes { tagLabels } } } } %s }
       customerTagsSet(input: {customerId: "#cus", tagIds: []}) {
         customer { tags { label } tagLabels } %s } }""",
    """mutation { one: noteCreate(input: {customerId: "#cus", body: "First"}) { note { body
           author { name subject } customer { id notes(first: 5) { nodes { body } } } } %s }
         two: noteCreate(input: {customerId: "#cus", body: ""}) { note { body } %s }
         three: noteCreate(input: {customerId: "cus_0", body: "x"}) { note { body } %s } }""",
    """mutation { addressCreate(input: {customerId: "#cus", type: SHIPPING, line1: "1",
           city: "Iași", postalCode: "700001", countryCode: "RO", isDefault: true}) {
         address { id line1 isDefault customer { addresses { line1 }
           defaultAddress(type: SHIPPING) { line1 } } } %s } }""",
    """mutation { customerUpdate(input: {id: "#cus", lastName: "Pop"}) { customer { id } %s }
       next: customerUpdate(input: {id: "cus_0", lastName: "Pop"}) { customer { id } %s }
       more: customerUpdate(input: {id: "#cus", lastName: "Pope"}) {
         customer { fullName notes { edges { node { body author { name } } } } } %s } }""",
    """mutation { customerBlock(input: {id: "#cus", reason: "Fraud"}) {
         customer { status isActive blockedBy { name } } %s }
       customerDelete(input: {id: "#cus"}) { __typename %s } }""",
    """{ customers(deleted: INCLUDE) { nodes { displayName version status tagLabels
         notes { nodes { body } } addresses { line1 } } totalCount { value isExact } } }""",
)
# What differs between two tenants, by whatever name it is asked for.
OWN: Final = ("id", "cursor", "message", "errorId", "createdAt")


def alike(shown: Any) -> Any:
    """The same, without what is each tenant's own."""
    if isinstance(shown, list):
        return [alike(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    return {name: name if name in OWN else alike(value) for name, value in shown.items()}


async def done(tenant: Tenant) -> list[str]:
    """What is answered, step by step."""
    customer, answers = "", []
    for step in STEPS:
        text = step.replace("%s", WRONG).replace("#cus", customer)
        body = (await tenant.ask(text, user="ada")).body
        created = (body.get("data") or {}).get("customerCreate")
        customer = created["customer"]["id"] if created else customer
        answers.append(json.dumps(alike(body), ensure_ascii=False))
    return answers


async def test_changes_end_alike(postgres: Server, database: str, owner: asyncpg.Pool) -> None:
    answers = []
    for engine in ("false", "true"):
        told = {**UNHURRIED, "ENGINE": engine}
        async with opened(postgres.app(database), **told) as (_, client):
            answers.append(await _twin(client, owner, f"twin-{engine}"))

    assert answers[0] == answers[1]
    assert not any("GRAPHQL" in each or "INTERNAL" in each for each in answers[0]), answers[0]


async def _twin(client: httpx2.AsyncClient, owner: asyncpg.Pool, slug: str) -> list[str]:
    tenant = Tenant(client, owner, slug)
    await tenant.open()
    return await done(tenant)
