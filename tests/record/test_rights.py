"""Rights and refusals: what is withheld, what is refused and how, and what nobody gets past."""

from typing import Any, Final

import asyncpg
import pytest
from graphql import GraphQLInputField, GraphQLSchema, build_schema

from auth.scopes import Role
from db.base import columns_of, owned_rows
from schema.printed import printed
from tests.api.usable import Walk
from tests.conftest import SENT
from tests.tenant import CREATE_CUSTOMER, Tenant, doing, unknown

UPDATE: Final = doing("customerUpdate", "customer { id }")
INJECTION: Final = "'; drop table customers; select pg_sleep(9) --"
MANY: Final = 80
WALLED: Final = """
select
    (select attnotnull from pg_attribute
        where attrelid = t.oid and attname = 'tenant_id') as always,
    relrowsecurity and relforcerowsecurity as shut,
    exists (select from pg_constraint
        where conrelid = t.oid and contype = 'f' and confrelid = 'tenants'::regclass) as owned
from pg_class t where oid = $1::text::regclass"""


@pytest.mark.parametrize(
    ("said", "codes"),
    [("", {"customers.nodes.0.email": "FORBIDDEN"}), ("@onForbidden(do: NULL)", {})],
)
async def test_u13_a_forbidden_field_is_null_and_the_rest_arrives(
    tenant: Tenant, said: str, codes: dict[str, str]
) -> None:
    customer = await tenant.customer(email="ana@x.ro")
    query = f"query {said} {{ customers {{ nodes {{ id email }} }} }}"

    answer = await tenant.ask(query, by=[Role.OPERATOR])

    told = [{"path": ["customers", "nodes", 0, "email"], "scope": "customers:pii"}]
    assert answer.data == {"customers": {"nodes": [{"id": customer, "email": None}]}}
    assert (answer.status, answer.codes) == (200, codes)
    assert answer.body.get("extensions") == ({"redactions": told} if said else None)


async def test_m10_a_role_is_shown_no_more_than_it_can_use(tenant: Tenant) -> None:
    answer = await tenant.ask("{ viewer { schema } }", by=[Role.STAFF])

    shown: Any = build_schema(answer.data["viewer"]["schema"])
    whole: Any = build_schema(printed())
    assert shown.mutation_type is None
    assert whole.type_map["Customer"].fields.keys() - shown.type_map["Customer"].fields.keys() == {
        "notes",
        "tagLabels",
        "tags",
    }
    assert whole.type_map["CustomerWhere"].fields.keys() - shown.type_map[
        "CustomerWhere"
    ].fields == {"tags"}
    assert list(shown.type_map["DeletedCustomers"].values) == ["EXCLUDE"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ana"),
        ("email", "ana@"),
        ("email", "ana@example.com, bo@example.com"),
        ("phone", "12"),
        ("phone", "call me"),
    ],
)
async def test_c189_a_contact_has_the_form_of_one(tenant: Tenant, field: str, value: str) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana", field: value})

    assert answer.refusals() == [("BAD_USER_INPUT", [field])]
    assert await tenant.contents() == before


async def test_c190_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    before = await tenant.contents()
    wrong = {"email": "ana@", "phone": "12", "countryCode": "EU", "bornOn": "1899-12-31"}

    answer = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana"} | wrong)

    assert sorted(answer.refusals()) == [("BAD_USER_INPUT", [field]) for field in sorted(wrong)]
    assert all(each["message"].endswith(".") for each in answer.payload()["userErrors"])
    assert await tenant.contents() == before


@pytest.mark.parametrize(
    "given", [{"email": "ana@x.ro"}, {"userId": "ana"}, {"externalId": "crm-1"}]
)
async def test_c191_a_duplicate_is_a_conflict_that_names_who_was_first(
    tenant: Tenant, given: dict[str, str]
) -> None:
    first = await tenant.customer(**given)
    before = await tenant.contents()
    shows = "customer { id } userErrors { code field ... on ValueTaken { existingId } }"
    query = (
        f"mutation ($input: CustomerCreateInput!) {{ customerCreate(input: $input) {{ {shows} }} }}"
    )

    answer = await tenant.ask(query, input={"firstName": "Bo"} | given)

    (field,) = given
    error = {"code": "TAKEN", "field": [field], "existingId": first}
    assert answer.payload() == {"customer": None, "userErrors": [error]}
    assert await tenant.contents() == before


