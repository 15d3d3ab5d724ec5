"""Customers see themselves and nobody else, whatever they ask and however."""

from typing import Any

import pytest

from auth.scopes import Role
from schema.root import schema
from tests.api.portrait import BRANCHES, PERSON, PLAIN
from tests.tenant import Answer, Tenant, doing, unknown

BY = (Role.CUSTOMER,)
CUSTOMER = "query ($id: ID!) { customer(id: $id) { id email addresses { id } } }"
FIND = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"
NODE = "query ($id: ID!) { node(id: $id) { id } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
OWNER = "query ($id: ID!) { node(id: $id) { ... on Address { customer { id email } } } }"
EVERYTHING = "{{ me {{ {} }} }}".format(" ".join([*PLAIN, *BRANCHES.values()]))
VIEWER = "{ viewer { roles grants { scope reach } } }"
FORBIDDEN = {
    "customers": "{ customers { nodes { id } totalCount { value } } }",
    "customerFilterFields": "{ customerFilterFields { name } }",
    "customerGroups": "{ customerGroups(by: [{field: STATUS}]) { total { count } } }",
    "customerValueSuggestions": "{ customerValueSuggestions(field: CITY) { value } }",
    "tags": "{ tags { nodes { id } } }",
    "tag": "query ($id: ID!) { tag(id: $id) { id customers { nodes { id } } } }",
}
# What is asked of oneself here, and of the tenant's own fields in a file of their own.
OWN = {"customFields", "customField"}
TESTED = {"customer", "customerByIdentifier", "me", "node", "nodes", "viewer", *FORBIDDEN, *OWN}
ANA = {
    "email": "ana@x.ro",
    "phone": "+40712345678",
    "userId": "ana",
    "externalId": "e1",
}
BO = {"email": "bo@x.ro", "phone": "+40712345679", "userId": "bo", "externalId": "e2"}


async def ask(tenant: Tenant, query: str, **variables: Any) -> Answer:
    """Ask as Ana."""
    return await tenant.ask(query, by=BY, user="ana", **variables)


def test_every_field_of_the_root_is_asked_here() -> None:
    roots = schema._schema.query_type

    assert roots is not None
    assert set(roots.fields) == TESTED


async def test_me_is_oneself_without_what_the_tenant_keeps_to_itself(tenant: Tenant) -> None:
    ana = await tenant.customer(**PERSON | ANA)
    home = await tenant.address(ana, isDefault=True)
    await tenant.note(ana)
    await tenant.wear(ana, await tenant.tag())

    answer = await ask(tenant, EVERYTHING)

    shown = answer.data["me"]
    kept_back = {"blockedAt", "blockedBy", "blockedReason", "notes", "tagLabels", "tags"}
    kept_back |= {"changes", "createdBy", "externalIdCorrectedAt", "externalIdReason", "members"}
    assert answer.codes == {f"me.{name}": "FORBIDDEN" for name in kept_back}
    assert (shown["id"], shown["email"], shown["displayName"]) == (ana, "ana@x.ro", "Livada")
    assert {name for name in PERSON.keys() | {"addresses"} if not shown[name]} == set()
    assert (await ask(tenant, NODE, id=home)).data == {"node": {"id": home}}


async def test_customer_answers_oneself_and_nobody_else(tenant: Tenant) -> None:
    ana, bo = await tenant.customer(**ANA), await tenant.customer(**BO)
    home = await tenant.address(ana)

    own = await ask(tenant, CUSTOMER, id=ana)
    other = await ask(tenant, CUSTOMER, id=bo)
    never = await ask(tenant, CUSTOMER, id=unknown("cus"))

    assert own.data == {"customer": {"id": ana, "email": "ana@x.ro", "addresses": [{"id": home}]}}
    assert other.body == never.body == {"data": {"customer": None}}


@pytest.mark.parametrize("name", ["id", *ANA])
async def test_an_identifier_finds_oneself_and_nobody_else(tenant: Tenant, name: str) -> None:
    mine = ANA | {"id": await tenant.customer(**ANA)}
    theirs = BO | {"id": await tenant.customer(**BO)}

    own = await ask(tenant, FIND, it={name: mine[name]})
    other = await ask(tenant, FIND, it={name: theirs[name]})

    assert own.data == {"customerByIdentifier": {"id": mine["id"]}}
    assert other.body == {"data": {"customerByIdentifier": None}}


