"""The dashboard page: how it is asked for, and what it says however it is written."""

import re
from datetime import UTC, datetime
from typing import Any, Final

PAGE: Final = """
query Dashboard {
  customers(first: 50) {
    edges {
      cursor
      node {
        id firstName lastName email phone status type loyaltyTier loyaltyPoints
        createdAt lastInteractionAt
        tags { id label color }
        addresses { id type line1 city postalCode countryCode isDefault }
        notes(first: 3) { nodes { id body createdAt author { id name } } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
# PostGraphile makes its names of those of the tables, and calls the node's opaque id `id`.
POSTGRAPHILE_PAGE: Final = """
query Dashboard {
  customers: allCustomers(
    first: 50, condition: {tenantId: "TENANT"}, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]
  ) {
    edges {
      cursor
      node {
        id: rowId firstName lastName email phone status type loyaltyTier loyaltyPoints
        createdAt lastInteractionAt
        tags: customerTagsByTenantIdAndCustomerIdList {
          tag: tagByTenantIdAndTagId { id: rowId label color }
        }
        addresses: addressesByTenantIdAndCustomerIdList(orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) {
          id: rowId type line1 city postalCode countryCode isDefault
        }
        notes: notesByTenantIdAndCustomerId(
          first: 3, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]
        ) {
          nodes {
            id: rowId body createdAt author: actorByTenantIdAndAuthorId { id: rowId name }
          }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
ID: Final = re.compile(r"(?:[a-z]+_)?([0-9a-f]{32})")
INSTANTS: Final = {"createdAt", "lastInteractionAt"}
CURSORS: Final = {"cursor", "endCursor"}


def meaning(told: Any, name: str = "") -> Any:
    """What an answer means, whoever wrote it."""
    if isinstance(told, dict):
        inside = told["tag"] if set(told) == {"tag"} else told
        return {key: meaning(value, key) for key, value in inside.items()}
    if isinstance(told, list):
        each = [meaning(value) for value in told]
        # A tag of a customer has no place of its own.
        return sorted(each, key=lambda tag: str(tag["id"])) if name == "tags" else each
    return _plain(told, name)


def _plain(told: Any, name: str) -> Any:
    if name in CURSORS:
        return bool(told)
    if name == "id":
        form = ID.fullmatch(told.replace("-", ""))
        return form[1] if form else told
    if name in INSTANTS and told is not None:
        return datetime.fromisoformat(told).astimezone(UTC)
    return int(told) if name == "loyaltyPoints" else told


def difference(one: Any, other: Any, path: str = "") -> str:
    """Where two meanings differ first; nothing if they do not."""
    if type(one) is not type(other) or (isinstance(one, list) and len(one) != len(other)):
        return f"{path}: {str(one)[:80]} / {str(other)[:80]}"
    if isinstance(one, dict):
        if set(one) != set(other):
            return f"{path}: {sorted(set(one) ^ set(other))}"
        pairs = ((one[key], other[key], f"{path}.{key}") for key in one)
    elif isinstance(one, list):
        pairs = ((*both, f"{path}[{n}]") for n, both in enumerate(zip(one, other, strict=True)))
    else:
        return "" if one == other else f"{path}: {one} / {other}"
    return next((found for pair in pairs if (found := difference(*pair))), "")
