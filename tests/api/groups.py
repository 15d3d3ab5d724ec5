"""Groups of customers, as tests ask for them and read the answer."""

from collections.abc import Iterable
from typing import Any, Final

from auth.scopes import Role
from tests.tenant import ADMIN, Answer, Tenant

GROUPS: Final = """
query ($keys: [CustomerGroupBy!]!, $where: CustomerWhere, $search: String,
  $deleted: DeletedCustomers! = EXCLUDE, $sortBy: CustomerGroupSort, $first: Int! = 50) {
  customerGroups(by: $keys, where: $where, search: $search, deleted: $deleted, sortBy: $sortBy,
    first: $first) { isComplete total { count } groups { count keys { value } } }
}"""

Found = list[tuple[Any, ...]]


async def ask(
    tenant: Tenant, *fields: str, by: Iterable[Role | str] = ADMIN, **asked: Any
) -> Answer:
    """What is answered to somebody who groups by these fields."""
    return await tenant.ask(GROUPS, by=by, keys=[{"field": name} for name in fields], **asked)


async def groups(tenant: Tenant, *fields: str, **asked: Any) -> Found:
    """The groups by these fields: what each has in common, and how many are in it."""
    return listed(await ask(tenant, *fields, **asked))


def listed(answer: Answer) -> Found:
    """The groups of an answer, in their order."""
    assert "errors" not in answer.body, answer.body
    return [
        (*(key["value"] for key in group["keys"]), group["count"])
        for group in answer.data["customerGroups"]["groups"]
    ]
