"""Walking through a list, page by page, from either end."""

from collections.abc import Awaitable, Callable
from functools import partial, reduce
from operator import getitem
from typing import Any, Final

from tests.tenant import Tenant

Shown = dict[str, Any]
Page = Callable[..., Awaitable[Shown]]

MOST_PAGES: Final = 20
CONNECTION: Final = """
edges { cursor node { id } }
nodes { id }
totalCount { value isExact }
pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"""
CUSTOMERS: Final = f"""
query (
  $first: Int, $after: Cursor, $last: Int, $before: Cursor,
  $where: CustomerWhere, $sortBy: [CustomerSort!], $search: String
) {{
  customers(
    first: $first, after: $after, last: $last, before: $before,
    where: $where, sortBy: $sortBy, search: $search
  ) {{ {CONNECTION} }}
}}"""


def customers(tenant: Tenant, **asked: Any) -> Page:
    """The pages of the list of customers."""
    return partial(page, tenant, CUSTOMERS, "customers", **asked)


async def page(tenant: Tenant, query: str, *path: str, **asked: Any) -> Shown:
    """One page of the connection at the end of a path."""
    answer = await tenant.ask(query, **asked)
    assert "errors" not in answer.body, answer.body
    shown: Shown = reduce(getitem, path, answer.data)
    assert [edge["node"] for edge in shown["edges"]] == shown["nodes"]
    return shown


async def forwards(pages: Page, size: int) -> list[list[str]]:
    """The ids of every page, read from the start."""
    shown = await pages(first=size)
    found = [ids(shown)]
    while shown["pageInfo"]["hasNextPage"]:
        assert len(found) < MOST_PAGES, "The pages never end."
        shown = await pages(first=size, after=shown["pageInfo"]["endCursor"])
        found.append(ids(shown))
    return found


async def backwards(pages: Page, size: int) -> list[list[str]]:
    """The ids of every page, read from the end."""
    shown = await pages(last=size)
    found = [ids(shown)]
    while shown["pageInfo"]["hasPreviousPage"]:
        assert len(found) < MOST_PAGES, "The pages never end."
        shown = await pages(last=size, before=shown["pageInfo"]["startCursor"])
        found.insert(0, ids(shown))
    return found


def ids(shown: Shown) -> list[str]:
    """The ids of a page."""
    return [node["id"] for node in shown["nodes"]]


def together(pages: list[list[str]]) -> list[str]:
    """The ids of all pages."""
    return [each for page in pages for each in page]
