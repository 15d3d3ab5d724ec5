"""Published keys are fetched when that may help, at most once a minute, and change while we run."""

import asyncio
import json
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.keys import Jwks
from auth.tokens import InvalidToken, Verifier
from tests.auth.issuer import EC, ED, NOW, RSA, hand_signed, rsa_issuer

FIRST, SECOND = RSA, rsa_issuer("second")


class Provider:
    """What an identity provider publishes, and how often it was asked for it."""

    def __init__(self, *jwks: object) -> None:
        self.jwks = list(jwks)
        self.calls = 0
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self) -> bytes:
        self.calls += 1
        await self.open.wait()
        return json.dumps({"keys": self.jwks}).encode()


def later(**delay: float) -> datetime:
    return NOW + timedelta(**delay)


async def found(jwks: Jwks, kid: str | None, now: datetime = NOW) -> str | None:
    key = await jwks.find(kid, now)
    return key.algorithm if key else None


async def test_keys_are_fetched_when_the_first_is_needed() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)
    assert (jwks.ready, provider.calls) == (False, 0)

    algorithm = await found(jwks, "first")

    assert (algorithm, jwks.ready, provider.calls) == ("RS256", True, 1)


async def test_a_known_key_is_fetched_once_an_hour() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)

    calls = []
    for minutes in (0, 1, 59.9, 60, 61, 119, 120):
        await found(jwks, "first", later(minutes=minutes))
        calls.append(provider.calls)

    assert calls == [1, 1, 1, 2, 2, 2, 3]


async def test_an_unknown_name_makes_us_ask_once_a_minute() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)

    calls = []
    for seconds in (0, 1, 59.9, 60, 61, 120):
        assert await found(jwks, f"unknown {seconds}", later(seconds=seconds)) is None
        calls.append(provider.calls)

    assert calls == [1, 1, 1, 2, 2, 3]


async def test_two_keys_are_valid_at_once_while_they_change() -> None:
    provider = Provider(FIRST.jwk)
    verifier = Verifier(Jwks(provider.fetch))
    await verifier.verify(FIRST.sign(), NOW)

    provider.jwks.append(SECOND.jwk)
    by_the_new = await verifier.verify(SECOND.sign(), later(minutes=2))
    by_the_old = await verifier.verify(FIRST.sign(), later(minutes=2))

    assert (by_the_new.subject, by_the_old.subject, provider.calls) == ("anna", "anna", 2)


async def test_a_key_that_is_withdrawn_is_trusted_for_an_hour_at_most() -> None:
    provider = Provider(FIRST.jwk, SECOND.jwk)
    jwks = Jwks(provider.fetch)
    await found(jwks, "first")

    provider.jwks.remove(FIRST.jwk)

    assert await found(jwks, "first", later(minutes=59)) == "RS256"
    assert await found(jwks, "first", later(minutes=60)) is None
    assert await found(jwks, "second", later(minutes=60)) == "RS256"


@pytest.mark.parametrize("kid", ["../../etc/passwd", "' or 1=1 --", "second", ""])
async def test_a_name_is_only_ever_compared(kid: str) -> None:
    verifier = Verifier(Jwks(Provider(FIRST.jwk).fetch))
    await verifier.verify(FIRST.sign(), NOW)

    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(FIRST.sign(kid=kid), NOW)

    assert refused.value.reason == "kid names no known key"


async def test_a_token_without_a_name_is_meant_for_the_only_key() -> None:
    alone, two = Jwks(Provider(FIRST.jwk).fetch), Jwks(Provider(FIRST.jwk, SECOND.jwk).fetch)

    assert await found(alone, None) == "RS256"
    assert await found(two, None) is None


async def test_a_published_key_is_never_a_secret() -> None:
    verifier = Verifier(Jwks(Provider(FIRST.jwk).fetch))

    with pytest.raises(InvalidToken) as refused:
        await verifier.verify(hand_signed(FIRST.pem), NOW)

    assert refused.value.reason == "InvalidAlgorithmError"


async def test_who_asks_at_the_same_time_shares_one_fetch() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)

    answers = await asyncio.gather(*(found(jwks, "first") for _ in range(10)))

    assert (answers, provider.calls) == (["RS256"] * 10, 1)


