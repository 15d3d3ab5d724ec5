"""What the promises about a customer's record are put to the test with."""

from typing import Any, Final

from tests.tenant import Answer, Tenant, doing

DELETE: Final = doing("customerDelete", "deletedId")
RESTORE: Final = doing("customerRestore", "customer { id }")
BY: Final = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"


async def shown(tenant: Tenant, customer: str, fields: str, **asked: Any) -> dict[str, Any]:
    """What is shown of a customer."""
    query = f"query ($id: ID!) {{ customer(id: $id) {{ {fields} }} }}"
    answer = await tenant.ask(query, id=customer, **asked)
    assert "errors" not in answer.body, answer.body
    found: dict[str, Any] = answer.data["customer"]
    return found


async def changed(tenant: Tenant, customer: str, **given: Any) -> Answer:
    """The answer to a change of a customer."""
    act = doing("customerUpdate", "changedFields customer { id version }")
    return await tenant.ask(act, input={"id": customer, **given})


async def acted(tenant: Tenant, act: str, customer: str, **given: Any) -> Answer:
    """The answer to an act on one customer that shows nothing."""
    return await tenant.ask(doing(act), input={"id": customer, **given})


async def found_by(tenant: Tenant, **identifier: Any) -> str | None:
    """Who has an identifier."""
    answer = await tenant.ask(BY, it=identifier)
    found = answer.data["customerByIdentifier"]
    return found["id"] if found else None
