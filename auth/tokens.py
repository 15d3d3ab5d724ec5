"""Tokens: from the text of a request to what is known of its sender."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from auth.keys import Key, Keys, shared_secret
from auth.payload import Payload, WrongClaim

LONGEST_TOKEN = 8 * 1024
FRESH = timedelta(seconds=60)
MOST_LEEWAY = 60

TENANT_CLAIMS = ("tenant_id", "organization_id", "business_id", "tenant")


class InvalidToken(Exception):
    """The token proves nothing. All causes read alike; the reason is for our log only."""

    def __init__(self, reason: str) -> None:
        super().__init__("The access token is missing or not valid.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says. Whether that is enough to come in is decided by whoever asks."""

    subject: str
    tenant: str | None
    roles: tuple[str, ...]
    name: str | None
    active: bool
    customer_id: str | None
    expires_at: datetime


class Remembered:
    """Claims verified a moment ago, by the hash of their token; the longest unused leave first."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, tuple[Claims, datetime]] = OrderedDict()

    def find(self, digest: bytes, now: datetime) -> Claims | None:
        claims, until = self._kept.get(digest, (None, now))
        if now >= until:
            return None
        self._kept.move_to_end(digest)
        return claims

    def keep(self, digest: bytes, claims: Claims, now: datetime) -> None:
        self._kept[digest] = (claims, min(claims.expires_at, now + FRESH))
        self._kept.move_to_end(digest)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Decides whether a token is valid, and remembers that it is for at most a minute."""

    keys: Keys
    audience: str | None = None
    issuer: str | None = None
    leeway: int = 30
    _recent: Remembered = field(default_factory=Remembered, init=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.leeway <= MOST_LEEWAY:
            raise ValueError(f"The leeway must lie between 0 and {MOST_LEEWAY} seconds.")

    async def verify(self, token: str, now: datetime) -> Claims:
        """What the token says, or InvalidToken."""
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise InvalidToken("too long or not ASCII")
        digest = sha256(token.encode()).digest()
        claims = self._recent.find(digest, now)
        if claims is None:
            claims = await self._read(token, now)
            self._recent.keep(digest, claims, now)
        return claims

    async def _read(self, token: str, now: datetime) -> Claims:
        try:
            key = await self._key_of(token, now)
            payload = Payload(self._proven(token, key))
            self._refuse_at_the_wrong_time(payload, now)
            return _claims_of(payload)
        except WrongClaim as wrong:
            raise InvalidToken(str(wrong)) from None
        except PyJWTError as error:
            # The text of a PyJWTError may quote the token; its name does not.
            raise InvalidToken(type(error).__name__) from None

    async def _key_of(self, token: str, now: datetime) -> Key:
        key = await self.keys.find(jwt.get_unverified_header(token).get("kid"), now)
        if key is None:
            raise WrongClaim("kid names no known key")
        return key

    def _proven(self, token: str, key: Key) -> Mapping[str, Any]:
        """The payload, if the key proves it. Times are left to us: PyJWT has its own clock."""
        return jwt.decode(
            token,
            key=key.material,
            algorithms=[key.algorithm],
            audience=self.audience,
            issuer=self.issuer,
            options={
                "verify_aud": self.audience is not None,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )

    def _refuse_at_the_wrong_time(self, payload: Payload, now: datetime) -> None:
        leeway = timedelta(seconds=self.leeway)
        if payload.needed_moment("exp") <= now - leeway:
            raise WrongClaim("exp has passed")
        for name in ("nbf", "iat"):
            begins = payload.moment(name)
            if begins is not None and begins > now + leeway:
                raise WrongClaim(f"{name} has not come yet")


def _claims_of(payload: Payload) -> Claims:
    role = payload.text("role")
    return Claims(
        subject=payload.needed_text("sub"),
        tenant=payload.identifier(*TENANT_CLAIMS),
        roles=payload.words("roles") + ((role,) if role else ()),
        name=payload.text("name"),
        active=payload.flag("active", "is_active"),
        customer_id=payload.identifier("customer_id"),
        expires_at=payload.needed_moment("exp"),
    )


def mint(secret: str, claims: Mapping[str, object], now: datetime, lifetime: timedelta) -> str:
    """A token for development, signed with the shared secret."""
    shared_secret(secret)
    dated = {**claims, "iat": now, "exp": now + lifetime}
    return jwt.encode(dated, secret, algorithm="HS256")
