"""The schema of a role is what the role can use: no more of it is answered, and no less."""

from typing import Any, Final

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate, validate_schema

from auth.scopes import Role
from schema.printed import printed
from tests.api.portrait import PERSON
from tests.api.usable import Use, Walk
from tests.app.houses import speaking
from tests.clients.operations import operations
from tests.firms import new_company, new_member
from tests.servers import UNHURRIED, Server
from tests.tenant import Answer, Tenant, doing

SCHEMA: Final = "{ viewer { schema } }"
SOME: Final = 150
WHOLE: Final = build_schema(printed())


async def _shown(tenant: Tenant, *roles: Role) -> GraphQLSchema:
    answer = await tenant.ask(SCHEMA, by=roles, user="ana")
    return build_schema(answer.data["viewer"]["schema"])


async def _known(tenant: Tenant, role: Role) -> dict[str, str]:
    """Something of every kind, by the names of their types."""
    customer = await tenant.customer(**PERSON | {"userId": "ana", "kind": "INDIVIDUAL"})
    await new_member(tenant, await new_company(tenant), customer)
    address = await tenant.address(customer, isDefault=True)
    tag = await tenant.tag()
    await tenant.wear(customer, tag)
    note = await tenant.note(customer)
    field = await tenant.custom_field("own", "MONEY", access="CUSTOMER_CHANGES")
    value = {"money": {"amount": "1.50", "currencyCode": "RON"}}
    own = {"customFields": [{"key": "own", "value": value}]}
    await tenant.ask(doing("customerUpdate"), input={"id": customer, **own})
    ids = {"Customer": customer, "Address": address, "Tag": tag, "Note": note, "Node": customer}
    ids["CustomField"] = field
    if role is not Role.CUSTOMER:
        await tenant.ask(doing("customerBlock"), input={"id": customer, "reason": "Fraud"})
        ids["Actor"] = (await tenant.ask("{ viewer { id } }")).data["viewer"]["id"]
    return ids


def _refused(use: Use, answer: Answer) -> bool:
    """Whether it was the right to use this part that was lacking."""
    errors = answer.body.get("errors", [])
    if use.path and answer.data is not None:
        assert _stands(answer.data, use.path[:-1]), f"{use.part} was never come to"
    refused = [error for error in errors if error["extensions"]["code"] == "FORBIDDEN"]
    assert "INTERNAL_SERVER_ERROR" not in answer.codes.values()
    for payload in (answer.data or {}).values():
        said = payload.get("userErrors", []) if isinstance(payload, dict) else []
        refused += [error for error in said if error["code"] == "FORBIDDEN"]
    return bool(refused)


def _stands(data: Any, path: tuple[str, ...]) -> bool:
    """Whether there is an object on this path."""
    for step in path:
        data = data[step]
        data = data[0] if isinstance(data, list) and data else data
    return isinstance(data, dict)


@pytest.mark.long
@pytest.mark.parametrize("role", Role)
async def test_a_part_is_refused_exactly_where_it_is_not_shown(tenant: Tenant, role: Role) -> None:
    mine = await _shown(tenant, role)
    uses = list(Walk(WHOLE, mine, await _known(tenant, role)).uses())
    wrong = []
    for use in uses:
        answer = await tenant.ask(use.request, by=[role], user="ana")
        assert answer.status == 200, (use, answer.body)
        if _refused(use, answer) is use.is_there:
            wrong.append((use.part, answer.body))

    assert wrong == []
    assert len({use.part for use in uses}) == len(uses) > SOME


@pytest.mark.parametrize("role", Role)
async def test_every_role_is_shown_a_sound_schema(tenant: Tenant, role: Role) -> None:
    mine = await _shown(tenant, role)

    assert validate_schema(mine) == []
    assert mine.type_map.keys() <= WHOLE.type_map.keys()
    assert [each.name for each in mine.directives] == [each.name for each in WHOLE.directives]


async def test_who_may_use_everything_is_shown_the_whole(tenant: Tenant) -> None:
    answer = await tenant.ask(SCHEMA)

    assert answer.data["viewer"]["schema"] == printed()


async def test_two_roles_are_shown_what_each_of_them_gives(tenant: Tenant) -> None:
    both = await _shown(tenant, Role.CUSTOMER, Role.STAFF)

    assert set(both.type_map["Query"].fields) == {  # type: ignore[attr-defined]
        *("customField", "customFields", "customer", "customerByIdentifier", "customerGroups"),
        *("customerFilterFields", "customerValueSuggestions", "customers"),
        *("me", "node", "nodes", "viewer"),
    }
    # Who reads all customers sees of nobody what may be seen only of oneself.
    update = both.type_map["CustomerUpdateInput"]
    assert "companyName" not in update.fields  # type: ignore[attr-defined]
    assert "firstName" in update.fields  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("role", "fits", "does_not"),
    [
        (Role.ADMIN, set(operations()), set()),
        (Role.CUSTOMER, {"CustomerLookup", "CustomerUpdate"}, {"CustomerPage", "NoteCreate"}),
        (Role.STAFF, {"CustomerLookup", "CustomerPage"}, {"CustomerCard", "CustomerUpdate"}),
        (Role.OPERATOR, {"Viewer"}, {"CustomerPage", "CustomerSearch"}),
    ],
)
async def test_operations_fit_where_the_role_may_ask_them(
    tenant: Tenant, role: Role, fits: set[str], does_not: set[str]
) -> None:
    mine = await _shown(tenant, role)

    fitting = {name for name, text in operations().items() if not validate(mine, parse(text))}
    assert fits <= fitting
    assert fitting.isdisjoint(does_not)


async def test_it_costs_as_much_as_the_whole_schema(tenant: Tenant) -> None:
    headers = {"Authorization": f"Bearer {tenant.token(Role.STAFF)}", "X-GraphQL-Cost": "include"}

    answer = await tenant.post({"query": SCHEMA}, headers)

    assert answer.body["extensions"]["cost"]["requested"] == 601


async def test_where_the_schema_is_closed_it_is_not_shown_so_either(
    tenant: Tenant, postgres: Server, database: str
) -> None:
    told = UNHURRIED | {"INTROSPECTION": "false"}
    async with speaking(postgres, database, **told) as client:
        answer = await tenant.through(client).ask(SCHEMA)

    assert (answer.status, answer.data) == (200, {"viewer": {"schema": None}})
    assert answer.codes == {"viewer.schema": "INTROSPECTION_DISABLED"}
