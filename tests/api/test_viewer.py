"""The viewer: everybody may ask who they are, for whom they act, and what they may."""

import pytest

from auth.scopes import GRANTS, Role
from tests.tenant import Tenant, doing

VIEWER = "{ viewer { subject name roles grants { scope reach } } }"
TENANT = """
{ viewer { tenant {
  id slug name homeCurrency defaultRegion defaultLanguage timeZone noteLength
} } }"""
ID = "{ viewer { id } }"
SETTLE = """
update tenants set home_currency = 'RON', default_language = 'ro', time_zone = 'Europe/Bucharest',
  note_length = 750 where id = $1"""


@pytest.mark.parametrize("role", Role)
async def test_everybody_is_told_what_they_may(tenant: Tenant, role: Role) -> None:
    answer = await tenant.ask(VIEWER, by=(role,), user="ana")

    grants = [{"scope": scope, "reach": reach} for scope, reach in sorted(GRANTS[role].items())]
    assert answer.body == {
        "data": {
            "viewer": {"subject": "ana", "name": "Ana", "roles": [role], "grants": grants},
        }
    }


async def test_where_one_role_reaches_further_than_another_it_counts(tenant: Tenant) -> None:
    answer = await tenant.ask(VIEWER, by=(Role.CUSTOMER, Role.STAFF))

    held = {grant["scope"]: grant["reach"] for grant in answer.data["viewer"]["grants"]}
    assert answer.data["viewer"]["roles"] == ["customer", "staff"]
    assert (held["customers:read"], held["customers:update"]) == ("all", "self")


async def test_a_token_without_a_name_has_none(tenant: Tenant) -> None:
    answer = await tenant.send(VIEWER, tenant.token(Role.STAFF, name=None))

    assert answer.data["viewer"]["name"] is None


async def test_the_tenant_is_shown_as_it_is(tenant: Tenant) -> None:
    await tenant.rows(SETTLE)

    answer = await tenant.ask(TENANT)

    assert answer.data["viewer"]["tenant"] == {
        "id": f"ten_{tenant.id.hex}",
        "slug": tenant.slug,
        "name": tenant.slug.title(),
        "homeCurrency": "RON",
        "defaultRegion": "RO",
        "defaultLanguage": "ro",
        "timeZone": "Europe/Bucharest",
        "noteLength": 750,
    }


async def test_the_viewer_is_the_actor_of_what_it_does(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    made = await tenant.ask(
        doing("tagCreate", "tag { createdBy { id subject } }"), user="bo", input={"label": "VIP"}
    )

    here = await tenant.ask(ID, user="bo")
    there = await other_tenant.ask(ID, user="bo")

    actor = {"id": here.data["viewer"]["id"], "subject": "bo"}
    assert made.payload()["tag"]["createdBy"] == actor
    assert there.data["viewer"]["id"] != actor["id"]
