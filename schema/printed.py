"""The printed schema: the contract with every client, in an order that does not change."""

from graphql import build_schema, lexicographic_sort_schema, print_schema

from auth.scopes import GRANTS, Role
from schema.role_schema import role_schema
from schema.root import schema


def printed(role: Role | None = None) -> str:
    """The schema in the schema definition language: the whole, or what a role can use of it."""
    if role is not None:
        return role_schema(schema, frozenset(GRANTS[role].items()))
    return print_schema(lexicographic_sort_schema(build_schema(schema.as_str()))) + "\n"
