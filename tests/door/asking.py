"""How tests speak with the door."""

from typing import Any

import httpx2

from auth.scopes import Role
from tests.tenant import NEWER, Tenant

VIEWER = "{ viewer { subject } }"
SEEN = {"data": {"viewer": {"subject": "admin"}}}
MAKE = 'mutation { tagCreate(input: { label: "VIP" }) { tag { id } } }'
MEANT = {"GraphQL-Require-Preflight": "1"}


def signed(tenant: Tenant, **more: str) -> dict[str, str]:
    """The headers of an admin, who knows the newer form."""
    return {"Authorization": f"Bearer {tenant.token(Role.ADMIN)}", **NEWER, **more}


def code(response: httpx2.Response) -> str:
    """The code of the one error of an answer that has nothing else."""
    body: dict[str, Any] = response.json()
    (error,) = body.pop("errors")
    assert body == {}
    assert error["message"]
    told: str = error["extensions"]["code"]
    return told