async def test_c192_each_outcome_has_its_own_status_and_code(tenant: Tenant) -> None:
    customer = await tenant.customer()
    asked = "query ($id: ID!) { customer(id: $id) { id } }"

    found = await tenant.ask(asked, id=customer)
    nobody = await tenant.ask(asked, id=unknown("cus"))
    gone = await tenant.ask(UPDATE, input={"id": unknown("cus"), "city": "Cluj"})
    wrong = await tenant.ask(UPDATE, input={"id": customer, "countryCode": "EU"})
    unread = await tenant.ask("{ customer(id: 1) { nothing } }")
    stranger = await tenant.send("{ me { id } }", "no token")

    assert (found.status, found.data) == (200, {"customer": {"id": customer}})
    assert (nobody.status, nobody.body) == (200, {"data": {"customer": None}})
    assert (gone.status, gone.refusals()) == (200, [("NOT_FOUND", ["id"])])
    assert (wrong.status, wrong.refusals()) == (200, [("BAD_USER_INPUT", ["countryCode"])])
    assert (unread.status, unread.codes) == (400, {"": "GRAPHQL_VALIDATION_FAILED"})
    assert (stranger.status, stranger.codes) == (401, {"": "UNAUTHENTICATED"})


@pytest.mark.long
async def test_c193_sql_in_a_text_is_a_text_and_nothing_else(
    tenant: Tenant, owner: asyncpg.Pool
) -> None:
    customer = await tenant.customer()
    ids = {"Customer": customer, "Tag": await tenant.tag(), "Node": customer}
    whole = build_schema(printed())
    uses = [use.request for use in Walk(whole, whole, ids).uses()]
    requests = [*(each for each in uses if '"Ana"' in each), *_criteria(whole)]
    SENT.clear()

    for request in requests:
        answer = await tenant.ask(request.replace('"Ana"', f'"{INJECTION}"'))
        assert "INTERNAL_SERVER_ERROR" not in answer.codes.values(), request

    assert any("search:" in each for each in requests)
    assert len(requests) > MANY
    assert SENT
    assert not any("pg_sleep" in sent for sent in SENT)
    assert await owner.fetchval("select count(*) > 0 from customers") is True


def _criteria(whole: GraphQLSchema) -> list[str]:
    """A request for every field that can be filtered by text, with every operator."""
    kinds: Any = whole.type_map
    fields = [name for name, f in kinds["CustomerWhere"].fields.items() if _is_text(f)]
    return [
        f'{{ customers(where: {{ {name}: {{ {operator}: "Ana" }} }}) {{ nodes {{ id }} }} }}'
        for name in fields
        for operator in kinds["TextMatch"].fields
        if operator != "isNull"
    ]


def _is_text(field: GraphQLInputField) -> bool:
    return str(field.type) == "TextMatch"


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("countryCode", "ro", False),
        ("countryCode", "EU", True),
        ("countryCode", "Romania", True),
        ("nationality", "XX", True),
        ("city", "x" * 100, False),
        ("city", "x" * 101, True),
        ("firstName", "x" * 101, True),
        ("externalId", "x" * 255, False),
        ("externalId", "x" * 256, True),
    ],
)
async def test_c194_a_country_is_one_and_a_text_is_not_too_long(
    tenant: Tenant, field: str, value: str, *, refused: bool
) -> None:
    before = await tenant.contents()

    answer = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana"} | {field: value})

    assert answer.refusals() == ([("BAD_USER_INPUT", [field])] if refused else [])
    assert (await tenant.contents() == before) is refused


async def test_d02_every_table_with_what_is_personal_belongs_to_a_tenant(
    owner: asyncpg.Pool,
) -> None:
    personal = {
        row.__tablename__
        for row in owned_rows()
        if any(column.info["personal"] == "erase" for column in columns_of(row))
    }

    found = {table: dict(await owner.fetchrow(WALLED, table) or {}) for table in personal}

    assert {"addresses", "customers", "notes"} <= personal
    walled = {"always": True, "shut": True, "owned": True}
    assert found == {table: walled for table in personal}  # noqa: C420  # one for each
