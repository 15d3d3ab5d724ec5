"""Callers: who is let in, for which tenant, and who is turned away before anything is read."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import jwt
import pytest

from app.settings import DEVELOPMENT_SECRET
from auth.scopes import Role
from auth.tokens import mint
from tests.conftest import Statements
from tests.tenant import Answer, Tenant, doing, kept

VIEWER = "{ viewer { subject roles tenant { slug } } }"
ME = "{ me { id } }"
NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
SAID = {"sub": "ana", "tenant": "acme", "roles": ["admin"]}
BAD_TOKENS = {
    "nothing": "",
    "a word": "nonsense",
    "three words": "a.b.c",
    "another secret": mint(DEVELOPMENT_SECRET[::-1], SAID, now=NOW, lifetime=HOUR),
    "too late": mint(DEVELOPMENT_SECRET, SAID, now=NOW - 2 * HOUR, lifetime=HOUR),
    "too early": mint(DEVELOPMENT_SECRET, SAID, now=NOW + HOUR, lifetime=HOUR),
    "no signature": jwt.encode(SAID | {"exp": NOW + HOUR}, "", algorithm="none"),
    "no end": jwt.encode(SAID, DEVELOPMENT_SECRET, algorithm="HS256"),
    "no subject": mint(DEVELOPMENT_SECRET, {"tenant": "acme"}, now=NOW, lifetime=HOUR),
    "two tenants": mint(DEVELOPMENT_SECRET, SAID | {"tenant_id": "x"}, now=NOW, lifetime=HOUR),
    "too long": "x" * 9000,
}
HEADERS: dict[str, dict[str, str]] = {
    "none": {},
    "empty": {"Authorization": ""},
    "only a scheme": {"Authorization": "Bearer"},
    "another scheme": {"Authorization": "Basic YW5hOmFuYQ=="},
} | {name: {"Authorization": f"Bearer {token}"} for name, token in BAD_TOKENS.items()}
BODIES = [b'{"query": "{ viewer { id } }"}', b'{"query": "{ nonsense', b"", b"\xff" * 100]
ALIASES = ["tenant", "tenant_id", "organization_id", "business_id"]
SUSPEND = "update tenants set status = 'SUSPENDED' where id = $1"
DISMISS = "update actors set is_active = false where tenant_id = $1 and subject = 'bo'"


def fresh(tenant: Tenant, *roles: Role | str, **claims: Any) -> str:
    """A token that nobody has seen before, and that the door therefore does not remember."""
    return tenant.token(*roles, jti=uuid4().hex, **claims)


async def knock(tenant: Tenant, token: str, query: str = VIEWER, **headers: str) -> Answer:
    """Ask with a token and further headers."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    said = {"query": query}
    return await tenant.post(said, {"Authorization": f"Bearer {token}", **headers})


@pytest.mark.parametrize("header", HEADERS)
async def test_whoever_is_not_known_is_told_so_before_anything_is_read(
    client: httpx2.AsyncClient, statements: Statements, header: str
) -> None:
    headers = HEADERS[header] | {"Content-Type": "application/json"}
    for body in BODIES:
        response = await client.post("/graphql", content=body, headers=headers)
        (error,) = response.json()["errors"]
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert error["extensions"] == {"code": "UNAUTHENTICATED"}
        assert response.json().keys() == {"errors"}

    assert statements == []


async def test_a_question_in_the_address_needs_a_token_too(client: httpx2.AsyncClient) -> None:
    meant = {"GraphQL-Require-Preflight": "1"}

    response = await client.get("/graphql", params={"query": VIEWER}, headers=meant)

    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


@pytest.mark.parametrize("claim", ALIASES)
@pytest.mark.parametrize("form", ["slug", "SLUG", "id", "ID", "shown id"])
async def test_the_tenant_is_in_the_token_by_any_name(
    tenant: Tenant, claim: str, form: str
) -> None:
    forms = {
        "slug": tenant.slug,
        "SLUG": tenant.slug.upper(),
        "id": str(tenant.id),
        "ID": str(tenant.id).upper(),
        "shown id": f"ten_{tenant.id.hex}",
    }
    said = {"sub": "ana", "roles": ["staff"], claim: forms[form]}

    answer = await knock(tenant, mint(DEVELOPMENT_SECRET, said, now=NOW, lifetime=HOUR))

    viewer = {"subject": "ana", "roles": ["staff"], "tenant": {"slug": tenant.slug}}
    assert answer.body == {"data": {"viewer": viewer}}


@pytest.mark.parametrize(
    "named", [{}, {"tenant": "nobody-here"}, {"tenant_id": "01a1fb3b-9d48-7074-bf58-580d8df2261d"}]
)
async def test_a_tenant_that_is_not_known_is_refused(
    tenant: Tenant, statements: Statements, named: dict[str, str]
) -> None:
    said = {"sub": uuid4().hex, "roles": ["admin"], **named}

    answer = await knock(tenant, mint(DEVELOPMENT_SECRET, said, now=NOW, lifetime=HOUR))

    assert (answer.status, answer.data, answer.codes) == (403, None, {"": "FORBIDDEN"})
    assert "WWW-Authenticate" not in answer.headers
    assert len(statements) == len(named)


