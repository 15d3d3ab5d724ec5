"""Operators: in a tenant that is not theirs they are operators and nothing else."""

from auth.scopes import Role
from tests.tenant import Tenant

ASKED = "{ viewer { roles } me { id } customers { nodes { email } } }"


async def test_other_roles_stay_at_home(tenant: Tenant, other_tenant: Tenant) -> None:
    await other_tenant.customer(email="ana@example.com", userId="op")
    token = tenant.token(Role.ADMIN, Role.CUSTOMER, Role.OPERATOR, user="op")

    abroad = await tenant.post(
        {"query": ASKED}, {"Authorization": f"Bearer {token}", "X-Tenant-Id": other_tenant.slug}
    )
    at_home = await tenant.send("{ viewer { roles } }", token)

    assert abroad.data == {
        "viewer": {"roles": ["operator"]},
        "me": None,
        "customers": {"nodes": [{"email": None}]},
    }
    assert abroad.codes == {"customers.nodes.0.email": "FORBIDDEN"}
    assert at_home.data == {"viewer": {"roles": ["admin", "customer", "operator"]}}


async def test_a_customer_who_was_not_known_is_known_as_soon_as_there_is_a_record(
    tenant: Tenant,
) -> None:
    token = tenant.token(Role.CUSTOMER, user="new")

    before = await tenant.send("{ me { displayName } }", token)
    await tenant.customer(fullName="Ana Popescu", userId="new")
    after = await tenant.send("{ me { displayName } }", token)

    assert before.data == {"me": None}
    assert after.data == {"me": {"displayName": "Ana Popescu"}}
