"""A role that is not exactly one of ours is nothing: it reads nothing and does nothing."""

import pytest

from schema.root import schema
from tests.api.acts import ACTS
from tests.tenant import Tenant, doing, kept

STRANGE = ["administrator", "admin2", "admin_", "adminbusiness", "superadmin", "root", "*", ""]
# Every field of the root, and what it answers to somebody who may nothing: null or FORBIDDEN.
QUESTIONS = {
    "customField": "query ($id: ID!) { customField(id: $id) { id } }",
    "customFields": "{ customFields { id } }",
    "customer": "query ($id: ID!) { customer(id: $id) { id } }",
    "customerByIdentifier": """
    query ($id: ID!) { customerByIdentifier(identifier: {id: $id}) { id } }""",
    "customerFilterFields": "{ customerFilterFields { name } }",
    "customerGroups": "{ customerGroups(by: [{field: STATUS}]) { total { count } } }",
    "customerValueSuggestions": "{ customerValueSuggestions(field: CITY) { value } }",
    "customers": "{ customers { nodes { id } totalCount { value } } }",
    "me": "{ me { id } }",
    "node": "query ($id: ID!) { node(id: $id) { id } }",
    "nodes": "query ($id: ID!) { nodes(ids: [$id]) { id } }",
    "tag": "query ($id: ID!) { tag(id: $id) { id } }",
    "tags": "{ tags { nodes { id } totalCount { value } } }",
    "viewer": "{ viewer { roles grants { scope } } }",
}
ANSWERED = {
    "me": {"me": None},
    "node": {"node": None},
    "nodes": {"nodes": [None]},
    "viewer": {"viewer": {"roles": [], "grants": []}},
}


def test_every_field_of_the_root_is_asked_here() -> None:
    roots = schema._schema.query_type

    assert roots is not None
    assert set(QUESTIONS) == set(roots.fields)


@pytest.mark.parametrize("role", STRANGE)
async def test_it_reads_nothing(tenant: Tenant, role: str) -> None:
    ids = [await tenant.customer(), await tenant.tag()]

    for field, question in QUESTIONS.items():
        for each in ids:
            variables = {"id": each} if "$id" in question else {}
            answer = await tenant.ask(question, by=(role,), **variables)
            if field in ANSWERED:
                assert answer.body == {"data": ANSWERED[field]}
            else:
                assert answer.codes == {field: "FORBIDDEN"}
                assert answer.data in (None, {field: None})


@pytest.mark.parametrize("act", ACTS)
async def test_it_does_nothing(tenant: Tenant, act: str) -> None:
    given = await ACTS[act].given(tenant)
    before = await tenant.contents()

    for role in STRANGE:
        answer = await tenant.ask(doing(act), by=(role,), input=given)
        assert (answer.data, answer.codes) == (None, {act: "FORBIDDEN"})

    assert await tenant.contents() == before


async def test_somebody_without_any_role_is_somebody_who_may_nothing(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")

    listed = await tenant.ask(QUESTIONS["customers"], by=(), user="ana")
    own = await tenant.ask(QUESTIONS["me"], by=(), user="ana")

    assert (listed.data, listed.codes) == (None, {"customers": "FORBIDDEN"})
    assert own.data == {"me": None}
    assert str(kept(ana)) not in str(listed.body) + str(own.body)


@pytest.mark.parametrize("role", STRANGE)
async def test_it_takes_nothing_away_from_a_role_beside_it(tenant: Tenant, role: str) -> None:
    ana = await tenant.customer()

    answer = await tenant.ask(QUESTIONS["customers"], by=("staff", role))

    assert answer.data["customers"]["nodes"] == [{"id": ana}]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("admin_business", "admin"),
        ("ADMIN_MANAGER", "manager"),
        ("internal", "service"),
        ("platform", "operator"),
        ("Staff", "staff"),
    ],
)
async def test_names_that_other_systems_use_are_ours(tenant: Tenant, name: str, role: str) -> None:
    answer = await tenant.ask(QUESTIONS["viewer"], by=(name,))

    assert answer.data["viewer"]["roles"] == [role]
