"""Development tokens: what a demo caller sends, made with the secret that everybody knows."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.settings import Settings
from auth.scopes import Role
from auth.tokens import mint

LIFETIME: Final = timedelta(days=30)
# The demo customer that a customer's token belongs to.
DEMO_CUSTOMER: Final = "customer-1"


class NoTokens(Exception):
    """Tokens cannot be made here; the text says why."""


def development_token(settings: Settings, *, tenant: str, role: Role, user: str | None) -> str:
    """A token for trying things out."""
    if settings.production:
        raise NoTokens("Tokens are not made in production: your identity provider makes them.")
    secret = settings.token_secret
    if secret is None:
        raise NoTokens("JWKS_URL or JWT_PUBLIC_KEY is set: only its owner can make tokens.")
    subject = user or (DEMO_CUSTOMER if role is Role.CUSTOMER else f"{role}@{tenant}")
    claims = {
        "sub": subject,
        "tenant": tenant,
        "roles": [str(role)],
        "name": f"{role.title()} of {tenant.title()}",
        **({"aud": settings.JWT_AUDIENCE} if settings.JWT_AUDIENCE else {}),
        **({"iss": settings.JWT_ISSUER} if settings.JWT_ISSUER else {}),
    }
    return mint(secret.get_secret_value(), claims, now=datetime.now(UTC), lifetime=LIFETIME)