async def test_a_suspended_tenant_is_kept_out(tenant: Tenant, other_tenant: Tenant) -> None:
    await tenant.rows(SUSPEND)

    suspended = await knock(tenant, fresh(tenant, Role.ADMIN))
    other = await knock(other_tenant, fresh(other_tenant, Role.ADMIN))

    assert (suspended.status, suspended.codes) == (403, {"": "TENANT_SUSPENDED"})
    assert other.status == 200


@pytest.mark.parametrize("claim", ["active", "is_active"])
async def test_whose_token_says_inactive_is_kept_out(tenant: Tenant, claim: str) -> None:
    inactive = await knock(tenant, fresh(tenant, Role.ADMIN, **{claim: False}))
    active = await knock(tenant, fresh(tenant, Role.ADMIN, **{claim: True}))

    assert (inactive.status, inactive.codes) == (403, {"": "FORBIDDEN"})
    assert active.status == 200


async def test_whoever_was_dismissed_here_is_kept_out_here(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    for each in (tenant, other_tenant):
        await each.ask(doing("tagCreate"), user="bo", input={"label": "VIP"})
    await tenant.rows(DISMISS)

    here = await knock(tenant, fresh(tenant, Role.ADMIN, user="bo"))
    there = await knock(other_tenant, fresh(other_tenant, Role.ADMIN, user="bo"))

    assert (here.status, here.codes) == (403, {"": "FORBIDDEN"})
    assert there.status == 200


@pytest.mark.parametrize("move", ["customerBlock", "customerDeactivate"])
async def test_a_customer_who_may_not_act_is_kept_out(tenant: Tenant, move: str) -> None:
    ana = await tenant.customer(userId="auth0|ana")
    reason = {"reason": "Fraud"} if move == "customerBlock" else {}
    before = await knock(tenant, fresh(tenant, Role.CUSTOMER, user="auth0|ana"), ME)

    await tenant.ask(doing(move), input={"id": ana, **reason})

    by_account = await knock(tenant, fresh(tenant, Role.CUSTOMER, user="auth0|ana"), ME)
    by_id = await knock(tenant, fresh(tenant, Role.CUSTOMER, customer_id=ana), ME)
    assert before.data == {"me": {"id": ana}}
    assert (by_account.status, by_account.codes) == (403, {"": "FORBIDDEN"})
    assert by_id.body == by_account.body


async def test_a_customer_is_known_by_account_or_by_id(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    ana = await tenant.customer(userId="auth0|ana")
    foreign = await other_tenant.customer(userId="auth0|bo")
    known = [{"user": "auth0|ana"}, {"customer_id": ana}]
    unknown = [{"user": "auth0|bo"}, {"customer_id": foreign}, {"customer_id": str(kept(ana))}]

    for claims in known:
        assert (await knock(tenant, fresh(tenant, Role.CUSTOMER, **claims), ME)).data == {
            "me": {"id": ana}
        }
    for claims in unknown:
        answer = await knock(tenant, fresh(tenant, Role.CUSTOMER, **claims), ME)
        assert answer.body == {"data": {"me": None}}


async def test_a_deleted_customer_is_nobody(tenant: Tenant) -> None:
    ana = await tenant.customer(userId="auth0|ana")
    await tenant.ask(doing("customerDelete"), input={"id": ana})

    for claims in ({"user": "auth0|ana"}, {"customer_id": ana}):
        answer = await knock(tenant, fresh(tenant, Role.CUSTOMER, **claims), ME)
        assert answer.body == {"data": {"me": None}}


@pytest.mark.parametrize("form", ["slug", "id"])
async def test_an_operator_may_name_a_tenant_and_nobody_else_may(
    tenant: Tenant, other_tenant: Tenant, form: str
) -> None:
    wanted = other_tenant.slug if form == "slug" else str(other_tenant.id)

    operator = await knock(tenant, fresh(tenant, Role.OPERATOR), X_Tenant_Id=wanted)
    admin = await knock(tenant, fresh(tenant, Role.ADMIN), X_Tenant_Id=wanted)
    unknown = await knock(tenant, fresh(tenant, Role.ADMIN), X_Tenant_Id="nobody-here")

    assert operator.data["viewer"]["tenant"] == {"slug": other_tenant.slug}
    assert (admin.status, admin.codes) == (403, {"": "FORBIDDEN"})
    assert admin.body == unknown.body


async def test_naming_ones_own_tenant_does_no_harm(tenant: Tenant) -> None:
    own = await knock(tenant, fresh(tenant, Role.STAFF), X_Tenant_Id=tenant.slug)

    assert own.data["viewer"]["tenant"] == {"slug": tenant.slug}


async def test_a_token_that_was_let_in_is_not_let_into_another_tenant(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    token = fresh(tenant, Role.OPERATOR)

    first = await knock(tenant, token, X_Tenant_Id=tenant.slug)
    second = await knock(tenant, token, X_Tenant_Id=other_tenant.slug)
    third = await knock(tenant, token, X_Tenant_Id="nobody-here")

    assert first.data["viewer"]["tenant"] == {"slug": tenant.slug}
    assert second.data["viewer"]["tenant"] == {"slug": other_tenant.slug}
    assert third.status == 403
