"""Attacks by tokens that prove nothing, or by none at all."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt

from tests.attacks.attack import Ask, Attack, Attacks, Grade, some
from tests.attacks.target import AUDIENCE, INNOCENT, ISSUER, SECRET

MINUTE: Final = timedelta(minutes=1)
REFUSAL: Final = "The access token is missing or not valid."


def _claims(**more: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    who = {"sub": "mallory", "tenant": "acme", "roles": ["admin"]}
    return {**who, "aud": AUDIENCE, "iss": ISSUER, "iat": now, "exp": now + MINUTE, **more}


def _signed(secret: str = SECRET, algorithm: str = "HS256", **headers: str) -> str:
    return jwt.encode(_claims(), secret, algorithm, headers=headers)


def _saying(**more: Any) -> str:
    return jwt.encode(_claims(**more), SECRET, "HS256")


def _forged(token: str) -> Attack:
    ask = Ask({"query": INNOCENT}, by=None, headers={"Authorization": f"Bearer {token}"})
    return Attack(lambda _: ask, 401, "UNAUTHENTICATED", message=REFUSAL, grade=Grade.UNREAD)


def _without(document: str) -> Attack:
    ask = Ask({"query": document}, by=None)
    return Attack(lambda _: ask, 401, "UNAUTHENTICATED", grade=Grade.UNREAD)


STRANGER: Final = "a secret of somebody else, who wants to come in"
AGES: Final = 60 * MINUTE

TOKENS: Final[Attacks] = {
    "no token": _without(INNOCENT),
    "no token, 5,000 aliases": _without(f"{{ {some(5_000, 'a#: __typename')} }}"),
    "alg none": _forged(_signed("", "none")),
    "a wrong key": _forged(_signed(STRANGER)),
    "expired": _forged(_saying(exp=datetime.now(UTC) - AGES)),
    "not yet valid": _forged(_saying(nbf=datetime.now(UTC) + AGES)),
    "a wrong aud": _forged(_saying(aud="another")),
    "a wrong iss": _forged(_saying(iss="https://id.example.net")),
    "kid a path": _forged(_signed(STRANGER, kid="../../../dev/null")),
    "kid SQL": _forged(_signed(STRANGER, kid="' union select 'secret' --")),
    "oversized": _forged(_saying(name="a" * 9_000)),
    "another algorithm": _forged(_signed(SECRET * 2, "HS512")),
    "a token that is no token": _forged("a.b.c"),
}