async def test_a_number_that_another_has_too_still_finds_oneself(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    await tenant.customer(**BO | {"phone": ANA["phone"]})

    own = await ask(tenant, FIND, it={"phone": ANA["phone"]})

    assert own.data == {"customerByIdentifier": {"id": ana}}


async def test_nodes_answer_what_is_ones_own_and_nothing_else(tenant: Tenant) -> None:
    ana, bo = await tenant.customer(**ANA), await tenant.customer(**BO)
    own = [ana, await tenant.address(ana)]
    others = [bo, await tenant.address(bo)]
    of_the_tenant = [await tenant.note(ana), await tenant.note(bo), await tenant.tag()]
    ids = [*own, *others, *of_the_tenant]

    many = await ask(tenant, NODES, ids=ids)
    each = [(await ask(tenant, NODE, id=one)).data["node"] for one in ids]

    mine = [{"id": one} for one in own]
    assert many.data["nodes"] == each == mine + [None] * 5
    assert (await ask(tenant, OWNER, id=own[1])).data["node"]["customer"]["id"] == ana
    assert (await ask(tenant, OWNER, id=others[1])).data == {"node": None}


@pytest.mark.parametrize("field", FORBIDDEN)
async def test_lists_and_tags_are_not_for_customers(tenant: Tenant, field: str) -> None:
    ana, tag = await tenant.customer(**ANA), await tenant.tag()
    await tenant.wear(ana, tag)

    variables = {"id": tag} if field == "tag" else {}
    answer = await ask(tenant, FORBIDDEN[field], **variables)

    assert answer.codes == {field: "FORBIDDEN"}
    assert answer.data in (None, {field: None})


async def test_the_viewer_says_how_far_a_customer_reaches(tenant: Tenant) -> None:
    await tenant.customer(**ANA)

    answer = await ask(tenant, VIEWER)

    assert answer.data["viewer"]["roles"] == ["customer"]
    assert {grant["reach"] for grant in answer.data["viewer"]["grants"]} == {"self"}


async def test_whoever_acted_on_a_customer_is_not_shown_to_it(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    note = await tenant.note(ana)
    author = "query ($id: ID!) { node(id: $id) { ... on Note { author { id } } } }"
    actor = (await tenant.ask(author, id=note)).data["node"]["author"]["id"]

    assert (await ask(tenant, NODE, id=actor)).data == {"node": None}


async def test_a_customer_without_a_record_sees_nothing(tenant: Tenant) -> None:
    bo = await tenant.customer(**BO)
    home = await tenant.address(bo)

    found = [await ask(tenant, FIND, it={name: value}) for name, value in BO.items()]
    seen = await ask(tenant, CUSTOMER, id=bo)
    nodes = await ask(tenant, NODES, ids=[bo, home])

    assert (await ask(tenant, EVERYTHING)).body == {"data": {"me": None}}
    assert [answer.body for answer in found] == [{"data": {"customerByIdentifier": None}}] * 4
    assert seen.body == {"data": {"customer": None}}
    assert nodes.body == {"data": {"nodes": [None, None]}}


async def test_the_same_account_in_another_tenant_is_somebody_else(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    await tenant.customer(**ANA)
    there = await other_tenant.customer(**ANA)

    assert (await ask(tenant, CUSTOMER, id=there)).data == {"customer": None}
    assert (await ask(other_tenant, CUSTOMER, id=there)).data["customer"]["id"] == there


async def test_a_deleted_customer_sees_not_even_itself(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    home = await tenant.address(ana)
    await ask(tenant, CUSTOMER, id=ana)

    await tenant.ask(doing("customerDelete"), input={"id": ana})

    # The door still remembers the token; what lies behind it is gone all the same.
    assert (await ask(tenant, NODES, ids=[ana, home])).data == {"nodes": [None, None]}
    assert (await ask(tenant, "{ me { id } }")).data == {"me": None}
