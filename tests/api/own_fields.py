"""Fields of a tenant's own, and how tests say, see and find what customers have in them."""

from typing import Any, Final

from auth.scopes import Role
from tests.tenant import Tenant, doing

VALUE: Final = (
    "key label kind text number isTrue fallsOn money { amount currencyCode } option texts"
)
SHOW: Final = f"query ($id: ID!) {{ customer(id: $id) {{ customFields {{ {VALUE} }} }} }}"
UPDATE: Final = """
mutation ($input: CustomerUpdateInput!) {
  customerUpdate(input: $input) {
    customer { version customFields { key text } }
    changedFields
    userErrors {
      code message field
      ... on StaleVersion { base theirs yours } ... on ValueTaken { existingId }
    }
  }
}"""


KEYS = "query ($r: Boolean! = false) { customFields(isRetired: $r) { key } }"
RETIRE = doing("customFieldRetire", "customField { key retiredAt }")


async def keys(tenant: Tenant, by: tuple[Role, ...] = (Role.ADMIN,), **asked: Any) -> list[str]:
    """The keys of the fields that somebody is shown."""
    answer = await tenant.ask(KEYS, by=by, **asked)
    assert "errors" not in answer.body, answer.body
    return [each["key"] for each in answer.data["customFields"]]


def one(key: str, **value: Any) -> list[dict[str, Any]]:
    """What is said of one custom field."""
    return [{"key": key, "value": value or None}]


async def field(tenant: Tenant, kind: str, key: str = "own", **given: Any) -> str:
    """A new field of a kind, by which customers can be filtered unless said otherwise."""
    options = {"options": ["S", "M"]} if kind == "OPTION" else {}
    return await tenant.custom_field(key, kind, **options, **given)


async def shown(tenant: Tenant, customer: str, **asked: Any) -> list[dict[str, Any]]:
    """What a customer is shown to have."""
    answer = await tenant.ask(SHOW, id=customer, **asked)
    assert "errors" not in answer.body, answer.body
    found: list[dict[str, Any]] = answer.data["customer"]["customFields"]
    return found


async def texts(tenant: Tenant, customer: str) -> dict[str, Any]:
    """The texts of a customer, by the keys of their fields."""
    return {each["key"]: each["text"] for each in await shown(tenant, customer)}


async def found_by(tenant: Tenant) -> list[dict[str, Any]]:
    """The rows by which customers are found."""
    return await tenant.rows(
        "select nth, text_value, number_value, date_value, currency, unique_value"
        " from custom_values where tenant_id = $1 order by field_id, nth"
    )
