"""The changes of a customer: which fields got another value, in which version, when and by whom."""

from auth.scopes import Role
from tests.conftest import Statements
from tests.tenant import Tenant, doing

CHANGES = "version fields createdBy { name }"
HISTORY = (
    "query ($id: ID!, $after: Cursor) { customer(id: $id) { createdBy { name } version"
    f" changes(first: 2, after: $after) {{ nodes {{ {CHANGES} }}"
    " pageInfo { hasNextPage endCursor } totalCount { value isExact } } } }"
)
UPDATE = doing("customerUpdate", "customer { id }")


async def changed_twice(tenant: Tenant) -> str:
    ana = await tenant.customer(firstName="Ana")
    first = {"id": ana, "firstName": "Bea", "preferences": {"language": "ro"}}
    await tenant.ask(UPDATE, by=(Role.MANAGER,), input=first)
    await tenant.ask(UPDATE, input={"id": ana, "email": "bea@example.com"})
    await tenant.ask(doing("customerBlock"), input={"id": ana, "reason": "Fraud"})
    return ana


async def test_every_change_tells_its_version_its_fields_and_who_made_it(tenant: Tenant) -> None:
    ana = await changed_twice(tenant)

    page = (await tenant.ask(HISTORY, id=ana)).data["customer"]
    rest = await tenant.ask(HISTORY, id=ana, after=page["changes"]["pageInfo"]["endCursor"])

    blocked = {"status", "blockedAt", "blockedBy", "blockedReason"}
    assert page["createdBy"] == {"name": "Admin"}
    assert page["version"] == 4
    assert page["changes"]["totalCount"] == {"value": 3, "isExact": True}
    last, middle = page["changes"]["nodes"]
    assert set(last.pop("fields")) == blocked
    assert last == {"version": 4, "createdBy": {"name": "Admin"}}
    assert middle == {"version": 3, "fields": ["email"], "createdBy": {"name": "Admin"}}
    assert rest.data["customer"]["changes"]["nodes"] == [
        {
            "version": 2,
            "fields": ["firstName", "preferences.language"],
            "createdBy": {"name": "Manager"},
        }
    ]


async def test_what_changed_nothing_is_no_change(tenant: Tenant) -> None:
    ana = await tenant.customer(firstName="Ana")

    await tenant.ask(UPDATE, input={"id": ana, "firstName": "Ana"})

    history = (await tenant.ask(HISTORY, id=ana)).data["customer"]
    assert history["version"] == 1
    assert history["changes"]["nodes"] == []


async def test_customers_are_not_told_who_works_here(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="ana")
    await tenant.ask(UPDATE, input={"id": ana, "firstName": "Bea"})

    answer = await tenant.ask(HISTORY, by=(Role.CUSTOMER,), user="ana", id=ana)

    assert answer.codes == {"customer.createdBy": "FORBIDDEN", "customer.changes": "FORBIDDEN"}
    assert answer.data == {"customer": {"createdBy": None, "version": 2, "changes": None}}


async def test_the_changes_of_another_tenant_are_not_there(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    ana = await changed_twice(tenant)

    assert (await other_tenant.ask(HISTORY, id=ana)).data == {"customer": None}


async def test_the_changes_of_many_take_one_statement(
    tenant: Tenant, statements: Statements
) -> None:
    for _ in range(3):
        await changed_twice(tenant)
    query = f"{{ customers {{ nodes {{ changes(first: 2) {{ nodes {{ {CHANGES} }} }} }} }} }}"
    await tenant.ask(query)
    statements.clear()

    answer = await tenant.ask(query)

    assert len(answer.data["customers"]["nodes"]) == 3
    assert len(statements) == 3
