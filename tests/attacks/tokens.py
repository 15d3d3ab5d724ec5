"""Attacks by tokens that prove nothing, or by none at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import jwt

from tests.attacks.attack import Ask, Attack, Attacks, Grade, Known, some
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


def _asking(token: str) -> Ask:
    return Ask({"query": INNOCENT}, by=None, headers={"Authorization": f"Bearer {token}"})


def _forged(make: Callable[[], str]) -> Attack:
    """An attack with a token that is made when it is sent: it would expire before."""

    def ask(_: Known) -> Ask:
        return _asking(make())

    return Attack(ask, 401, "UNAUTHENTICATED", message=REFUSAL, grade=Grade.UNREAD)


def _without(document: str) -> Attack:
    ask = Ask({"query": document}, by=None)
    return Attack(lambda _: ask, 401, "UNAUTHENTICATED", grade=Grade.UNREAD)


STRANGER: Final = "a secret of somebody else, who wants to come in"
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
MUCH_LATER: Final = datetime(2100, 1, 1, tzinfo=UTC)

TOKENS: Final[Attacks] = {
    "a token that is true": Attack(lambda _: _asking(_saying()), 200, grade=Grade.RUN),
    "no token": _without(INNOCENT),
    "no token, 5,000 aliases": _without(f"{{ {some(5_000, 'a#: __typename')} }}"),
    "alg none": _forged(partial(_signed, "", "none")),
    "a wrong key": _forged(partial(_signed, STRANGER)),
    "expired": _forged(partial(_saying, exp=LONG_AGO)),
    "not yet valid": _forged(partial(_saying, nbf=MUCH_LATER)),
    "a wrong aud": _forged(partial(_saying, aud="another")),
    "a wrong iss": _forged(partial(_saying, iss="https://id.example.net")),
    "kid a path": _forged(partial(_signed, STRANGER, kid="../../../dev/null")),
    "kid SQL": _forged(partial(_signed, STRANGER, kid="' union select 'secret' --")),
    "oversized": _forged(partial(_saying, name="a" * 9_000)),
    "another algorithm": _forged(partial(_signed, SECRET * 2, "HS512")),
    "a token that is no token": _forged(lambda: "a.b.c"),
}
