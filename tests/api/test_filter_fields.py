"""Fields to filter by: they are those of the schema, and those that the caller may use."""

from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_introspection_query,
    get_named_type,
)
from graphql.utilities import build_client_schema

from auth.scopes import Role
from tests.conftest import Statements
from tests.tenant import Tenant

FIELDS: Final = """
{ customerFilterFields {
  name label kind operators options scope groupFields isGroupable isSortable isCustom
} }"""
# What combines others, and what stands for the fields of the tenant's own, which are told apart.
LOGIC: Final = {"and", "or", "not", "customFields"}
KINDS: Final = {
    "Boolean": "BOOLEAN",
    "DateMatch": "DATE",
    "DateTimeMatch": "DATE_TIME",
    "IdMatch": "ID",
    "IntMatch": "NUMBER",
    "TagMatch": "TAGS",
    "TextMatch": "TEXT",
}


async def fields(tenant: Tenant, *roles: Role) -> dict[str, dict[str, Any]]:
    """The fields that somebody is told of, by their names."""
    answer = await tenant.ask(FIELDS, by=roles)
    assert "errors" not in answer.body, answer.body
    return {each["name"]: each for each in answer.data["customerFilterFields"]}


async def test_every_field_of_a_filter_is_told_as_the_schema_has_it(tenant: Tenant) -> None:
    asked = get_introspection_query(descriptions=True, input_value_deprecation=True)
    schema = build_client_schema((await tenant.ask(asked)).data)
    where = schema.type_map["CustomerWhere"]
    assert isinstance(where, GraphQLInputObjectType)
    wanted = {name: field for name, field in where.fields.items() if name not in LOGIC}

    told = await fields(tenant, Role.ADMIN)

    assert told.keys() == wanted.keys()
    for name, field in wanted.items():
        kind = get_named_type(field.type)
        inside = list(kind.fields) if isinstance(kind, GraphQLInputObjectType) else []
        assert (told[name]["label"], told[name]["operators"]) == (field.description, inside)
        assert told[name]["kind"] == KINDS.get(kind.name, "OPTION")
        one = kind.fields.get("eq") if isinstance(kind, GraphQLInputObjectType) else None
        of = get_named_type(one.type) if one else None
        options = list(of.values) if isinstance(of, GraphQLEnumType) else []
        assert told[name]["options"] == options


async def test_what_can_be_sorted_and_grouped_by_is_told(tenant: Tenant) -> None:
    asked = get_introspection_query()
    schema = build_client_schema((await tenant.ask(asked)).data)
    sorts, groups = (schema.type_map[f"Customer{what}Field"] for what in ("Sort", "Group"))
    assert isinstance(sorts, GraphQLEnumType)
    assert isinstance(groups, GraphQLEnumType)

    told = (await fields(tenant, Role.ADMIN)).values()

    sortable = {each["name"] for each in told if each["isSortable"]}
    assert {_camel(name) for name in sorts.values} == sortable
    assert sorted(name for each in told for name in each["groupFields"]) == sorted(groups.values)
    assert all(each["isGroupable"] is bool(each["groupFields"]) for each in told)
    assert not any(each["isCustom"] for each in told)


async def test_only_what_the_caller_may_filter_by_is_told(tenant: Tenant) -> None:
    everything = await fields(tenant, Role.ADMIN)
    of_staff = await fields(tenant, Role.STAFF)
    of_operators = await fields(tenant, Role.OPERATOR)

    personal = {n for n, each in everything.items() if each["scope"] == "customers:pii"}
    assert {"email", "bornOn", "region"} < personal
    assert everything.keys() - of_staff.keys() == {"tags"}
    assert everything["tags"]["scope"] == "tags:read"
    assert everything.keys() - of_operators.keys() == {"tags"} | personal
    assert {each["scope"] for each in of_operators.values()} == {None}


async def test_customers_are_told_of_no_field(tenant: Tenant) -> None:
    answer = await tenant.ask(FIELDS, by=(Role.CUSTOMER,))

    assert (answer.data, answer.codes) == (None, {"customerFilterFields": "FORBIDDEN"})


async def test_only_the_tenants_own_fields_are_asked_of_the_database(
    tenant: Tenant, statements: Statements
) -> None:
    await tenant.ask("{ viewer { id } }")
    statements.clear()
    await fields(tenant, Role.ADMIN)

    (asked,) = statements
    assert "FROM custom_fields" in asked


async def test_the_tenants_own_fields_are_told_by_their_keys(tenant: Tenant) -> None:
    await tenant.custom_field("size", "OPTION", options=["Small", "Large"])
    await tenant.custom_field("budget", "MONEY")
    await tenant.custom_field("secret", "TEXT", isFilterable=False)

    of_admin = await fields(tenant, Role.ADMIN)
    of_operators = await fields(tenant, Role.OPERATOR)

    own = {name: each for name, each in of_admin.items() if each["isCustom"]}
    same = {"isCustom": True, "scope": "customers:pii", "groupFields": [], "isGroupable": False}
    options = {"kind": "OPTION", "options": ["Small", "Large"], "operators": ["eq", "in"]}
    amounts = {"kind": "MONEY", "options": [], "operators": ["eq", "gt", "gte", "lt", "lte"]}
    assert own == {
        "size": {"name": "size", "label": "Size", "isSortable": True, **options, **same},
        "budget": {"name": "budget", "label": "Budget", "isSortable": False, **amounts, **same},
    }
    assert not any(each["isCustom"] for each in of_operators.values())


def _camel(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(part.title() for part in rest)
