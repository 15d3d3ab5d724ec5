"""The printed schema: the contract with every client, in an order that does not change."""

from graphql import build_schema, lexicographic_sort_schema, print_schema

from schema.root import schema


def printed() -> str:
    """The whole schema in the schema definition language."""
    return print_schema(lexicographic_sort_schema(build_schema(schema.as_str()))) + "\n"