async def test_a_fetch_that_hangs_is_not_begun_again() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)
    provider.open.clear()
    first = asyncio.create_task(found(jwks, "first"))
    await asyncio.sleep(0)

    second = asyncio.create_task(found(jwks, "first", later(minutes=5)))
    await asyncio.sleep(0)
    provider.open.set()

    assert (await first, await second, provider.calls) == ("RS256", "RS256", 1)


async def test_whoever_gives_up_waiting_does_not_break_it_off_for_the_others() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)
    provider.open.clear()
    impatient = asyncio.create_task(found(jwks, "first"))
    patient = asyncio.create_task(found(jwks, "first"))
    await asyncio.sleep(0)

    impatient.cancel()
    await asyncio.sleep(0)
    provider.open.set()

    assert (await patient, impatient.cancelled(), provider.calls) == ("RS256", True, 1)


ANSWERS: dict[str, bytes] = {
    "nothing": b"",
    "a page": b"<html>Bad gateway</html>",
    "a list": b"[]",
    "no keys": b"{}",
    "keys of a wrong kind": b'{"keys": 5}',
    "an empty set": b'{"keys": []}',
    "only keys that are not understood": b'{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}',
}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_a_useless_answer_changes_nothing(
    answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    documents = [json.dumps({"keys": [FIRST.jwk]}).encode(), ANSWERS[answer]]

    async def fetch() -> bytes:
        return documents.pop(0)

    jwks = Jwks(fetch)
    await found(jwks, "first")

    with caplog.at_level(logging.WARNING, "auth.keys"):
        kept = await found(jwks, "first", later(hours=1))

    assert (kept, documents) == ("RS256", [])
    assert caplog.messages == ["The key set could not be read; the keys known so far stay"]


async def test_a_provider_that_is_away_is_asked_again_a_minute_later() -> None:
    calls = 0

    async def fetch() -> bytes:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ConnectionError
        return json.dumps({"keys": [FIRST.jwk]}).encode()

    jwks = Jwks(fetch)

    assert await found(jwks, "first") is None
    assert await found(jwks, "first", later(seconds=59)) is None
    assert await found(jwks, "first", later(seconds=60)) == "RS256"
    assert calls == 2


OTHERS: dict[str, Any] = {
    "no object": "key",
    "no kind": {"kid": "other"},
    "a kind that does not exist": {"kty": ["RSA"], "kid": "other"},
    "a secret": {"kty": "oct", "k": "c2VjcmV0", "kid": "other"},
    "half a secret": {"kty": "oct", "kid": "other"},
    "half a key": {"kty": "RSA", "n": 5, "e": None, "kid": "other"},
    "for encryption": {**EC.jwk, "use": "enc", "kid": "other"},
    "for another algorithm": {**RSA.jwk, "alg": "RS512", "kid": "other"},
    "a public key that calls itself a secret": {**RSA.jwk, "alg": "HS256", "kid": "other"},
    "a curve that is not used here": {
        "kty": "EC",
        "crv": "P-384",
        "x": "",
        "y": "",
        "kid": "other",
    },
    "an algorithm of a wrong kind": {**EC.jwk, "alg": ["ES256"], "kid": "other"},
    "a name of a wrong kind": {**EC.jwk, "kid": ["other"]},
}


@pytest.mark.parametrize("other", OTHERS)
async def test_a_key_that_is_not_understood_is_skipped(other: str) -> None:
    jwks = Jwks(Provider(OTHERS[other], {**ED.jwk, "use": "sig", "alg": "EdDSA"}).fetch)

    assert await found(jwks, "other") is None
    assert await found(jwks, "first") == "EdDSA"


async def test_every_kind_of_key_brings_its_own_algorithm() -> None:
    named = {issuer.algorithm: {**issuer.jwk, "kid": issuer.algorithm} for issuer in (RSA, EC, ED)}
    jwks = Jwks(Provider(*named.values()).fetch)

    algorithms = {kid: await found(jwks, kid) for kid in named}

    assert algorithms == {"RS256": "RS256", "ES256": "ES256", "EdDSA": "EdDSA"}


async def test_keys_can_be_fetched_before_they_are_needed() -> None:
    provider = Provider(FIRST.jwk)
    jwks = Jwks(provider.fetch)

    await jwks.refresh(NOW)

    assert jwks.ready
    assert (await found(jwks, "first"), provider.calls) == ("RS256", 1)
